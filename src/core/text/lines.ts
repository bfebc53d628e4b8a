// Plain text for terminals: columns that line up, and text from outside that cannot move the cursor.

/** The text on one line, with line ends, escapes and other control characters made visible: `\n`, `\u001b`. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (sign) => {
    const named = NAMED.get(sign);
    return named ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

const NAMED = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** A column wider than this does not push the others of all rows aside. */
const WIDEST_COLUMN = 60;

/** Rows of cells as lines whose columns stand under each other. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, Math.min(cell.length, WIDEST_COLUMN));
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
