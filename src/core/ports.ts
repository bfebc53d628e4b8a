// What operations need from the world. Adapters in src/github, src/git and src/store provide it.

import type { Login, PromptId, Sha, Team } from "./identity.ts";
import type { Changes, PullRequest, Review } from "./pull-request.ts";
import type { KnownDeployment, ReleaseFacts } from "./release/facts.ts";
import type { Tag } from "./release/history.ts";
import type { CheckState } from "./release/landing.ts";
import type { Digest } from "./release/record.ts";
import type { TouchedPrompt } from "./release/touched.ts";
import type { Version } from "./release/version.ts";
import type { PromptFacts, PromptsQuery } from "./review/prompt-facts.ts";
import type { CheckReport } from "./review/report.ts";

export interface PullRequests {
  read(number: number): Promise<PullRequest>;
  /** All open ones, of one base branch where it is given. */
  listOpen(base?: string): Promise<PullRequest[]>;
  reviews(number: number): Promise<Review[]>;
  /**
   * Asks people for their review. Those GitHub refuses are left out and returned: who has no access, and everybody
   * where we may not ask.
   */
  requestReviewers(number: number, people: readonly Login[]): Promise<{ refused: readonly Login[] }>;
  /** The merge queue of a base branch: each entry's pull request and the head of its group. */
  queued(base: string): Promise<{ readonly number: number; readonly sha: Sha }[]>;
}

/** The thread of an issue or pull request. */
export interface Conversation {
  /** The receipt for a command. @param comment the comment's id */
  react(comment: number, reaction: "eyes" | "+1" | "confused"): Promise<void>;
  reply(number: number, markdown: string): Promise<void>;
}

export interface History {
  /**
   * What `commit` changes against its merge base with the branch (or commit) `base`; undefined where the commit cannot
   * be read any more.
   */
  changes(base: string, commit: Sha, pull?: PullRequest): Promise<Changes | undefined>;
  /**
   * Blobs at `commit` by path, of `paths` at least, as far as they exist; undefined where the tree cannot be read whole,
   * since a path that is left out would look like one that is not there.
   */
  blobs(commit: Sha, paths: readonly string[]): Promise<ReadonlyMap<string, Sha> | undefined>;
}

export interface Contents {
  /** @param blob the one at the path, where it is known: other bytes than its mean that the path is a symbolic link */
  read(path: string, commit: Sha, blob?: Sha): Promise<FileAtCommit>;
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
  /** Where there is something in its place that has no text, such as `a symlink`; the text is then not looked at. */
  readonly unreadable?: string;
}

/** The prompts that a pull request changes. */
export interface Prompts {
  /** As few requests as can be, however many prompts. What cannot be read of releases or checks is said, and no error. */
  read(query: PromptsQuery): Promise<PromptFacts>;
  /** The bytes that a blob has; missing where it is gone. */
  blob(blob: Sha): Promise<FileAtCommit>;
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
  /** The check runs that we wrote on the commit, newest first. What another App wrote under our name is none of them. */
  read(commit: Sha): Promise<readonly WrittenCheck[]>;
}

export interface WrittenCheck {
  /** The pull request it was written for; undefined for a merge group. */
  readonly pull?: number;
  /** `output.text`, empty where there is none. */
  readonly text: string;
}

export interface Tags {
  /** Every tag whose name starts with the prefix, foreign ones too, with messages; in any order. */
  list(prefix: string): Promise<readonly Tag[]>;
  /**
   * Writes the tag objects, then creates all refs in one step: where one of them exists already, none is created. That
   * makes a tag's name a lock that one of several writers gets.
   */
  create(tags: readonly NewTag[]): Promise<TagsCreated>;
}

export interface NewTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  readonly commit: Sha;
  readonly message: string;
  /** When the tagger says it was made, ISO 8601. */
  readonly taggedAt: string;
}

export type TagsCreated =
  | { readonly kind: "created" }
  /** Somebody was first. What is there now must be read before it is decided again. */
  | { readonly kind: "taken"; readonly names: readonly string[] };

/** What reached a branch in one push. */
export interface PushRange {
  /** Without `refs/heads/`. */
  readonly branch: string;
  readonly before: Sha;
  readonly after: Sha;
  /** Every commit that it brought, in any order, where the event named all of them. */
  readonly commits?: readonly Sha[];
  /** Pull requests that events told of, by the commit that their merge made: GitHub's own index may lag behind. */
  readonly pulls: Pick<ReadonlyMap<Sha, number>, "get">;
}

