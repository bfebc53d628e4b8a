// The exit codes, as `--help` and docs/cli.md state them.

export const EXIT = { fine: 0, findings: 1, usage: 2 } as const;
