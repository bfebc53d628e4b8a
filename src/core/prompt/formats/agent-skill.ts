// Agent Skills' `SKILL.md`. Follows https://agentskills.io/specification and its reference validator, skills-ref.

import { type PromptDocument, withoutAbsent } from "../document.ts";
import { describe, type Fields } from "../fields.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findMisspeltKeys } from "../misspelt-keys.ts";
import type { Passage } from "../position.ts";
import { fileError, fileNotice, fileWarning, type Problem, shown } from "../problem.ts";
import type { Format } from "./format.ts";

const READ_KEYS = ["name", "description"];
const KNOWN_KEYS = [...READ_KEYS, "license", "compatibility", "metadata", "allowed-tools"];

// What every agent refuses is an error, what some let pass a warning: skills that break these limits are in wide use.
const LONGEST_NAME = 64;
const LONGEST_DESCRIPTION = 1024;
const LONGEST_COMPATIBILITY = 500;
/** Agents load the whole file at once. */
const MOST_LINES = 500;

export const agentSkill: Format = {
  name: "agent-skill",
  isFor: (fileName) => fileName === "SKILL.md" || fileName === "skill.md",
  read: ({ path, text }) => {
    const { fields, body, problems, isReadable, line } = readFrontMatter(text, "nothing");
    if (line === undefined) return { problems: [noFrontMatter()] };
    if (!isReadable) return { problems };
    problems.push(...findMisspeltKeys(fields, KNOWN_KEYS));
    const name = fields.text("name");
    const description = fields.text("description");
    checkName(fields, name, folderOf(path));
    checkRequired(fields, "description", description, "what the skill does and when to use it");
    checkLength(fields, "description", description, LONGEST_DESCRIPTION);
    checkLength(fields, "compatibility", fields.text("compatibility"), LONGEST_COMPATIBILITY);
    fields.text("license");
    fields.texts("allowed-tools");
    checkMetadata(fields);
    problems.push(...checkBody(body));
    return {
      problems,
      document: withoutAbsent<PromptDocument>({
        format: "agent-skill",
        name,
        description,
        parameters: {},
        messages: body.text === "" ? [] : [{ role: "system", text: body.text, line: body.firstLine }],
        inputs: [],
        extra: fields.rest(...READ_KEYS),
      }),
    };
  },
};

function noFrontMatter(): Problem {
  return fileError(
    { line: 1, column: 1 },
    "A skill must start with front matter.",
    "Put `name` and `description` between two lines `---` at the very top.",
  );
}

/** Undefined for a file at the repository's root, whose folder has no name here. */
function folderOf(path: string): string | undefined {
  return path.split("/").at(-2);
}

function checkName(fields: Fields, name: string | undefined, folder: string | undefined): void {
  checkRequired(fields, "name", name, "the name of the skill's folder");
  if (name === undefined || name.trim() === "") return;
  checkLength(fields, "name", name, LONGEST_NAME);
  const plain = name.trim().normalize("NFKC");
  if (plain !== plain.toLowerCase() || !/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u.test(plain)) {
    fields.report(
      fileError(
        fields.at("name"),
        `A skill cannot have the name ${shown(name)}.`,
        "Use lower-case letters and digits, with single hyphens between them, such as `pdf-processing`.",
      ),
    );
  } else if (folder !== undefined && folder.normalize("NFKC") !== plain) {
    fields.report(
      fileWarning(
        fields.at("name"),
        `The skill is named ${shown(name)}, but its folder ${shown(folder)}.`,
        "Give both one name: agents find the skill by its folder.",
      ),
    );
  }
}

function checkRequired(fields: Fields, key: string, text: string | undefined, what: string): void {
  const isWrongType = text === undefined && fields.value(key) !== undefined;
  if (isWrongType || (text !== undefined && text.trim() !== "")) return;
  fields.report(fileError(fields.keyAt(key), `The skill has no \`${key}\`.`, `Add \`${key}\`: ${what}.`));
}

/** @param limit in characters */
function checkLength(fields: Fields, key: string, text: string | undefined, limit: number): void {
  const length = [...(text ?? "")].length;
  if (length <= limit) return;
  const message = `\`${key}\` has ${length} characters; ${limit} are allowed.`;
  fields.report(fileWarning(fields.at(key), message, "Shorten it; details belong in the text below."));
}

function checkMetadata(fields: Fields): void {
  const metadata = fields.mapping("metadata");
  for (const [key, value] of metadata?.entries() ?? []) {
    if (value === null || typeof value !== "object") metadata?.text(key);
    else {
      const message = `\`metadata\` holds texts only, but ${shown(key)} is ${describe(value)}.`;
      metadata?.report(
        fileWarning(metadata.at(key), message, "Write it as one text; not every agent reads more."),
      );
    }
  }
}

function checkBody(body: Passage): Problem[] {
  if (body.text === "") {
    return [
      fileWarning(
        { line: 1, column: 1 },
        "The skill has no instructions.",
        "Write them below the front matter.",
      ),
    ];
  }
  const lines = body.text.split("\n").length;
  if (lines <= MOST_LINES) return [];
  return [
    fileNotice(
      { line: body.firstLine, column: 1 },
      `The instructions have ${lines} lines; agents load them all, and up to ${MOST_LINES} are recommended.`,
      "Move reference material to files of their own in `references/`.",
    ),
  ];
}
