// The embedded GitHub: starts a server that behaves like GitHub for everything the product uses, and the people who
// act on it. Everything a person does goes over real HTTP with that person's own token.

import type { Octokit } from "@octokit/rest";
import { DeliveriesHandle } from "./actors/deliveries.ts";
import { Founding } from "./actors/founding.ts";
import { PlannedFaults } from "./http/faults.ts";
import { RequestRecords } from "./http/request-log.ts";
import { ApiServer } from "./http/server.ts";
import { ROUTES } from "./routes/index.ts";
import { World } from "./world.ts";

export interface Sandbox {
  /** For Octokit's and Probot's `baseUrl`, and for GITHUB_API_URL. */
  readonly apiUrl: string;
  /** Where `html_url`s point; for GITHUB_SERVER_URL. */
  readonly webUrl: string;
  /** Every request that any token made, in order. */
  readonly requests: RequestLog;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
  readonly behaviour: Behaviour;

  /**
   * People, organizations and Apps are created before the first repository: the emulator below takes accounts only when
   * it starts. @throws afterwards
   */
  createPerson(login: string, details?: { name?: string; email?: string }): Promise<Person>;
  /** `owner` administrates it; without one a person `<login>-owner` is created for that. All people named are members. */
  createOrganization(
    login: string,
    details?: { owner?: Person; members?: readonly Person[] },
  ): Promise<Organization>;
  /** Registers an App and installs it on every organization, also on those created later. */
  registerApp(registration: AppRegistration): Promise<RegisteredApp>;
  /** Resolves when every webhook is answered, and every webhook that those answers caused. Held ones do not count. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** As GitHub's roles: what the collaborator API calls `pull` and `push` is `read` and `write` here. */
export type Role = "read" | "triage" | "write" | "maintain" | "admin";

export interface Organization {
  readonly login: string;
  /** Its administrator. */
  readonly owner: Person;
  createRepository(name: string, contents?: RepositoryContents): Promise<Repository>;
  createTeam(name: string, details?: { members?: readonly Person[]; parent?: Team }): Promise<Team>;
  addMember(person: Person, role?: "member" | "admin"): Promise<void>;
  removeMember(person: Person): Promise<void>;
}

export interface Team {
  readonly slug: string;
  /** `acme/support-ai` */
  readonly fullName: string;
  add(person: Person): Promise<void>;
  remove(person: Person): Promise<void>;
  grant(repository: Repository, role: Role): Promise<void>;
}

export interface RepositoryContents {
  readonly files?: Files;
  /** Collaborators by login. */
  readonly people?: Readonly<Record<string, Role>>;
  /** Teams by slug. */
  readonly teams?: Readonly<Record<string, Role>>;
  readonly visibility?: "public" | "private";
  readonly description?: string;
}

/** By path; null deletes the file. */
export type Files = Readonly<Record<string, FileContent>>;
export type FileContent = string | Uint8Array | { readonly symlink: string } | null;

export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** `acme/prompts` */
  readonly fullName: string;
  readonly id: number;
  readonly url: string;
  protect(branch: string, rules: Protection): Promise<void>;
  /**
   * Makes a ruleset.
   * @param about `refs`: patterns, `refs/tags/**` or `~ALL` (default); `except`: Apps that it lets pass
   */
  forbid(
    target: "branch" | "tag",
    what: "creation" | "update" | "deletion",
    about?: { refs?: readonly string[]; except?: readonly RegisteredApp[] },
  ): Promise<void>;
  /** Which ways to merge there are; auto-merge is off until it is named. */
  allowMerging(by: readonly ("merge" | "squash" | "rebase" | "auto")[]): Promise<void>;
  setAccess(person: Person, role: Role): Promise<void>;
  removeAccess(person: Person): Promise<void>;
  /** The commit a branch (or other ref) points to. */
  head(branch?: string): Promise<string>;
  read(path: string, ref?: string): Promise<string | undefined>;
  /** The newest check run of that name on a commit. */
  check(commit: string, name: string): Promise<CheckRun | undefined>;
  pullRequest(number: number): PullRequest;
  /** What started workflows here, in order: the events of everybody but the workflow's own token. */
  workflowEvents(): readonly WorkflowEvent[];
  /**
   * A token as a workflow run gets it, `contents: read` unless asked for more. `for` a pull request from a fork it is
   * read-only, whatever is asked.
   */
  workflowToken(scope?: {
    permissions?: Readonly<Record<string, "read" | "write">>;
    for?: PullRequest;
  }): Promise<string>;
}

export interface Protection {
  readonly requiredChecks?: readonly string[];
  readonly requiredApprovals?: number;
  /** Whether administrators are held to the rules too; default "enforced". */
  readonly admins?: "enforced" | "may-bypass";
  /** Pull requests are merged by the queue only: `merge_group` events, `gh-readonly-queue/...` branches. */
  readonly mergeQueue?: "required";
}

