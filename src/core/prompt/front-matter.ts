// Splits a file into its YAML front matter and its body, and reads the former with positions in the file.

import { readYaml } from "./bounded-yaml.ts";
import { Fields } from "./fields.ts";
import { type Passage, trimmed } from "./position.ts";
import { fileError, type Problem } from "./problem.ts";

/** Lines that may stand before the opening `---`. */
export type Before = "nothing" | "blank lines" | "blank lines and # comments";

export interface FrontMatter {
  readonly fields: Fields;
  readonly body: Passage;
  /** Filled by `fields` as it is read. */
  readonly problems: Problem[];
  /** False where it is unclosed, broken YAML or no mapping: nothing of it is known then. */
  readonly isReadable: boolean;
  /** 1-based line of the opening delimiter; undefined where the file has no front matter. */
  readonly line?: number;
}

/** Reads a file of which front matter is a part that must be sound where it is there. */
export function readFrontMatter(text: string, before: Before): FrontMatter {
  const split = splitFrontMatter(text, before);
  const problems: Problem[] = [];
  if (split.kind === "unclosed") {
    problems.push(
      fileError(
        { line: split.line, column: 1 },
        "The front matter that starts here is never closed.",
        "Add a line `---` after its last key.",
      ),
    );
  }
  const yaml = readYaml(split.kind === "found" ? split.yaml : { text: "", firstLine: 1 });
  const fields = new Fields(yaml, problems);
  return {
    fields,
    body: trimmed(split.body),
    problems,
    isReadable: !problems.some(({ severity }) => severity === "error"),
    ...(split.kind === "none" ? {} : { line: split.line }),
  };
}

type Split =
  | { readonly kind: "none"; readonly body: Passage }
  /** The body is empty: everything may have been meant as front matter. */
  | { readonly kind: "unclosed"; readonly line: number; readonly body: Passage }
  | { readonly kind: "found"; readonly line: number; readonly yaml: Passage; readonly body: Passage };

function splitFrontMatter(text: string, before: Before): Split {
  const lines = text.split("\n");
  const isDelimiter = (line: string) => line.trimEnd() === "---";
  const open = lines.findIndex((line) => !mayPrecede(line, before));
  const first = lines[open];
  if (first === undefined || !isDelimiter(first)) {
    return { kind: "none", body: { text, firstLine: 1 } };
  }
  const line = open + 1;
  const close = lines.findIndex((candidate, index) => index > open && isDelimiter(candidate));
  if (close === -1) return { kind: "unclosed", line, body: { text: "", firstLine: lines.length } };
  return {
    kind: "found",
    line,
    yaml: { text: lines.slice(open + 1, close).join("\n"), firstLine: open + 2 },
    body: { text: lines.slice(close + 1).join("\n"), firstLine: close + 2 },
  };
}

function mayPrecede(line: string, before: Before): boolean {
  if (before === "nothing") return false;
  if (line.trim() === "") return true;
  return before === "blank lines and # comments" && line.startsWith("#");
}
