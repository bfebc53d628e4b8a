// What operations need from the world. Adapters in src/github, src/git and src/store provide it.

import type { CheckReport } from "./review/report.ts";
import type { Login, Sha, Team } from "./identity.ts";
import type { Changes, PullRequest, Review } from "./pull-request.ts";

export interface PullRequests {
  read(number: number): Promise<PullRequest>;
  /** All open ones, of one base branch where it is given. */
  listOpen(base?: string): Promise<PullRequest[]>;
  reviews(number: number): Promise<Review[]>;
  /** Asks people for their review; those GitHub refuses (no access) are left out and returned. */
  requestReviewers(number: number, people: readonly Login[]): Promise<{ refused: readonly Login[] }>;
}

export interface History {
  /** What `commit` changes against its merge base with the branch (or commit) `base`. */
  changes(base: string, commit: Sha, pull?: PullRequest): Promise<Changes>;
  /** Blob of every path of `paths` that exists at `commit`. */
  blobs(commit: Sha, paths: readonly string[]): Promise<ReadonlyMap<string, Sha>>;
}

export interface Contents {
  read(path: string, commit: Sha): Promise<FileAtCommit>;
  /** The config that rules changes into `branch`: the repository's own, else the organisation's. */
  config(branch: string): Promise<ConfigSource | undefined>;
}

export type FileAtCommit =
  | { readonly kind: "file"; readonly blob: Sha; readonly bytes: Uint8Array }
  | { readonly kind: "missing" }
  /** Over 1 MiB: GitHub's contents API gives no bytes. */
  | { readonly kind: "too-large"; readonly size: number }
  | { readonly kind: "symlink" | "submodule" | "directory" };

export interface ConfigSource {
  /** For messages: `.github/prompt-steward.yml`, or `acme/.github:.github/prompt-steward.yml`. */
  readonly file: string;
  readonly blob: Sha;
  readonly text: string;
}

export interface Directory {
  canWrite(login: Login): Promise<boolean>;
  /** Members of the team, children included; undefined where the team is unknown or hidden. */
  members(team: Team): Promise<readonly Login[] | undefined>;
  /** The account an e-mail address of a commit belongs to, where GitHub knows. */
  accountOf(email: string): Promise<Login | undefined>;
}

export interface Checks {
  /** Writes the check run; the newest one of a commit counts. */
  write(commit: Sha, report: CheckReport): Promise<void>;
  /** `output.text` of the newest check run that we wrote on the commit. */
  readText(commit: Sha): Promise<string | undefined>;
}

