// What the job's page says of the prompts that were resolved, those that need somebody first.

import { cell, code, prose } from "../../markdown/safe.ts";
import type { LocatedPin } from "../lock.ts";

export interface ResolvedRow {
  readonly pin: LocatedPin;
  readonly outcome:
    | { readonly kind: "written"; readonly path: string; readonly notes: readonly string[] }
    /** @param verdict one word: `moved-tag`, `unreachable`, ... */
    | { readonly kind: "refused"; readonly verdict: string; readonly message: string; readonly fix: string };
}

/** One line, without Markdown. */
export function resolvedTitle(rows: readonly ResolvedRow[]): string {
  const refused = rows.filter(({ outcome }) => outcome.kind === "refused").length;
  if (rows.length === 0) return "Nothing is pinned";
  if (refused === 0) return `${prompts(rows.length)} resolved and verified`;
  return `${refused} of ${prompts(rows.length)} could not be resolved`;
}

/** Markdown. */
export function resolvedSummary(rows: readonly ResolvedRow[], lock: string): string {
  const title = `## Pinned prompts: ${resolvedTitle(rows)}`;
  if (rows.length === 0) return `${title}\n\nThere is no pin in ${code(lock)}.\n`;
  const faults = rows.flatMap(({ pin, outcome }) =>
    outcome.kind === "refused"
      ? [`- ${code(`${lock}:${pin.line}`)} ${prose(`${outcome.message} ${outcome.fix}`.trim())}`]
      : [],
  );
  const next = faults.length > 0 ? `### Next\n${faults.join("\n")}\n\n### Prompts\n` : "";
  const lines = [...rows].sort((a, b) => rank(a) - rank(b)).map(renderRow);
  return `${title}\n\n${next}| Prompt | Version | Repository | Result |\n| --- | --- | --- | --- |\n${lines.join("\n")}\n`;
}

function renderRow({ pin, outcome }: ResolvedRow): string {
  const result =
    outcome.kind === "written"
      ? [`✅ ${code(outcome.path)}`, ...outcome.notes.map(prose)].join("<br>")
      : `❌ ${outcome.verdict}`;
  const cells = [code(pin.prompt), pin.version, pin.repository, result];
  return `| ${cells.map(cell).join(" | ")} |`;
}

function rank({ outcome }: ResolvedRow): number {
  return outcome.kind === "refused" ? 0 : 1;
}

function prompts(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "prompt" : "prompts"}`;
}