export interface Landings {
  /** All that a plan of releases needs of a push, in as few requests as can be. */
  read(range: PushRange, wanted: LandingQuery): Promise<ReleaseFacts>;
  /** The bytes that a blob has; missing where it is gone. */
  blob(blob: Sha): Promise<FileAtCommit>;
  /**
   * @param number of a pull request, or of an issue
   * @param requiredChecks names of the checks whose state is wanted
   */
  merged(number: number, requiredChecks: readonly string[]): Promise<MergedPull>;
}

/** What became of a pull request, as far as a promotion asks. */
export type MergedPull =
  /** No pull request has this number. */
  | { readonly kind: "missing" }
  | { readonly kind: "not-merged" }
  | {
      readonly kind: "merged";
      /** Branch that it was merged into. */
      readonly base: string;
      /** A commit of that branch from before the merge. */
      readonly before: Sha;
      readonly head: Sha;
      readonly commit: Sha;
      /** What ran at head, and at the commit of its merge. */
      readonly checks: readonly CheckState[];
      readonly landedChecks: readonly CheckState[];
      /** What it touched, the first hundred. */
      readonly paths: readonly string[];
    };

export interface LandingQuery {
  readonly prompts: readonly TouchedPrompt[];
  /** The one whose deployments are wanted. */
  readonly environment: string;
  /** Names of the checks whose state is wanted. */
  readonly requiredChecks: readonly string[];
}

/**
 * Whether this run made the tag just now, so that nobody else makes what belongs to it. `unsure` where an earlier run
 * made it: then whoever does the rest looks first, and looks again afterwards.
 */
export type Claim = "held" | "unsure";

export interface NewGitHubRelease {
  readonly tag: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly isPreRelease: boolean;
}

export interface GitHubReleases {
  /** @throws where GitHub refuses; a Release that is there already is no error */
  ensure(release: NewGitHubRelease, claim: Claim): Promise<void>;
}

/** A move of an environment as GitHub's own pages show it. */
export interface DeploymentMove {
  readonly prompt: PromptId;
  readonly environment: string;
  readonly move: number;
  readonly version: Version;
  readonly digest?: Digest;
  /** The release's tag. */
  readonly tag: string;
  /** One line, cut where GitHub's limit is. */
  readonly description: string;
  /** `inactive` where a later move has taken its place already. */
  readonly state: "success" | "inactive";
  /** GitHub's node id, where the deployment is there and lacks only its status. */
  readonly known?: string;
}

export interface Deployments {
  /** Of one prompt in one environment, newest first. */
  list(prompt: PromptId, environment: string): Promise<readonly KnownDeployment[]>;
  /**
   * Makes the deployments, gives them their statuses, and ends the former ones. What fails keeps nothing else from being
   * written, and is returned.
   * @param former node ids of deployments that no longer run
   * @param claimOf asked right before each is made, since what came before it takes time
   */
  record(
    moves: readonly DeploymentMove[],
    former: readonly string[],
    claimOf: (move: DeploymentMove) => Claim,
  ): Promise<readonly MirrorProblem[]>;
}

/** Something beside the tags that could not be written. The tags hold all the same. */
export interface MirrorProblem {
  readonly tag: string;
  readonly message: string;
  /** What to do about it, in the imperative. */
  readonly fix: string;
  /** Whether it would fail again however often it is tried. */
  readonly isFinal: boolean;
}

export interface NewIssue {
  /** An HTML comment by which it is found again. */
  readonly marker: string;
  readonly title: string;
  /** Markdown, with the marker in it. */
  readonly body: string;
}

export interface Issues {
  /** Files the issue unless one with its marker was ever filed. */
  ensure(issue: NewIssue): Promise<{ readonly number: number; readonly isNew: boolean }>;
}

export interface Clock {
  now(): Date;
  /** @param duration milliseconds */
  pause(duration: number): Promise<void>;
}

/** What releasing works with: one repository's ports. */
export interface ReleasePorts {
  /** Where people browse the repository: `https://github.com/acme/prompts`. */
  readonly webUrl: string;
  readonly contents: Contents;
  readonly history: Pick<History, "changes">;
  readonly directory: Pick<Directory, "members" | "canWrite">;
  readonly landings: Landings;
  readonly tags: Tags;
  readonly releases: GitHubReleases;
  readonly deployments: Deployments;
  readonly issues: Issues;
  readonly clock: Clock;
}

/** What the review gate works with: one repository's ports. */
export interface ReviewPorts {
  /** Where people browse the repository: `https://github.com/acme/prompts`. */
  readonly webUrl: string;
  readonly pulls: PullRequests;
  readonly history: History;
  readonly contents: Contents;
  readonly prompts: Prompts;
  readonly directory: Directory;
  readonly checks: Checks;
  readonly conversation: Conversation;
}
