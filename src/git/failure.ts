// Why a process of git failed: in words for what its user can mend, with git's own words and a stack for the rest.

import { existsSync, statSync } from "node:fs";
import { UserError } from "../core/user-error.ts";

/** There is no repository where one was looked for. */
export class NoRepository extends UserError {}

/** Git refused a command. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
  /** Git's exit code, or the signal that ended it. */
  readonly code: number | string;
  /** The line of its complaint that says most; empty where it said nothing. */
  readonly reason: string;

  private constructor(message: string, code: number | string, reason: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  /** @returns a UserError where the complaint is one that a user can mend; what a remote said is left to its caller */
  static of(args: readonly string[], code: number | string, complaint: string): GitFailure | UserError {
    const known = MENDABLE.find(({ pattern }) => pattern.test(complaint));
    if (known && !args.some((arg) => TALKS_TO_REMOTES.has(arg))) {
      return new (known.type ?? UserError)(known.message, known.mend);
    }
    const said = complaint.trim() || "It said nothing.";
    return new GitFailure(`git ${args.join(" ")} ended with ${code}: ${said}`, code, tellingLine(complaint));
  }
}

const TALKS_TO_REMOTES: ReadonlySet<string> = new Set(["push", "fetch", "ls-remote"]);

/** Without git's own prefix and full stop. */
function tellingLine(complaint: string): string {
  const lines = complaint.split("\n");
  const line = ["remote: error:", "fatal:", "error:", "remote:"]
    .map((start) => lines.find((one) => one.startsWith(start)))
    .find((one) => one !== undefined);
  return (line ?? lines[0] ?? "").replace(/^(?:remote: )?(?:fatal|error|remote): */, "").replace(/\.$/, "");
}

const DAMAGED = {
  message: "The clone is damaged: git cannot read some of its objects.",
  mend: "Run `git fsck` to see which, or clone it again.",
};

/** For an object that a tree or a diff names and that is not there. */
export function damagedClone(): UserError {
  return new UserError(DAMAGED.message, DAMAGED.mend);
}

interface Mendable {
  readonly pattern: RegExp;
  readonly message: string;
  readonly mend: string;
  /** Where a caller goes on without. */
  readonly type?: typeof UserError;
}

const MENDABLE: readonly Mendable[] = [
  {
    pattern: /not a git repository/,
    type: NoRepository,
    message: "This folder is not in a git repository.",
    mend: "Go into a clone, or name one with -C DIR.",
  },
  {
    pattern: /dubious ownership/,
    message: "The repository belongs to another user, and git does not read such ones unasked.",
    mend: "If you trust it, run `git config --global --add safe.directory DIR` with its folder.",
  },
  {
    pattern: /promisor remote|could not fetch|unable to access|Could not read from remote/i,
    message: "The clone is a partial one, and the missing files could not be fetched from its remote.",
    mend: "Check the connection, or fetch everything once with `git fetch --refetch --no-filter`.",
  },
  {
    pattern:
      /object file .* is empty|is corrupt|bad object|show-ref: bad ref|missing (?:blob|object)|unable to read |not a tree object|inflate:/i,
    ...DAMAGED,
  },
  {
    pattern: /exists; cannot create/,
    message:
      "A tag that somebody made by hand is in the way: the new tag's name would be inside of its name.",
    mend: "Find it with `git tag --list 'prompts/*'` and delete it here and on the remote.",
  },
  {
    pattern: /ref updates aborted by hook|hook declined to update/,
    message: "A hook of this clone refused to let tags be made.",
    mend: "Look into .git/hooks, or work in another clone.",
  },
  {
    pattern:
      /Permission denied|insufficient permission|Read-only file system|No space left|Unable to create '.*\.lock'/i,
    message: "Git cannot write to this clone.",
    mend: "See who owns its files, whether the disk is full, and whether another git is at work in it.",
  },
];

/** Why a process could not even be started. */
export function startFailure(error: NodeJS.ErrnoException, folder: string): Error {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return new UserError(
      `There is no folder ${JSON.stringify(folder)}.`,
      "Name an existing one with -C DIR.",
    );
  }
  if (error.code === "ENOENT") {
    return new UserError("git was not found.", "Install git 2.30 or newer and see that it is on the PATH.");
  }
  return error;
}
