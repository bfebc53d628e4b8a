// Real git repositories in temporary folders, made by short stories: who commits what, on which branch, in which order.
// Nothing of the machine's own git settings reaches them.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { type Sha, sha } from "../../src/core/identity.ts";

/** Text or bytes of files by path; null removes the file. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface CommitOptions {
  /** A login, or a name with an address. Default: whoever `as` named last. */
  readonly by?: string | Person;
  /** Where somebody else put the commit there, as GitHub does for squash merges. */
  readonly committedBy?: string | Person;
  /** ISO 8601. Default: a minute after the commit before. */
  readonly at?: string;
}

export interface MergeOptions extends CommitOptions {
  readonly message?: string;
  /** Files as the merge shall have them, by hand: settles conflicts, or changes what git would have taken. */
  readonly resolving?: Files;
}

/** GitHub as committer of what is merged or edited in the browser. */
export const WEB_FLOW: Person = { name: "GitHub", email: "noreply@github.com" };

/** What a process of git sees: no settings of the user or the machine, nothing that asks. */
export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_EDITOR: "true",
  LC_ALL: "C",
  TZ: "UTC",
};

const FIRST_COMMIT = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A new folder that is gone after the test file. */
export function aFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "prompt-steward-")));
  folders.push(folder);
  return folder;
}

/** An empty repository on branch `main`, without commits. */
export function aGitRepository(options: { objectFormat?: "sha1" | "sha256" } = {}): GitRepository {
  const folder = join(aFolder(), "prompts");
  mkdirSync(folder);
  const repository = new GitRepository(folder);
  repository.git(
    "init",
    "--quiet",
    "--initial-branch=main",
    `--object-format=${options.objectFormat ?? "sha1"}`,
  );
  return repository;
}

export class GitRepository {
  /** The work tree, or the repository itself where it is bare. */
  readonly folder: string;
  #person: Person = personOf("erin");
  #clock = FIRST_COMMIT;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Who makes the commits from here on: a login gives the address `login@example.test`. */
  as(person: string | Person): this {
    this.#person = personOf(person);
    return this;
  }

  /** When the next commit is made, ISO 8601. */
  at(time: string): this {
    this.#clock = Date.parse(time);
    return this;
  }

  /** Puts files into the work tree without committing them. */
  write(files: Files): this {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      if (content === null) rmSync(file);
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
    return this;
  }

  /** Commits everything in the work tree, `files` written first; with nothing changed the commit is empty. */
  commit(message: string, files: Files = {}, options: CommitOptions = {}): Sha {
    this.write(files).git("add", "--all");
    return this.#commit(
      ["commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", message],
      options,
    );
  }

  /** Renames a file; `text` is what it holds afterwards where that differs. */
  rename(from: string, to: string, options: CommitOptions & { readonly text?: string } = {}): Sha {
    mkdirSync(dirname(join(this.folder, to)), { recursive: true });
    renameSync(join(this.folder, from), join(this.folder, to));
    return this.commit(
      `Rename ${from} to ${to}`,
      options.text === undefined ? {} : { [to]: options.text },
      options,
    );
  }

  /** Starts a branch here, or at `from`, and stands on it. */
  branch(name: string, from = "HEAD"): this {
    this.git("checkout", "--quiet", "-b", name, from);
    return this;
  }

  checkout(revision: string): this {
    this.git("checkout", "--quiet", revision);
    return this;
  }

  /** Merges a branch into this one with a merge commit, as the merge button does. */
  merge(
    branch: string,
    { message = `Merge branch '${branch}'`, resolving, ...options }: MergeOptions = {},
  ): Sha {
    const isClean = this.#succeeds("merge", "--quiet", "--no-ff", "--no-commit", branch);
    if (!isClean && !resolving) throw new Error(`merging ${branch} conflicts: say how with \`resolving\``);
    return this.commit(message, resolving, options);
  }

  /** Puts the branch's whole change on this one as a single commit, as "Squash and merge" does. */
  squash(branch: string, message: string, options: CommitOptions = {}): Sha {
    this.git("merge", "--quiet", "--squash", branch);
    return this.commit(message, {}, { committedBy: WEB_FLOW, ...options });
  }

  /** Lays this branch's commits on top of `onto`. Conflicts are errors. */
  rebase(onto: string, options: CommitOptions = {}): Sha {
    return this.#commit(["rebase", "--quiet", "--no-autostash", onto], options);
  }

  cherryPick(revision: string, options: CommitOptions = {}): Sha {
    return this.#commit(["cherry-pick", "--allow-empty", revision], options);
  }

  /** Undoes a commit, or what a merge brought to its first parent, in a new commit. */
  revert(revision: string, options: CommitOptions = {}): Sha {
    const isMerge = this.git("rev-list", "--parents", "--max-count=1", revision).split(" ").length > 2;
    return this.#commit(["revert", "--no-edit", ...(isMerge ? ["--mainline=1"] : []), revision], options);
  }

  /** Points this branch elsewhere: what a force push does to it. */
  reset(revision: string): this {
    this.git("reset", "--quiet", "--hard", revision);
    return this;
  }

  sha(revision = "HEAD"): Sha {
    return sha(this.git("rev-parse", "--verify", `${revision}^{commit}`));
  }

  blob(path: string, revision = "HEAD"): Sha {
    return sha(this.git("rev-parse", "--verify", `${revision}:${path}`));
  }

  /** A clone in a folder of its own, with this one as `origin`. @param options of `git clone`, such as `--bare` */
  clone(...options: string[]): GitRepository {
    const folder = join(aFolder(), "clone");
    this.git("clone", "--quiet", ...options, `file://${this.folder}`, folder);
    return new GitRepository(folder).as(this.#person).at(new Date(this.#clock).toISOString());
  }

  /** Any command of git, as the person and at the time of the next commit. @returns its output, less the last line end */
  git(...args: string[]): string {
    return this.#run(args, this.#identity({}));
  }

  #succeeds(...args: string[]): boolean {
    try {
      this.git(...args);
      return true;
    } catch {
      return false;
    }
  }

  #commit(args: string[], options: CommitOptions): Sha {
    if (options.at) this.at(options.at);
    this.#run(args, this.#identity(options));
    this.#clock += MINUTE;
    return this.sha();
  }

  #identity({ by = this.#person, committedBy = by }: CommitOptions): NodeJS.ProcessEnv {
    const date = new Date(this.#clock).toISOString();
    const author = personOf(by);
    const committer = personOf(committedBy);
    return {
      ...GIT_ENVIRONMENT,
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: date,
    };
  }

  #run(args: readonly string[], env: NodeJS.ProcessEnv): string {
    const options = {
      cwd: this.folder,
      env,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 64 * 1_048_576,
    } as const;
    return execFileSync("git", args, options).replace(/\n$/, "");
  }
}

/** `alice` with her address, or her private address on GitHub, which names the account. */
function personOf(person: string | Person): Person {
  return typeof person === "string" ? { name: person, email: `${person}@example.test` } : person;
}

/** Somebody who keeps their address private, so that commits name their account. */
export function onGitHub(login: string): Person {
  return { name: login, email: `12345+${login}@users.noreply.github.com` };
}
