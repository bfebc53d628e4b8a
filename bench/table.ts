// The results as a table for people.

import type { Result } from "./rows/row.ts";

const HEAD = ["what", "ours", "peer", "against", "ratio", "target", ""];

/** Columns two spaces apart, figures to the right; the longest line is as wide as it needs to be. */
export function renderTable(results: readonly Result[]): string {
  const rows = [HEAD, ...results.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          isFigure(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellsOf({ name, value, unit, peer, peerValue, ratio, target, holds }: Result): string[] {
  return [
    name,
    `${figure(value)} ${unit}`,
    peerValue === null ? "" : `${figure(peerValue)} ${unit}`,
    peer ?? "",
    ratio === null ? "" : `${figure(ratio)} x`,
    target ?? "",
    target === null ? "" : holds ? "holds" : "MISSED",
  ];
}

function isFigure(column: number): boolean {
  return column === 1 || column === 2 || column === 4;
}

/** Three digits that count, no exponent. */
function figure(value: number): string {
  return new Intl.NumberFormat(
    "en",
    value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  ).format(value);
}
