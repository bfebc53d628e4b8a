// A repository as tests and the demo hold it.

import { newToken } from "../accounts/apps.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type {
  CheckRun,
  Person,
  Protection,
  PullRequest,
  Repository,
  Role,
  WorkflowEvent,
} from "../sandbox.ts";
import type { World } from "../world.ts";
import { PullRequestHandle } from "./pull-request.ts";

/** As the collaborator and team routes call the roles. */
export const PERMISSIONS = {
  read: "pull",
  triage: "triage",
  write: "push",
  maintain: "maintain",
  admin: "admin",
} as const satisfies Record<Role, string>;

export class RepositoryHandle implements Repository {
  readonly #world: World;
  readonly #record: RepositoryRecord;
  /** Who asks and administrates here. */
  readonly keeper: Person;

  constructor(world: World, record: RepositoryRecord, keeper: Person) {
    this.#world = world;
    this.#record = record;
    this.keeper = keeper;
  }

  get owner(): string {
    return this.#record.owner.login;
  }

  get name(): string {
    return this.#record.name;
  }

  get fullName(): string {
    return this.#record.fullName;
  }

  get id(): number {
    return this.#record.id;
  }

  get url(): string {
    return `${this.#world.url}/${this.fullName}`;
  }

  get place(): { owner: string; repo: string } {
    return { owner: this.owner, repo: this.name };
  }

  async protect(branch: string, rules: Protection): Promise<void> {
    const { requiredChecks, requiredApprovals, admins = "enforced", mergeQueue } = rules;
    await this.keeper.octokit.rest.repos.updateBranchProtection({
      ...this.place,
      branch,
      required_status_checks: requiredChecks ? { strict: false, contexts: [...requiredChecks] } : null,
      required_pull_request_reviews:
        requiredApprovals === undefined ? null : { required_approving_review_count: requiredApprovals },
      enforce_admins: admins === "enforced",
      restrictions: null,
    });
    if (mergeQueue !== "required") return;
    await this.keeper.octokit.request("POST /repos/{owner}/{repo}/rulesets", {
      ...this.place,
      name: `Merge queue of ${branch}`,
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
      rules: [{ type: "merge_queue" }],
    });
  }

  async forbid(
    target: "branch" | "tag",
    what: "creation" | "update" | "deletion",
    about: Parameters<Repository["forbid"]>[2] = {},
  ): Promise<void> {
    const { refs = ["~ALL"], except = [] } = about;
    await this.keeper.octokit.rest.repos.createRepoRuleset({
      ...this.place,
      name: `No ${what}: ${refs.join(", ")}`,
      target,
      enforcement: "active",
      conditions: { ref_name: { include: [...refs], exclude: [] } },
      rules: [{ type: what }],
      bypass_actors: except.map(({ appId }) => ({
        actor_id: appId,
        actor_type: "Integration",
        bypass_mode: "always",
      })),
    });
  }

  async allowMerging(by: readonly ("merge" | "squash" | "rebase" | "auto")[]): Promise<void> {
    await this.keeper.octokit.rest.repos.update({
      ...this.place,
      allow_merge_commit: by.includes("merge"),
      allow_squash_merge: by.includes("squash"),
      allow_rebase_merge: by.includes("rebase"),
      allow_auto_merge: by.includes("auto"),
    });
  }

  async setAccess({ login: username }: Person, role: Role): Promise<void> {
    const permission = PERMISSIONS[role];
    await this.keeper.octokit.rest.repos.addCollaborator({ ...this.place, username, permission });
  }

  async removeAccess({ login: username }: Person): Promise<void> {
    await this.keeper.octokit.rest.repos.removeCollaborator({ ...this.place, username });
  }

  async head(branch = this.#record.defaultBranch): Promise<string> {
    const sha = await this.#world.refs.resolve(this.#record, branch);
    if (!sha) throw new Error(`${this.fullName} has no ${branch}`);
    return sha;
  }

  async read(path: string, ref = this.#record.defaultBranch): Promise<string | undefined> {
    const tree = await this.#world.objects.treeOf(this.#record, await this.head(ref));
    const entry = tree.get(path);
    return entry && (await this.#world.objects.blob(this.#record, entry.sha)).toString("utf8");
  }

  async check(commit: string, name: string): Promise<CheckRun | undefined> {
    const { octokit } = this.keeper;
    const { data } = await octokit.rest.checks.listForRef({ ...this.place, ref: commit, check_name: name });
    const [newest] = data.check_runs;
    if (!newest) return undefined;
    const run = { ...this.place, check_run_id: newest.id };
    const annotations = await octokit.paginate(octokit.rest.checks.listAnnotations, {
      ...run,
      per_page: 100,
    });
    const actions = await octokit.request("GET /web/{owner}/{repo}/runs/{check_run_id}/actions", run);
    const { id, head_sha, status, conclusion, output } = newest;
    const { title, summary, text } = output;
    return {
      id,
      name: newest.name,
      head_sha,
      status,
      conclusion,
      title,
      summary,
      text,
      actions: actions.data,
      annotations: annotations.map((one) => ({
        path: one.path,
        start_line: one.start_line,
        annotation_level: one.annotation_level ?? "",
        title: one.title,
        message: one.message ?? "",
      })),
    };
  }

  pullRequest(number: number): PullRequest {
    return new PullRequestHandle(this, number);
  }

  workflowEvents(): readonly WorkflowEvent[] {
    return this.#world.webhooks.workflowEvents(this.#record);
  }

  async workflowToken(scope: Parameters<Repository["workflowToken"]>[0] = {}): Promise<string> {
    const pull = scope.for && this.#world.pulls.find(this.#record, scope.for.number);
    const isFork = pull !== undefined && pull.head.repository !== this.#record;
    const asked = Object.entries(scope.permissions ?? { contents: "read" as const });
    const permissions = Object.fromEntries(
      asked.map(([name, level]) => [name, isFork ? "read" : level] as const),
    );
    const app = this.#world.workflowApp();
    const caller = { kind: "workflow", repository: this.#record, permissions, bot: app.bot, app } as const;
    return this.#world.callers.grant(newToken("ghs"), caller);
  }
}