/** The event of a workflow run: `payload` is what GITHUB_EVENT_PATH holds. */
export interface WorkflowEvent {
  readonly name: string;
  readonly action?: string;
  readonly payload: Json;
}

export interface Push {
  readonly files?: Files;
  /** Where a new branch starts; default: the head of the branch itself, else of the default branch. */
  readonly from?: string;
  readonly message?: string;
  /** Added as `Co-authored-by` trailers. */
  readonly coAuthors?: readonly Person[];
  /** Whom the commit names as author; default: who pushes. */
  readonly author?: Person | { readonly name: string; readonly email: string };
  /** Replaces the branch instead of adding to it: the new commit sits on `from`. */
  readonly force?: "force";
}

/** What a push made. */
export interface Pushed {
  readonly branch: string;
  readonly before: string | undefined;
  readonly sha: string;
}

export interface Person {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly token: string;
  /** For whatever has no method here. */
  readonly octokit: Octokit;

  push(repository: Repository, branch: string, push: Push): Promise<Pushed>;
  deleteBranch(repository: Repository, branch: string): Promise<void>;
  fork(repository: Repository): Promise<Repository>;

  openPullRequest(
    repository: Repository,
    pull: {
      /** A branch, or `login:branch` of a fork. */
      head: string;
      base?: string;
      title?: string;
      body?: string;
      draft?: "draft";
    },
  ): Promise<PullRequest>;
  editBody(pull: PullRequest, body: string): Promise<void>;
  editTitle(pull: PullRequest, title: string): Promise<void>;
  changeBase(pull: PullRequest, base: string): Promise<void>;
  markReady(pull: PullRequest): Promise<void>;
  convertToDraft(pull: PullRequest): Promise<void>;
  close(pull: PullRequest): Promise<void>;
  reopen(pull: PullRequest): Promise<void>;
  /** @throws a RequestError with status 405 when the branch's rules refuse, and on a conflict */
  merge(pull: PullRequest, method?: "merge" | "squash" | "rebase"): Promise<{ sha: string }>;
  /** Adds it to the merge queue. @returns the group that is to be judged */
  enqueue(pull: PullRequest): Promise<{ ref: string; sha: string }>;
  /** Rebases the head onto base's present head by force push, commit by commit. @throws when it conflicts */
  rebase(pull: PullRequest): Promise<Pushed>;
  /** Merges base into the head; `resolution` are the files as resolved by hand. @throws when conflicts are left */
  mergeBaseInto(pull: PullRequest, resolution?: Files): Promise<Pushed>;

  review(
    pull: PullRequest,
    verdict: "APPROVE" | "REQUEST_CHANGES" | "COMMENT",
    body?: string,
  ): Promise<Review>;
  editReview(pull: PullRequest, review: Review, body: string): Promise<void>;
  dismiss(pull: PullRequest, review: Review, message: string): Promise<void>;
  requestReview(pull: PullRequest, people: readonly Person[]): Promise<void>;

  comment(pull: PullRequest, body: string): Promise<Comment>;
  editComment(pull: PullRequest, comment: Comment, body: string): Promise<void>;
  label(pull: PullRequest, ...labels: readonly string[]): Promise<void>;

  /** Presses "Re-run" on the page of a check run. */
  rerun(repository: Repository, check: CheckRun): Promise<void>;
  /** Presses "Re-run all checks" of the App that wrote the check run. */
  rerunAll(repository: Repository, check: CheckRun): Promise<void>;
  /** Presses a button that the check run offers. */
  press(repository: Repository, check: CheckRun, identifier: string): Promise<void>;
}

export interface PullRequest {
  readonly repository: Repository;
  readonly number: number;
  readonly url: string;
  /** As GitHub's API shows it now. */
  read(): Promise<PullRequestState>;
  /** The newest check run of that name on the head. */
  check(name: string): Promise<CheckRun | undefined>;
  reviews(): Promise<readonly Review[]>;
  comments(): Promise<readonly Comment[]>;
  files(): Promise<
    readonly { filename: string; status: string; sha: string | null; previous_filename?: string }[]
  >;
}

export interface PullRequestState {
  readonly state: string;
  readonly draft: boolean;
  readonly merged: boolean;
  readonly mergeable_state: string;
  readonly title: string;
  readonly body: string | null;
  readonly changed_files: number;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly requested_reviewers: readonly { readonly login: string }[];
}

export interface Review {
  readonly id: number;
  readonly state: string;
  readonly commit_id: string | null;
  readonly user: { readonly login: string } | null;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string } | null;
  /** Count of reactions by name: `{"+1": 0, eyes: 1, ...}`. */
  readonly reactions: Readonly<Record<string, number | string>>;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly actions: readonly { readonly label: string; readonly identifier: string }[];
  readonly annotations: readonly {
    readonly path: string;
    readonly start_line: number;
    readonly annotation_level: string;
    readonly title: string | null;
    readonly message: string;
  }[];
}

