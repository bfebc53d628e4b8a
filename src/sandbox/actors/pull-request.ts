// A pull request as tests and the demo hold it. What it shows is asked of the API each time.

import type { CheckRun, Comment, PullRequest, PullRequestState, Review } from "../sandbox.ts";
import type { RepositoryHandle } from "./repository.ts";

export class PullRequestHandle implements PullRequest {
  readonly repository: RepositoryHandle;
  readonly number: number;

  constructor(repository: RepositoryHandle, number: number) {
    this.repository = repository;
    this.number = number;
  }

  get url(): string {
    return `${this.repository.url}/pull/${this.number}`;
  }

  get #place() {
    return { ...this.repository.place, pull_number: this.number };
  }

  get #octokit() {
    return this.repository.keeper.octokit;
  }

  async read(): Promise<PullRequestState> {
    const { data } = await this.#octokit.rest.pulls.get(this.#place);
    return { ...data, draft: data.draft === true, requested_reviewers: data.requested_reviewers ?? [] };
  }

  async check(name: string): Promise<CheckRun | undefined> {
    return this.repository.check((await this.read()).head.sha, name);
  }

  async reviews(): Promise<readonly Review[]> {
    return this.#octokit.paginate(this.#octokit.rest.pulls.listReviews, { ...this.#place, per_page: 100 });
  }

  async comments(): Promise<readonly Comment[]> {
    const place = { ...this.repository.place, issue_number: this.number, per_page: 100 };
    const comments = await this.#octokit.paginate(this.#octokit.rest.issues.listComments, place);
    return comments.map(({ id, body, user, reactions }) => ({
      id,
      body: body ?? "",
      user,
      reactions: { ...reactions },
    }));
  }

  async files() {
    return this.#octokit.paginate(this.#octokit.rest.pulls.listFiles, { ...this.#place, per_page: 100 });
  }
}
