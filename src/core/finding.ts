// The one result type of every rule: what is wrong or noteworthy, where, and how to mend it.

import type { Party, PromptId } from "./identity.ts";

/** `error` keeps the check from turning green, `warning` and `notice` never do. */
export type Severity = "error" | "warning" | "notice";

export interface Finding {
  /** The rule's name in kebab-case, such as `owner-approval`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly prompt?: PromptId;
  /** Path in the repository, `/` as separator. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly message: string;
  /** What to do about it, in the imperative. */
  readonly fix: string;
  /** Set when nobody is at fault and the finding ends as soon as one of these people acts. */
  readonly waitingFor?: readonly Party[];
}

/** `file:line:column message fix`, the way compilers say it. */
export function describeFinding(finding: Finding): string {
  const where = [finding.file, finding.line, finding.column].filter((part) => part !== undefined).join(":");
  return [where, finding.message, finding.fix].filter(Boolean).join(" ");
}
