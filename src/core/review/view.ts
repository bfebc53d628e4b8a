// What somebody who approved a commit had before their eyes: the governed files the pull request changed
// there, each with its bytes. An approval is worth exactly that.

import { createHash } from "node:crypto";
import type { Sha } from "../identity.ts";
import type { Changes } from "../pull-request.ts";
import type { Inquiry } from "./inquiry.ts";

export interface View {
  readonly commit: Sha;
  /** ISO 8601; absent where the commit itself was not read. */
  readonly committedAt?: string;
  /** Whether there was more to see than could be read. */
  readonly isPartial?: true;
  readonly tokens: ReadonlySet<string>;
}

/**
 * Names one file with its bytes in 16 characters (96 bits of SHA-256), so that the views of thousands of files fit
 * into a check run.
 * @param blob undefined where the file is gone
 */
export function viewToken(path: string, blob: Sha | undefined): string {
  return createHash("sha256")
    .update(path)
    .update("\0")
    .update(blob ?? "absent")
    .digest("base64url")
    .slice(0, 16);
}

/** @param isGoverned tells which paths count; a rename counts when either of its names does. */
function viewOf(changes: Changes, isGoverned: (path: string) => boolean): View {
  const tokens = new Set<string>();
  for (const file of changes.files) {
    const previousPath = file.status === "renamed" ? file.previousPath : undefined;
    if (!isGoverned(file.path) && !(previousPath && isGoverned(previousPath))) continue;
    tokens.add(viewToken(file.path, file.status === "removed" ? undefined : file.blob));
    if (previousPath) tokens.add(viewToken(previousPath, undefined));
  }
  const committedAt = changes.commits.find(({ sha }) => sha === changes.commit)?.committedAt;
  return {
    commit: changes.commit,
    tokens,
    ...(committedAt ? { committedAt } : {}),
    ...(changes.incomplete ? { isPartial: true } : {}),
  };
}

/** The views of commits, each made once. */
export class Views {
  readonly #made = new Map<Sha, View>();
  readonly #inquiry: Inquiry;
  readonly #isGoverned: (path: string) => boolean;

  constructor(inquiry: Inquiry, isGoverned: (path: string) => boolean) {
    this.#inquiry = inquiry;
    this.#isGoverned = isGoverned;
  }

  /** Null where the commit cannot be read, undefined while it still has to be asked. */
  readonly at = (commit: Sha): View | null | undefined => this.#of(this.#inquiry.changes(commit));

  /** The same without asking. */
  readonly atIfKnown = (commit: Sha): View | null | undefined =>
    this.#of(this.#inquiry.changesIfKnown(commit));

  #of(changes: Changes | null | undefined): View | null | undefined {
    if (!changes) return changes;
    const view = this.#made.get(changes.commit) ?? viewOf(changes, this.#isGoverned);
    this.#made.set(changes.commit, view);
    return view;
  }
}
