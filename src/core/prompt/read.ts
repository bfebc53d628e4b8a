// From a file in the repository to its prompt document and to findings: the one door to the formats.

import type { Finding, Severity } from "../finding.ts";
import type { FileAtCommit } from "../ports.ts";
import { decodePrompt, tooLarge } from "./decode.ts";
import type { PromptDocument } from "./document.ts";
import { formatFor } from "./formats/index.ts";
import { fileError, type Problem } from "./problem.ts";

export interface PromptReading {
  /** Undefined where the file could not be read; then a finding of severity `error` says why. */
  readonly document?: PromptDocument;
  /** In the file's order. Without `prompt`: a file does not know which prompt it is. */
  readonly findings: readonly Finding[];
}

/** Nobody reads more of one file, and a check run has room for many files. */
const MOST_FINDINGS = 50;

/** @param path in the repository; its last part decides the format */
export function readPrompt(path: string, content: FileAtCommit): PromptReading {
  switch (content.kind) {
    case "file":
      return parsePrompt(path, content.bytes);
    case "too-large":
      return { findings: [asFinding(path, tooLarge(content.size))] };
    case "missing":
      return noFile(path, "There is no file at this path.", "Add the prompt, or correct the path.");
    case "symlink":
      return noFile(
        path,
        "This is a symbolic link; what it points to is not reviewed with it.",
        "Commit the prompt's text at this path, or let the config name the file that the link points to.",
      );
    case "submodule":
      return noFile(
        path,
        "This is a submodule, not a file.",
        "Govern the prompt in the repository it lives in.",
      );
    case "directory":
      return noFile(path, "This is a folder, not a file.", "Name the files in it, such as `folder/**`.");
  }
}

/** Never throws, whatever the bytes. */
export function parsePrompt(path: string, bytes: Uint8Array): PromptReading {
  const { text, problems } = decodePrompt(bytes);
  if (text === undefined) return { findings: asFindings(path, problems, Number.POSITIVE_INFINITY) };
  const lines = countLines(text);
  if (text.trim() === "") {
    const empty = fileError(
      { line: 1, column: 1 },
      "The file is empty.",
      "Write the prompt, or remove the file.",
    );
    return { findings: asFindings(path, [...problems, empty], lines) };
  }
  const reading = formatFor(path).read({ path, text });
  const findings = asFindings(path, [...problems, ...reading.problems], lines);
  return { findings, ...(reading.document ? { document: reading.document } : {}) };
}

function noFile(path: string, message: string, fix: string): PromptReading {
  return { findings: [{ rule: "prompt-file", severity: "error", file: path, message, fix }] };
}

const GRAVITY: Record<Severity, number> = { error: 0, warning: 1, notice: 2 };

/** @param lines of the file; what stands behind its end is shown in the last one */
function asFindings(path: string, problems: readonly Problem[], lines: number): Finding[] {
  const distinct = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  const gravest = distinct.toSorted((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
  const kept = gravest
    .slice(0, MOST_FINDINGS)
    .map((problem) => ({ ...problem, line: Math.min(problem.line, lines) }));
  const inOrder = kept.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const findings = inOrder.map((problem) => asFinding(path, problem));
  const more = distinct.length - kept.length;
  if (more > 0) findings.push(moreFindings(path, more));
  return findings;
}

function asFinding(path: string, { rule, severity, line, column, message, fix }: Problem): Finding {
  return { rule, severity, file: path, line, column, message, fix };
}

function moreFindings(path: string, more: number): Finding {
  const message = `${more} more ${more === 1 ? "problem was" : "problems were"} found in this file.`;
  return { rule: "prompt-file", severity: "notice", file: path, message, fix: "Mend the ones shown first." };
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
