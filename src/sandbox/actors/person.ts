// A person who acts on the sandbox, over HTTP with their own token.

import type { Octokit } from "@octokit/rest";
import type { Account } from "../accounts/registry.ts";
import type {
  CheckRun,
  Comment,
  Files,
  Person,
  PullRequest,
  Push,
  Pushed,
  Repository,
  Review,
} from "../sandbox.ts";
import type { World } from "../world.ts";
import { treeEntries } from "./files.ts";
import { rebased, withBaseMerged } from "./local-clone.ts";
import { octokitFor } from "./octokit.ts";
import { PullRequestHandle } from "./pull-request.ts";
import { RepositoryHandle } from "./repository.ts";

export class PersonHandle implements Person {
  readonly #world: World;
  readonly #account: Account;
  readonly token: string;
  readonly octokit: Octokit;

  constructor(world: World, account: Account, token: string) {
    this.#world = world;
    this.#account = account;
    this.token = token;
    this.octokit = octokitFor(world.url, token);
  }

  get login(): string {
    return this.#account.login;
  }

  get name(): string {
    return this.#account.name;
  }

  get email(): string {
    return this.#account.email;
  }

  async push(repository: Repository, branch: string, push: Push): Promise<Pushed> {
    const place = placeOf(repository);
    const { git } = this.octokit.rest;
    const before = await this.#branch(repository, branch);
    const parent = push.force || !before ? await repository.head(push.from) : before;
    const parentCommit = await git.getCommit({ ...place, commit_sha: parent });
    const entries = await treeEntries(this.octokit, place, push.files ?? {});
    const baseTree = parentCommit.data.tree.sha;
    const tree =
      entries.length === 0
        ? baseTree
        : // A deletion is `sha: null`, which the types of Octokit do not know.
          (await git.createTree({ ...place, base_tree: baseTree, tree: entries as never })).data.sha;
    const { name, email } = push.author ?? this;
    const commit = await git.createCommit({
      ...place,
      message: messageOf(push),
      tree,
      parents: [parent],
      author: { name, email },
      committer: { name: this.name, email: this.email },
    });
    return this.#point(repository, branch, before, commit.data.sha);
  }

  async deleteBranch(repository: Repository, branch: string): Promise<void> {
    await this.octokit.rest.git.deleteRef({ ...placeOf(repository), ref: `heads/${branch}` });
  }

