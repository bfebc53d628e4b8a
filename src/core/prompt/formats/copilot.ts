// Copilot's prompt files, `.prompt.md`.
// Follows https://code.visualstudio.com/docs/copilot/customization/prompt-files

import { type InputVariable, type PromptDocument, withoutAbsent } from "../document.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findMisspeltKeys } from "../misspelt-keys.ts";
import { fileNotice } from "../problem.ts";
import { wholeBody } from "./body.ts";
import type { Format } from "./format.ts";

const READ_KEYS = ["name", "description", "model"];
const KNOWN_KEYS = [...READ_KEYS, "argument-hint", "agent", "mode", "tools"];

export const copilot: Format = {
  name: "copilot",
  isFor: (fileName) => /\.prompt\.md$/i.test(fileName),
  read: ({ text }) => {
    const { fields, body, problems, isReadable } = readFrontMatter(text, "nothing");
    if (!isReadable) return { problems };
    problems.push(...findMisspeltKeys(fields, KNOWN_KEYS));
    for (const key of ["argument-hint", "agent", "mode"]) fields.text(key);
    fields.texts("tools");
    if (fields.value("mode") !== undefined) {
      const fix =
        fields.value("agent") === undefined ? "Call it `agent`." : "Remove it: `agent` is there already.";
      problems.push(fileNotice(fields.keyAt("mode"), "`mode` has been replaced by `agent`.", fix));
    }
    return {
      problems,
      document: withoutAbsent<PromptDocument>({
        format: "copilot",
        name: fields.text("name"),
        description: fields.text("description"),
        model: fields.texts("model")?.join(", "),
        parameters: {},
        messages: wholeBody(body, "user", problems),
        inputs: readInputs(body.text),
        extra: fields.rest(...READ_KEYS),
      }),
    };
  },
};

/** `${input:name}` and `${input:name:placeholder}`; the bounds keep the search linear. */
const INPUT = /\$\{input:([^:}\s]{1,100})(?::([^}\n]{0,500}))?\}/g;

function readInputs(text: string): InputVariable[] {
  const inputs = new Map<string, InputVariable>();
  for (const { 1: name = "", 2: placeholder } of text.matchAll(INPUT)) {
    const known = inputs.get(name);
    if (known?.description !== undefined) continue;
    inputs.set(
      name,
      withoutAbsent<InputVariable>({ name, required: true, description: placeholder || undefined }),
    );
  }
  return [...inputs.values()];
}
