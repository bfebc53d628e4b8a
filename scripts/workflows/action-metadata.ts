// An Action's action.yml against the code that it starts: the runtime, the bundle, its inputs and its outputs.

import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Finding } from "../../src/core/finding.ts";
import type { Source } from "./source.ts";

export interface ActionCode {
  /** The names that the Action's source reads and sets. */
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
  /** Whether a file of the Action's folder exists. */
  exists(path: string): boolean;
}

export function judgeAction({ file, text, firstLine }: Source, code: ActionCode): Finding[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  if (document.errors.length > 0) return [];
  const findings: Finding[] = [];
  const report = (path: readonly string[], message: string, fix: string) => {
    const line = firstLine + lines.linePos(offsetOf(document.contents, path)).line - 1;
    findings.push({ rule: "action-metadata", severity: "error", file, line, message, fix });
  };

  const using: unknown = document.getIn(["runs", "using"]);
  if (using !== "node24") report(["runs", "using"], `runs on ${String(using)}.`, "Write `using: node24`.");
  const main: unknown = document.getIn(["runs", "main"]);
  if (typeof main !== "string" || !code.exists(main)) {
    report(
      ["runs", "main"],
      `starts ${String(main)}, which does not exist.`,
      "Run `npm run build`, and commit it.",
    );
  }
  for (const [section, names] of [
    ["inputs", code.inputs],
    ["outputs", code.outputs],
  ] as const) {
    const declared = namesIn(document.get(section));
    for (const name of declared.filter((one) => !names.has(one))) {
      report(
        [section, name],
        `declares ${section.slice(0, -1)} ${name}, which its code does not use.`,
        "Remove it.",
      );
    }
    for (const name of [...names].filter((one) => !declared.includes(one))) {
      report([section], `lacks the ${section.slice(0, -1)} ${name}, which its code uses.`, "Declare it.");
    }
  }
  return findings;
}

function namesIn(section: unknown): string[] {
  return isMap(section) ? section.items.map(({ key }) => String(key)) : [];
}

/** Where the path's last key is written, or the nearest around it that is. */
function offsetOf(root: unknown, path: readonly string[]): number {
  let [node, offset] = [root, 0];
  for (const name of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
    if (!pair) return offset;
    if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}
