// The exit codes, as `--help` and docs/cli.md state them.

export const EXIT = {
  fine: 0,
  findings: 1,
  usage: 2,
  /** Something that should not happen: not to be mistaken for findings. */
  bug: 70,
  interrupted: 130,
} as const;
