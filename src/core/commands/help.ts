// The answer to `/steward help`.

export interface CommandHelp {
  /** As it is typed: `/steward recheck`. */
  readonly usage: string;
  /** What it does, as a sentence's end. */
  readonly does: string;
  readonly who: string;
}

export function renderHelp(commands: readonly CommandHelp[]): string {
  const rows = commands.map(({ usage, does, who }) => `| \`${usage}\` | ${does} | ${who} |`);
  return `Write a command on a line of its own.\n\n| Command | What it does | Who may |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}
