// Check runs and suites as GitHub's API and webhooks show them.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type CheckRunRecord, type CheckSuiteRecord, suiteState } from "../checks/check-runs.ts";
import { pushedCommit } from "../git/push.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, type World } from "../world.ts";
import { integration } from "./accounts.ts";
import { minimalRepository } from "./repository.ts";

export function checkRunJson(world: World, run: CheckRunRecord): Json {
  const { id, suite, output } = run;
  const { repository, sha } = suite;
  const api = `${world.url}/repos/${repository.fullName}/check-runs/${id}`;
  const page = `${world.url}/${repository.fullName}/runs/${id}`;
  const { status, conclusion } = suiteState(world.checks.inSuite(suite));
  const pulls = pullsAt(world, repository, sha);
  return {
    id,
    node_id: nodeId("CR", id),
    external_id: run.externalId,
    head_sha: sha,
    name: run.name,
    url: api,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: output.title,
      summary: output.summary,
      text: output.text,
      annotations_count: output.annotations.length,
      annotations_url: `${api}/annotations`,
    },
    check_suite: {
      id: suite.id,
      node_id: nodeId("CS", suite.id),
      head_branch: suite.branch,
      head_sha: sha,
      status,
      conclusion,
      url: `${world.url}/repos/${repository.fullName}/check-suites/${suite.id}`,
      before: suite.before,
      after: sha,
      pull_requests: pulls,
      app: integration(world, suite.app),
      created_at: suite.createdAt,
      updated_at: suite.createdAt,
    },
    app: integration(world, suite.app),
    pull_requests: pulls,
  };
}

export async function checkSuiteJson(world: World, suite: CheckSuiteRecord): Promise<Json> {
  const { id, repository, sha } = suite;
  const api = `${world.url}/repos/${repository.fullName}/check-suites/${id}`;
  const runs = world.checks.inSuite(suite);
  const commit = await world.objects.existing(repository, sha);
  const pushed = await pushedCommit(world, repository, commit);
  const { id: commitId, tree_id, message, timestamp, author, committer } = pushed;
  return {
    id,
    node_id: nodeId("CS", id),
    head_branch: suite.branch,
    head_sha: sha,
    ...suiteState(runs),
    url: api,
    before: suite.before,
    after: sha,
    pull_requests: pullsAt(world, repository, sha),
    app: integration(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.createdAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: runs.length,
    check_runs_url: `${api}/check-runs`,
    head_commit: { id: commitId, tree_id, message, timestamp, author, committer },
    repository: minimalRepository(world, repository),
  };
}

/** Open pull requests with that head, but those from forks, which GitHub leaves out here. */
function pullsAt(world: World, repository: RepositoryRecord, sha: string): Json[] {
  return world.pulls
    .of(repository)
    .filter(({ state, head }) => state === "open" && head.sha === sha && head.repository === repository)
    .map((pull) => minimalPull(world, pull));
}

function minimalPull(world: World, { id, number, repository, head, base }: PullRecord): Json {
  const url = `${world.url}/repos/${repository.fullName}`;
  const repo = { id: repository.id, url, name: repository.name };
  return {
    url: `${url}/pulls/${number}`,
    id,
    number,
    head: { ref: head.ref, sha: head.sha, repo },
    base: { ref: base.ref, sha: base.sha, repo },
  };
}
