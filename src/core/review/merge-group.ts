// Judges a merge queue's group: the prompts' bytes at its head must be the very ones approved in its pull requests.

import type { Finding } from "../finding.ts";
import type { Sha } from "../identity.ts";
import type { Changes, FileChange } from "../pull-request.ts";
import type { DecidedChange } from "./decide.ts";
import type { Evaluation } from "./evaluate.ts";
import { titleOf } from "./render/title.ts";

export interface MergeGroup {
  readonly head: Sha;
  /** What the group brings to its base: the branch's tip, or the group before it in the queue. */
  readonly changes: Changes;
  readonly members: readonly Evaluation[];
}

/**
 * @param isGoverned by base's policy, or by an entry that a member brings for its own new prompts
 * @returns errors; none when the group may merge
 */
export function mergeGroupFindings(
  { head, changes, members }: MergeGroup,
  isGoverned: (path: string) => boolean,
): Finding[] {
  if (changes.incomplete) {
    return [error(`${changes.incomplete} So nobody can tell whether a prompt is among the rest.`, SMALLER)];
  }
  if (members.length === 0) {
    return [
      error(
        "No pull request of this merge group could be found.",
        "Take it out of the queue and add it again.",
      ),
    ];
  }
  const failing = members.filter(
    ({ conclusion }) => conclusion === "failure" || conclusion === "action_required",
  );
  const approved = members.flatMap((member) => (failing.includes(member) ? [] : member.changes));
  const governed = changes.files.filter(
    (file) => isGoverned(file.path) || (file.status === "renamed" && isGoverned(file.previousPath)),
  );
  return [
    ...failing.map((member) =>
      error(`#${member.pull.number}: ${titleOf(member)}.`, "Mend it there, then queue it again."),
    ),
    ...governed
      .filter((file) => !approved.some((change) => isApproved(change, file)))
      .map((file) => unapproved(file, head)),
  ];
}

const SMALLER = "Split the pull requests into smaller ones.";

function isApproved({ change, demands }: DecidedChange, file: FileChange): boolean {
  if (!demands.every(({ decision }) => decision.kind === "approved")) return false;
  if (change.file.path !== file.path) {
    // Renamed in the pull request, seen as a plain removal here, or the other way round.
    return (
      file.status === "removed" && change.file.status === "renamed" && change.file.previousPath === file.path
    );
  }
  if (file.status === "removed" || change.file.status === "removed")
    return file.status === change.file.status;
  return file.blob === change.file.blob;
}

function unapproved(file: FileChange, head: Sha): Finding {
  const bytes = file.status === "removed" ? "removed here, which" : "here with bytes that";
  return {
    rule: "merge-group",
    severity: "error",
    file: file.path,
    message: `${file.path} is ${bytes} nobody approved: merging with the base branch at ${head.slice(0, 7)} changed them.`,
    fix: "Update the pull request from its base branch and have its owner approve what comes out.",
  };
}

function error(message: string, fix: string): Finding {
  return { rule: "merge-group", severity: "error", message, fix };
}
