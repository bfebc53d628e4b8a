// Pull requests as GitHub's API and webhooks show them.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { Combiner } from "../git/combine.ts";
import { comparisonOf } from "../pulls/comparison.ts";
import { refusalToMerge } from "../pulls/protections.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, type World } from "../world.ts";
import { listedTeam, simpleUser } from "./accounts.ts";
import { attachments } from "./issue.ts";
import { repositoryInPull } from "./repository.ts";

/** As lists show it, without what takes counting. */
export async function simplePull(world: World, pull: PullRecord): Promise<Json> {
  const { repository, number, id, head, base, merged } = pull;
  const api = `${world.url}/repos/${repository.fullName}/pulls/${number}`;
  const issue = `${world.url}/repos/${repository.fullName}/issues/${number}`;
  const web = `${world.url}/${repository.fullName}/pull/${number}`;
  const statuses = `${world.url}/repos/${repository.fullName}/statuses/${head.sha}`;
  const stored = await attachments(world, pull);
  return {
    url: api,
    id,
    node_id: nodeId("PR", id),
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    issue_url: issue,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: simpleUser(world, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: merged?.at ?? null,
    merge_commit_sha: merged?.commit ?? null,
    assignee: null,
    assignees: stored.assignees,
    requested_reviewers: pull.requestedReviewers.map((person) => simpleUser(world, person)),
    requested_teams: pull.requestedTeams.flatMap((slug) => {
      const team = world.access.team(repository.owner, slug);
      return team ? [listedTeam(world, team)] : [];
    }),
    labels: stored.labels,
    milestone: null,
    draft: pull.isDraft,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${world.url}/repos/${repository.fullName}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: branchJson(world, head.repository, head.ref, head.sha),
    base: branchJson(world, repository, base.ref, base.sha),
    _links: {
      self: { href: api },
      html: { href: web },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${api}/comments` },
      review_comment: { href: `${world.url}/repos/${repository.fullName}/pulls/comments{/number}` },
      commits: { href: `${api}/commits` },
      statuses: { href: statuses },
    },
    author_association: world.access.association(pull.author, repository),
    auto_merge: autoMergeJson(world, pull),
    active_lock_reason: null,
  };
}

function autoMergeJson(world: World, pull: PullRecord): Json | null {
  const waiting = world.autoMerges.of(pull);
  if (!waiting) return null;
  return {
    enabled_by: simpleUser(world, waiting.cause.actor),
    merge_method: waiting.method,
    commit_title: waiting.title ?? "",
    commit_message: waiting.message ?? "",
  };
}

/** As its own page shows it. */
export async function fullPull(world: World, pull: PullRecord): Promise<Json> {
  return { ...(await countedPull(world, pull)), ...(await mergeability(world, pull)) };
}

/** As webhooks show it: whether it can be merged is found out later. */
export async function countedPull(world: World, pull: PullRecord): Promise<Json> {
  const comparison = await comparisonOf(world, pull);
  const texts = (comparison?.files ?? []).map(({ text }) => text);
  return {
    ...(await simplePull(world, pull)),
    merged: pull.merged !== undefined,
    mergeable: null,
    rebaseable: null,
    mergeable_state: "unknown",
    merged_by: pull.merged ? simpleUser(world, pull.merged.by) : null,
    comments: pull.comments,
    review_comments: 0,
    maintainer_can_modify: pull.head.repository !== pull.repository,
    commits: comparison?.ahead.length ?? 0,
    additions: texts.reduce((sum, { additions }) => sum + additions, 0),
    deletions: texts.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: texts.length,
  };
}

export async function mergeability(world: World, pull: PullRecord): Promise<Json> {
  if (pull.state === "closed") return {};
  const tip = await world.refs.branch(pull.repository, pull.base.ref);
  if (!tip) return {};
  const tree = await new Combiner(world.objects, pull.repository).tree(tip, pull.head.sha);
  const mergeable = tree.kind === "clean";
  const state = !mergeable
    ? "dirty"
    : pull.isDraft
      ? "draft"
      : (await refusalToMerge(world, pull))
        ? "blocked"
        : "clean";
  return { mergeable, rebaseable: mergeable, mergeable_state: state };
}

function branchJson(world: World, repository: RepositoryRecord, ref: string, sha: string): Json {
  const { owner } = repository;
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: simpleUser(world, owner),
    // Of a fork that was deleted nothing is left.
    repo: world.repositories.has(repository) ? repositoryInPull(world, repository) : null,
  };
}
