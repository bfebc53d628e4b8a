// What ran on a commit, in the graph.

import type { AppRecord } from "../accounts/apps.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type CheckSuiteRecord, suiteState } from "../checks/check-runs.ts";
import { contextsOf, type Context as Ran } from "../checks/contexts.ts";
import { combinedState, type StatusRecord } from "../checks/statuses.ts";
import { nodeId, type World } from "../world.ts";
import { connection, PAGE, type PageArguments } from "./connections.ts";
import { actorNode, type CheckRunNode, type CommitNode, type StatusContextNode } from "./nodes.ts";
import { type Context, field, kept, QueryError, type Served } from "./served.ts";

interface Rollup {
  readonly repository: RepositoryRecord;
  readonly sha: string;
  readonly ran: readonly Ran[];
}

interface StatusSource {
  readonly latest: readonly StatusRecord[];
}

function statusNode(status: StatusRecord): StatusContextNode {
  return { __typename: "StatusContext", repository: status.repository, status };
}

interface SuiteNode {
  readonly repository: RepositoryRecord;
  readonly suite: CheckSuiteRecord;
}

/** Null where nothing ran. */
export function rollupOf(world: World, repository: RepositoryRecord, sha: string): Rollup | null {
  const ran = contextsOf(world, repository, sha);
  return ran.length > 0 ? { repository, sha, ran } : null;
}

export const checkFields: Served = {
  Commit: {
    statusCheckRollup: {
      needs: "checks|statuses:read",
      answer: ({ repository, commit }: CommitNode, _: object, { world }: Context) =>
        rollupOf(world, repository, commit.sha),
    },
    status: {
      needs: "statuses:read",
      answer: ({ repository, commit }: CommitNode, _: object, { world }: Context) => {
        const latest = world.statuses.latest(repository, commit.sha);
        return latest.length > 0 ? { repository, latest } : null;
      },
    },
    checkSuites: { needs: "checks:read", takes: [...PAGE, "filterBy"], answer: checkSuites },
  },
  StatusCheckRollup: {
    state: field(({ ran }: Rollup) => {
      const states = ran.map(({ state }) => state);
      return states.includes("failure") ? "FAILURE" : states.includes("pending") ? "PENDING" : "SUCCESS";
    }),
    contexts: {
      takes: PAGE,
      answer: ({ ran, repository }: Rollup, page: PageArguments) =>
        connection("contexts", ran, page, (one) =>
          one.kind === "check" ? runNode(repository, one.run) : statusNode(one.status),
        ),
    },
  },
  Status: {
    state: field(({ latest }: StatusSource) => combinedState(latest.map(({ state }) => state)).toUpperCase()),
    contexts: field(({ latest }: StatusSource) => latest.map(statusNode)),
    context: {
      takes: ["name"],
      answer: ({ latest }: StatusSource, { name }: { name: string }) => {
        const found = latest.find(({ context }) => context.toLowerCase() === name.toLowerCase());
        return found ? statusNode(found) : null;
      },
    },
  },
  CheckSuite: {
    id: field(({ suite }: SuiteNode) => nodeId("CS", suite.id)),
    databaseId: field(({ suite }: SuiteNode) => suite.id),
    app: field(({ suite }: SuiteNode) => suite.app),
    status: field(({ suite }: SuiteNode, { world }) =>
      suiteState(world.checks.inSuite(suite)).status.toUpperCase(),
    ),
    conclusion: field(({ suite }: SuiteNode, { world }) =>
      upper(suiteState(world.checks.inSuite(suite)).conclusion),
    ),
    checkRuns: { takes: [...PAGE, "filterBy"], answer: checkRuns },
  },
  App: {
    ...kept("name", "slug"),
    id: field(({ id }: AppRecord) => nodeId("A", id)),
    databaseId: field(({ id }: AppRecord) => id),
  },
  CheckRun: {
    id: field(({ run }: CheckRunNode) => nodeId("CR", run.id)),
    databaseId: field(({ run }: CheckRunNode) => run.id),
    name: field(({ run }: CheckRunNode) => run.name),
    status: field(({ run }: CheckRunNode) => run.status.toUpperCase()),
    conclusion: field(({ run }: CheckRunNode) => upper(run.conclusion)),
    title: field(({ run }: CheckRunNode) => run.output.title),
    summary: field(({ run }: CheckRunNode) => run.output.summary),
    text: field(({ run }: CheckRunNode) => run.output.text),
    externalId: field(({ run }: CheckRunNode) => run.externalId),
    detailsUrl: field(({ run }: CheckRunNode) => run.detailsUrl),
    url: field(
      ({ run, repository }: CheckRunNode, { world }) => `${world.url}/${repository.fullName}/runs/${run.id}`,
    ),
    startedAt: field(({ run }: CheckRunNode) => run.startedAt),
    completedAt: field(({ run }: CheckRunNode) => run.completedAt),
    checkSuite: field(({ run, repository }: CheckRunNode) => ({ repository, suite: run.suite })),
  },
  StatusContext: {
    id: field(({ status }: StatusContextNode) => nodeId("SC", status.id)),
    context: field(({ status }: StatusContextNode) => status.context),
    state: field(({ status }: StatusContextNode) => status.state.toUpperCase()),
    description: field(({ status }: StatusContextNode) => status.description),
    targetUrl: field(({ status }: StatusContextNode) => status.targetUrl),
    createdAt: field(({ status }: StatusContextNode) => status.createdAt),
    creator: field(({ status }: StatusContextNode) => actorNode(status.creator)),
  },
};

function upper(text: string | null): string | null {
  return text === null ? null : text.toUpperCase();
}

function runNode(repository: RepositoryRecord, run: CheckRunNode["run"]): CheckRunNode {
  return { __typename: "CheckRun", repository, run };
}

interface Filter {
  readonly appId?: number | null;
  readonly checkName?: string | null;
}

function checkSuites(
  { repository, commit }: CommitNode,
  { filterBy, ...page }: PageArguments & { readonly filterBy?: Filter | null },
  { world }: Context,
) {
  assertFilter(filterBy, ["appId", "checkName"]);
  const wanted = world.checks
    .suitesOn(repository, commit.sha)
    .filter(({ app }) => !filterBy?.appId || app.id === filterBy.appId)
    .filter((suite) => {
      const name = filterBy?.checkName;
      return !name || world.checks.inSuite(suite).some((run) => run.name === name);
    });
  return connection("checkSuites", wanted, page, (suite) => ({ repository, suite }));
}

/** The newest of each name, unless all are asked for. */
function checkRuns(
  { suite, repository }: SuiteNode,
  {
    filterBy,
    ...page
  }: PageArguments & { readonly filterBy?: (Filter & { checkType?: string | null }) | null },
  { world }: Context,
) {
  assertFilter(filterBy, ["appId", "checkName", "checkType"]);
  const runs = world.checks.inSuite(suite);
  const latest = runs.filter((run, index) => runs.findIndex(({ name }) => name === run.name) === index);
  const wanted = (filterBy?.checkType === "ALL" ? runs : latest)
    .filter(({ name }) => !filterBy?.checkName || name === filterBy.checkName)
    .filter(() => !filterBy?.appId || suite.app.id === filterBy.appId);
  return connection("checkRuns", wanted, page, (run) => runNode(repository, run));
}

function assertFilter(filter: object | null | undefined, heeded: readonly string[]): void {
  for (const [key, value] of Object.entries(filter ?? {})) {
    if (value != null && !heeded.includes(key)) {
      throw new QueryError("NOT_SERVED", `The sandbox does not serve the filter ${key} (docs/sandbox.md)`);
    }
  }
}