  async fork(repository: Repository): Promise<Repository> {
    const { data } = await this.octokit.rest.repos.createFork(placeOf(repository));
    const record = this.#world.repositories.find(data.owner.login, data.name);
    if (!record) throw new Error(`${data.full_name} was not made`);
    return new RepositoryHandle(this.#world, record, this);
  }

  async openPullRequest(
    repository: Repository,
    { head, base = "main", title, body, draft }: Parameters<Person["openPullRequest"]>[1],
  ): Promise<PullRequest> {
    const { data } = await this.octokit.rest.pulls.create({
      ...placeOf(repository),
      head,
      base,
      title: title ?? `Change ${head}`,
      ...(body === undefined ? {} : { body }),
      draft: draft === "draft",
    });
    return new PullRequestHandle(handle(repository), data.number);
  }

  async editBody(pull: PullRequest, body: string): Promise<void> {
    await this.octokit.rest.pulls.update({ ...pullPlace(pull), body });
  }

  async editTitle(pull: PullRequest, title: string): Promise<void> {
    await this.octokit.rest.pulls.update({ ...pullPlace(pull), title });
  }

  async changeBase(pull: PullRequest, base: string): Promise<void> {
    await this.octokit.rest.pulls.update({ ...pullPlace(pull), base });
  }

  async markReady(pull: PullRequest): Promise<void> {
    await this.#mutate("markPullRequestReadyForReview", pull, "pullRequest { id }");
  }

  async convertToDraft(pull: PullRequest): Promise<void> {
    await this.#mutate("convertPullRequestToDraft", pull, "pullRequest { id }");
  }

  async close(pull: PullRequest): Promise<void> {
    await this.octokit.rest.pulls.update({ ...pullPlace(pull), state: "closed" });
  }

  async reopen(pull: PullRequest): Promise<void> {
    await this.octokit.rest.pulls.update({ ...pullPlace(pull), state: "open" });
  }

  async merge(pull: PullRequest, method: "merge" | "squash" | "rebase" = "merge"): Promise<{ sha: string }> {
    const { data } = await this.octokit.rest.pulls.merge({ ...pullPlace(pull), merge_method: method });
    return { sha: data.sha };
  }

  async enqueue(pull: PullRequest): Promise<{ ref: string; sha: string }> {
    const selection = "mergeQueueEntry { headCommit { oid } baseCommit { oid } }";
    const { mergeQueueEntry } = (await this.#mutate("enqueuePullRequest", pull, selection)) as {
      mergeQueueEntry: { headCommit: { oid: string }; baseCommit: { oid: string } };
    };
    const { base } = await pull.read();
    const ref = `refs/heads/gh-readonly-queue/${base.ref}/pr-${pull.number}-${mergeQueueEntry.baseCommit.oid}`;
    return { ref, sha: mergeQueueEntry.headCommit.oid };
  }

  async rebase(pull: PullRequest): Promise<Pushed> {
    const record = this.#record(pull);
    return this.#pushHead(pull, await rebased(this.#world, record, this));
  }

  async mergeBaseInto(pull: PullRequest, resolution: Files = {}): Promise<Pushed> {
    const record = this.#record(pull);
    return this.#pushHead(pull, await withBaseMerged(this.#world, record, this, resolution));
  }

  async review(
    pull: PullRequest,
    event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT",
    body?: string,
  ): Promise<Review> {
    const text = body ?? (event === "APPROVE" ? undefined : "See the conversation.");
    const review = { ...pullPlace(pull), event, ...(text === undefined ? {} : { body: text }) };
    return (await this.octokit.rest.pulls.createReview(review)).data;
  }

  async editReview(pull: PullRequest, review: Review, body: string): Promise<void> {
    await this.octokit.rest.pulls.updateReview({ ...pullPlace(pull), review_id: review.id, body });
  }

  async dismiss(pull: PullRequest, review: Review, message: string): Promise<void> {
    await this.octokit.rest.pulls.dismissReview({ ...pullPlace(pull), review_id: review.id, message });
  }

  async requestReview(pull: PullRequest, people: readonly Person[]): Promise<void> {
    const reviewers = people.map(({ login }) => login);
    await this.octokit.rest.pulls.requestReviewers({ ...pullPlace(pull), reviewers });
  }

  async comment(pull: PullRequest, body: string): Promise<Comment> {
    const { data } = await this.octokit.rest.issues.createComment({ ...issuePlace(pull), body });
    return { id: data.id, body: data.body ?? "", user: data.user, reactions: { ...data.reactions } };
  }

  async editComment(pull: PullRequest, comment: Comment, body: string): Promise<void> {
    const place = { ...placeOf(pull.repository), comment_id: comment.id };
    await this.octokit.rest.issues.updateComment({ ...place, body });
  }

  async label(pull: PullRequest, ...labels: readonly string[]): Promise<void> {
    await this.octokit.rest.issues.addLabels({ ...issuePlace(pull), labels: [...labels] });
  }

  async rerun(repository: Repository, check: CheckRun): Promise<void> {
    await this.octokit.rest.checks.rerequestRun({ ...placeOf(repository), check_run_id: check.id });
  }

  async rerunAll(repository: Repository, check: CheckRun): Promise<void> {
    const { rest } = this.octokit;
    const { data } = await rest.checks.get({ ...placeOf(repository), check_run_id: check.id });
    if (!data.check_suite) throw new Error(`The check run ${check.id} is in no suite`);
    await rest.checks.rerequestSuite({ ...placeOf(repository), check_suite_id: data.check_suite.id });
  }

  async press(repository: Repository, check: CheckRun, identifier: string): Promise<void> {
    await this.octokit.request("POST /web/{owner}/{repo}/runs/{check_run_id}/actions", {
      ...placeOf(repository),
      check_run_id: check.id,
      identifier,
    });
  }

  #record(pull: PullRequest) {
    const { owner, name } = pull.repository;
    const repository = this.#world.repositories.find(owner, name);
    const record = repository && this.#world.pulls.find(repository, pull.number);
    if (!record) throw new Error(`There is no pull request ${pull.url}`);
    return record;
  }

  async #pushHead(pull: PullRequest, sha: string): Promise<Pushed> {
    const { head } = this.#record(pull);
    const repository = new RepositoryHandle(this.#world, head.repository, this);
    return this.#point(repository, head.ref, head.sha, sha);
  }

  async #point(
    repository: Repository,
    branch: string,
    before: string | undefined,
    sha: string,
  ): Promise<Pushed> {
    const { git } = this.octokit.rest;
    const place = placeOf(repository);
    if (before) await git.updateRef({ ...place, ref: `heads/${branch}`, sha, force: true });
    else await git.createRef({ ...place, ref: `refs/heads/${branch}`, sha });
    return { branch, before, sha };
  }

  async #branch(repository: Repository, branch: string): Promise<string | undefined> {
    try {
      const { data } = await this.octokit.rest.git.getRef({ ...placeOf(repository), ref: `heads/${branch}` });
      return data.object.sha;
    } catch (error) {
      if (error instanceof Error && "status" in error && error.status === 404) return undefined;
      throw error;
    }
  }

  async #mutate(mutation: string, pull: PullRequest, selection: string): Promise<unknown> {
    const { data } = await this.octokit.rest.pulls.get(pullPlace(pull));
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`;
    const result = await this.octokit.graphql<Record<string, unknown>>(query, {
      input: { pullRequestId: data.node_id },
    });
    return result[mutation];
  }
}

function placeOf({ owner, name }: Repository): { owner: string; repo: string } {
  return { owner, repo: name };
}

function pullPlace(pull: PullRequest) {
  return { ...placeOf(pull.repository), pull_number: pull.number };
}

function issuePlace(pull: PullRequest) {
  return { ...placeOf(pull.repository), issue_number: pull.number };
}

function handle(repository: Repository): RepositoryHandle {
  if (repository instanceof RepositoryHandle) return repository;
  throw new TypeError(`${repository.fullName} is of no sandbox`);
}

function messageOf({ message, files = {}, coAuthors = [] }: Push): string {
  const text = message ?? `Change ${Object.keys(files).join(", ") || "nothing"}`;
  const trailers = coAuthors.map(({ name, email }) => `Co-authored-by: ${name} <${email}>`);
  return trailers.length > 0 ? `${text}\n\n${trailers.join("\n")}` : text;
}
