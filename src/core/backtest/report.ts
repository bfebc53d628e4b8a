// The result of a backtest, as `--format json` prints it. docs/cli.md explains every field.

import type { Finding, Severity } from "../finding.ts";
import type { PromptFormat } from "../prompt/document.ts";
import type { Role } from "../review/approvers.ts";

export interface BacktestReport {
  /** The config that judged. */
  readonly config: string;
  /** The branch whose history was judged. */
  readonly branch: string;
  /** True where it was stopped before the end; the newest changes are judged first. */
  readonly interrupted: boolean;
  readonly changes: {
    readonly judged: number;
    /** Those that touched a prompt or the config. */
    readonly governed: number;
    /** ISO 8601, of the oldest and the newest that was judged; null without any. */
    readonly from: string | null;
    readonly to: string | null;
  };
  /** Of the governed changes: nothing to mend but approvals; only a rationale to write; more to mend. */
  readonly conclusions: {
    readonly success: number;
    readonly rationaleOnly: number;
    readonly failure: number;
  };
  /** Most changes first. */
  readonly rules: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly changes: number;
    readonly findings: number;
  }[];
  /** Whose approvals were needed, most changes first. `who` names one person, or the admins. */
  readonly approvals: readonly {
    readonly who: readonly string[];
    readonly role: Role;
    readonly changes: number;
  }[];
  /** Commit messages judged as descriptions; real descriptions on GitHub may say more. */
  readonly rationale: { readonly complete: number; readonly partial: number; readonly absent: number };
  readonly authors: {
    /** Governed changes whose author's account the commits tell. */
    readonly known: number;
    /** Governed changes by an owner of what they changed: the backup or an admin would have been asked. */
    readonly owners: number;
    /** Governed changes that their own author put on the branch, as far as the commits tell. */
    readonly selfMerged: number;
    /** Governed changes that were merged in GitHub's browser, which leaves no name. */
    readonly mergerUnknown: number;
  };
  /** The most changed prompts, at most 20. */
  readonly prompts: readonly {
    readonly prompt: string;
    readonly path: string;
    readonly changes: number;
    /** Changes that left the file broken. */
    readonly broken: number;
  }[];
  /** Files that look like prompts and no entry governs, at most 50, most changed first. */
  readonly ungoverned: readonly {
    readonly path: string;
    readonly format: PromptFormat;
    readonly changes: number;
  }[];
  readonly ungovernedTotal: number;
  /** The changes with most to mend besides the rationale, at most 10. */
  readonly worst: readonly WorstChange[];
  /** Of judging one change, without git's own time. */
  readonly milliseconds: {
    readonly median: number;
    readonly p95: number;
    readonly most: number;
    readonly total: number;
  };
}

export interface WorstChange {
  readonly commit: string;
  readonly at: string;
  readonly title: string;
  /** An account with `@`, or the name that the commit bears. */
  readonly author: string;
  readonly prompts: readonly string[];
  /** The rationale's left out. */
  readonly errors: number;
  readonly warnings: number;
  /** The errors, at most five. */
  readonly findings: readonly Finding[];
}
