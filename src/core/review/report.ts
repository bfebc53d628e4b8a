// What a check run says: the evaluation in GitHub's terms.

export type Conclusion = "success" | "failure" | "action_required" | "neutral";

/** Whether GitHub lets a required check of this conclusion through. */
export function isPassing(conclusion: Conclusion): boolean {
  return conclusion === "success" || conclusion === "neutral";
}

export interface CheckReport {
  /** The pull request it is about; undefined for a merge group. */
  readonly pull?: number;
  readonly conclusion: Conclusion;
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  /** Markdown, at most 65,535 characters; carries the approvals' record. */
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

/** A finding shown beside its line. */
export interface Annotation {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}
