// Judges a merge queue's group: the prompts' bytes at its head must be the very ones approved in its pull requests.

import type { Finding } from "../finding.ts";
import { type Sha, shortSha } from "../identity.ts";
import type { Changes, FileChange } from "../pull-request.ts";
import type { DecidedChange } from "./decide.ts";
import type { Evaluation } from "./evaluate.ts";
import { previousPathOf } from "./governed.ts";
import { titleOf } from "./render/title.ts";
import { isPassing } from "./report.ts";
import { viewToken } from "./view.ts";

export interface MergeGroup {
  readonly head: Sha;
  /** What the group brings to its base: the branch's tip, or the group before it in the queue. */
  readonly changes: Changes;
  readonly members: readonly Evaluation[];
}

/**
 * @param isGoverned by base's policy
 * @returns errors; none when the group may merge
 */
export function mergeGroupFindings(
  { head, changes, members }: MergeGroup,
  isGoverned: (path: string) => boolean,
): Finding[] {
  if (changes.incomplete) {
    return [error(`${changes.incomplete} So nobody can tell whether a prompt is among the rest.`, SMALLER)];
  }
  if (members.length === 0) return [error("No pull request of this merge group was found.", AGAIN)];
  const failing = members.filter(({ conclusion }) => !isPassing(conclusion));
  const decided = members.flatMap((member) => (failing.includes(member) ? [] : member.changes));
  // What a member's own config makes a prompt is none by base's policy, and was approved as one all the same.
  const paths = new Set(decided.flatMap(({ change }) => statesOf(change.file).map(({ path }) => path)));
  const approved = new Set(
    decided.filter(isApproved).flatMap(({ change }) => statesOf(change.file).map(tokenOf)),
  );
  const unapproved = changes.files
    .flatMap(statesOf)
    .filter((state) => (isGoverned(state.path) || paths.has(state.path)) && !approved.has(tokenOf(state)));
  return [
    ...failing.map((member) =>
      error(`#${member.pull.number}: ${titleOf(member)}.`, "Mend it there, then queue it again."),
    ),
    ...unapproved.map((state) => unapprovedState(state, head)),
  ];
}

const SMALLER = "Split the pull requests into smaller ones.";
const AGAIN = "Take its pull requests out of the queue and add them again.";

/** A path, and the bytes it holds afterwards; no blob where nothing is left there. */
interface FileState {
  readonly path: string;
  readonly blob?: Sha;
}

/** A rename may be seen as one here and as a removal with an addition there: both leave the same two states. */
function statesOf(file: FileChange): FileState[] {
  const previousPath = previousPathOf(file);
  const here = file.status === "removed" ? { path: file.path } : { path: file.path, blob: file.blob };
  return previousPath === undefined ? [here] : [here, { path: previousPath }];
}

function tokenOf({ path, blob }: FileState): string {
  return viewToken(path, blob);
}

function isApproved({ demands }: DecidedChange): boolean {
  return demands.every(({ decision }) => decision.kind === "approved");
}

function unapprovedState({ path, blob }: FileState, head: Sha): Finding {
  return {
    rule: "merge-group",
    severity: "error",
    file: path,
    message: blob
      ? `${path} would merge with bytes that nobody approved: the merge at ${shortSha(head)} changed them.`
      : `${path} would be removed by the merge at ${shortSha(head)}, which nobody approved.`,
    fix: "Update the pull request from its base branch and have the owner approve what comes out.",
  };
}

function error(message: string, fix: string): Finding {
  return { rule: "merge-group", severity: "error", message, fix };
}