export interface AppRegistration {
  readonly name?: string;
  /** As in app.yml: `{checks: "write", ...}`. */
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  readonly events: readonly string[];
  /** May be told later by `deliverTo`. */
  readonly webhookUrl?: string;
}

export interface RegisteredApp {
  readonly appId: number;
  readonly slug: string;
  /** `prompt-steward[bot]` */
  readonly bot: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  deliverTo(webhookUrl: string): void;
  installationOn(organization: Organization): number;
  /** What it proves itself with for routes below `/app`. */
  jwt(): string;
  /** A token of that installation, got the way an App gets it. */
  installationToken(organization: Organization): Promise<string>;
}

export type TokenKind = "person" | "installation" | "workflow" | "app" | "none";

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** As GitHub's API description names it: `GET /repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly route: string;
  readonly status: number;
  readonly token: TokenKind;
  /** The person's login or the App's slug. */
  readonly by: string;
  /** A 304 is free; so are requests by an App's own JWT, which belong to no installation's limit. */
  readonly countsAgainstLimit: boolean;
}

export interface RequestLog {
  all(): readonly LoggedRequest[];
  /** A place in the log to count from. */
  mark(): number;
  since(mark: number): readonly LoggedRequest[];
  /** How many requests of installations counted against the limit since then. */
  countedSince(mark: number): number;
}

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly status: number;
  readonly redelivery: boolean;
  readonly payload: Json;
}

/** What happens to webhooks on their way: GitHub orders nothing, may deliver twice, and never tries again by itself. */
export type DeliveryMode =
  | { readonly kind: "at-once" }
  | { readonly kind: "twice" }
  | { readonly kind: "late"; readonly milliseconds: number }
  /** Nothing reaches the App: each delivery is recorded as failed. */
  | { readonly kind: "lost" }
  /** Kept until `release`. */
  | { readonly kind: "held" };

export interface Deliveries {
  /** All attempts, oldest first. */
  all(): readonly Delivery[];
  set(mode: DeliveryMode): void;
  /** Sends what was held, in that order, one after the other, and goes back to at once. */
  release(order: "as-happened" | "reversed"): Promise<void>;
  /** As a person does on the App's "Recent deliveries" page, and an App by `POST .../attempts`. */
  redeliver(id: number): Promise<void>;
}

export interface RequestMatch {
  readonly route?: string;
  /** Only requests of these tokens; default: installations. */
  readonly token?: TokenKind;
  /** How many matching requests it hits; default 1. */
  readonly times?: number;
}

export type Fault =
  /** 403 or 429 with `retry-after`. */
  | { readonly kind: "secondary-limit"; readonly status: 403 | 429; readonly retryAfterSeconds: number }
  /** 403 with `x-ratelimit-remaining: 0`. */
  | { readonly kind: "primary-limit"; readonly resetInSeconds: number }
  | { readonly kind: "server-error"; readonly status: 500 | 502 | 503 }
  /** Answered, but slowly. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection is cut without an answer. */
  | { readonly kind: "cut" };

export interface Faults {
  inject(fault: Fault, match?: RequestMatch): void;
  clear(): void;
}

export interface Behaviour {
  /**
   * GitHub was seen to bind an approval to the new head after a force push that changes no patch
   * (kamp-us/phoenix 3769). Default: "patch-identical-force-push".
   */
  rebindReviews: "never" | "patch-identical-force-push";
  /** 900 points a minute, 80 contents created a minute and 500 an hour, for each installation. Default: "as-github". */
  secondaryLimits: "as-github" | "none";
  /**
   * A second release of a tag is refused, but of two that are created at the same moment both were seen to succeed
   * (softprops/action-gh-release 705): creations that look before they write find nothing. Default: "refused".
   */
  releasesOfOneTag: "refused" | "both-succeed";
}

export type Json = Readonly<Record<string, unknown>>;

/** Sees what goes over the wire, for tests that hold it against GitHub's description. */
export interface SandboxOptions {
  readonly onExchange?: (exchange: ExchangeSeen) => void;
  readonly onWebhook?: (event: string, payload: Json) => void;
}

export interface ExchangeSeen {
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly status: number;
  readonly requestBody: unknown;
  readonly responseBody: unknown;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const log = new RequestRecords();
  const faults = new PlannedFaults();
  const server = new ApiServer({ routes: ROUTES, log, faults, onExchange: options.onExchange });
  const url = await server.listen();
  const world = new World(url, options.onWebhook);
  const founding = new Founding(world);
  server.show(world);
  return {
    apiUrl: url,
    webUrl: url,
    requests: log,
    deliveries: new DeliveriesHandle(world),
    faults,
    behaviour: world.behaviour,
    createPerson: async (login, details) => founding.person(login, details),
    createOrganization: async (login, details) => founding.organization(login, details),
    registerApp: async (registration) => founding.app(registration),
    settled: () => world.webhooks.settled(),
    async stop() {
      await server.close();
      await world.emulator.stop();
    },
  };
}
