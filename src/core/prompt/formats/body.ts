// What formats with a text below their front matter have in common.

import type { PromptMessage } from "../document.ts";
import { type Passage, type Position, TextLines } from "../position.ts";
import { fileError, type Problem } from "../problem.ts";
import type { TemplateReading } from "../template/template.ts";

/** The body as the one message, or none and a finding where it is blank. */
export function wholeBody(body: Passage, role: PromptMessage["role"], problems: Problem[]): PromptMessage[] {
  if (body.text !== "") return [{ role, text: body.text, line: body.firstLine }];
  problems.push(noText());
  return [];
}

/** Stands in line 1: what is missing has no place. */
export function noText(): Problem {
  return fileError(
    { line: 1, column: 1 },
    "The prompt has no text below its front matter.",
    "Write it there.",
  );
}

/** The first syntax error of the template that the body is. */
export function brokenTemplate({ problem }: TemplateReading, body: Passage): Problem[] {
  return problem ? [fileError(positionsIn(body)(problem.offset), problem.message, problem.fix)] : [];
}

export function positionsIn(body: Passage): (offset: number) => Position {
  const lines = new TextLines(body.text, body.firstLine);
  return (offset) => lines.at(offset);
}
