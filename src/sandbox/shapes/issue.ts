// Issues as GitHub's API shows them. A pull request is an issue too; the emulator hides those, so they are made here.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ROOT } from "../emulator.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import { rollup } from "../routes/reactions.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, type World } from "../world.ts";
import { simpleUser } from "./accounts.ts";
import { authored, shown } from "./stored.ts";

/** @returns undefined where there is neither an issue nor a pull request of that number */
export async function issueJson(
  world: World,
  repository: RepositoryRecord,
  number: number,
): Promise<Json | undefined> {
  const pull = world.pulls.find(repository, number);
  if (pull) return issueOfPull(world, pull);
  const path = `/repos/${repository.fullName}/issues/${number}`;
  const { status, body } = await world.emulator.request({ method: "GET", path, as: ROOT });
  return status === 200 ? storedIssue(world, repository, body) : undefined;
}

export function storedIssue(world: World, repository: RepositoryRecord, stored: unknown): Json {
  const issue = authored(world, repository, stored) as Json & { number: number };
  return { ...issue, reactions: rollup(world, repository, "issue", issue.number) };
}

export async function issueOfPull(world: World, pull: PullRecord): Promise<Json> {
  const { repository, number, id } = pull;
  const base = `${world.url}/repos/${repository.fullName}`;
  const api = `${base}/issues/${number}`;
  const web = `${world.url}/${repository.fullName}/pull/${number}`;
  const { labels, assignees } = await attachments(world, pull);
  return {
    url: api,
    repository_url: base,
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: web,
    id,
    node_id: nodeId("PR", id),
    number,
    title: pull.title,
    user: simpleUser(world, pull.author),
    labels,
    state: pull.state,
    state_reason: null,
    locked: false,
    active_lock_reason: null,
    assignee: null,
    assignees,
    milestone: null,
    comments: pull.comments,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    author_association: world.access.association(pull.author, repository),
    draft: pull.isDraft,
    pull_request: {
      url: `${base}/pulls/${number}`,
      html_url: web,
      diff_url: `${web}.diff`,
      patch_url: `${web}.patch`,
      merged_at: pull.merged?.at ?? null,
    },
    body: pull.body,
    reactions: rollup(world, repository, "issue", number),
    timeline_url: `${api}/timeline`,
    performed_via_github_app: null,
  };
}

export interface Attachments {
  readonly labels: unknown;
  readonly assignees: unknown;
}

/** What the emulator keeps of a pull request beside its texts. */
export async function attachments(world: World, { repository, number }: PullRecord): Promise<Attachments> {
  const path = `/repos/${repository.fullName}/pulls/${number}`;
  return shown(world, await world.emulator.expect({ method: "GET", path, as: ROOT })) as Attachments;
}
