// Every other file, read as the text of one message: `.md`, `.txt`, Jinja templates (`.j2`), and unknown endings.

import { type InputVariable, type PromptDocument, withoutAbsent } from "../document.ts";
import { readFrontMatter } from "../front-matter.ts";
import { type Passage, trimmed } from "../position.ts";
import { fileWarning, type Problem } from "../problem.ts";
import { readJinja } from "../template/jinja.ts";
import { readPlaceholders } from "../template/placeholders.ts";
import type { TemplateReading } from "../template/template.ts";
import { firstUses } from "../variables.ts";
import { brokenTemplate, wholeBody } from "./body.ts";
import type { Format, FormatReading } from "./format.ts";

export const plainText: Format = {
  name: "plain-text",
  isFor: () => true,
  read: ({ path, text }) => {
    if (/\.(?:j2|jinja2?)$/i.test(path)) return readTemplate({ text, firstLine: 1 }, readJinja);
    if (/\.(?:md|markdown)$/i.test(path)) return readMarkdown(text);
    return readTemplate({ text, firstLine: 1 }, readPlaceholders);
  },
};

const READ_KEYS = ["name", "description", "model"];

/** A line `---` may also be a rule between two paragraphs, so only what reads as a mapping is front matter. */
function readMarkdown(text: string): FormatReading {
  const { fields, body, problems, isReadable } = readFrontMatter(text, "nothing");
  if (!isReadable) {
    const reading = readTemplate({ text, firstLine: 1 }, readPlaceholders);
    return { ...reading, problems: [...problems.map(asDoubt), ...reading.problems] };
  }
  const reading = readTemplate(body, readPlaceholders);
  return {
    problems: [...problems, ...reading.problems],
    document: withoutAbsent<PromptDocument>({
      format: "plain-text",
      name: fields.text("name"),
      description: fields.text("description"),
      model: fields.text("model"),
      parameters: {},
      messages: reading.document?.messages ?? [],
      inputs: reading.document?.inputs ?? [],
      extra: fields.rest(...READ_KEYS),
    }),
  };
}

function asDoubt(problem: Problem): Problem {
  const fix = `If this is front matter: ${problem.fix} If it is text, start the file with another line.`;
  return fileWarning(problem, problem.message, fix);
}

function readTemplate(passage: Passage, read: (text: string) => TemplateReading): FormatReading {
  const body = trimmed(passage);
  const template = read(body.text);
  const problems: Problem[] = [];
  const messages = wholeBody(body, "user", problems);
  const inputs = firstUses(template).map(
    ({ name }): InputVariable => ({ name, required: !template.optional?.has(name) }),
  );
  return {
    problems: [...problems, ...brokenTemplate(template, body)],
    document: { format: "plain-text", parameters: {}, messages, inputs, extra: {} },
  };
}
