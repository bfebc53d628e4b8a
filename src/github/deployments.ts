// GitHub Deployments, which show on GitHub's own pages what runs where. The tags are the record; these only mirror it.

import * as z from "zod";
import type { DeploymentMove, Deployments, MirrorProblem } from "../core/ports.ts";
import type { KnownDeployment } from "../core/release/facts.ts";
import { type RepositoryClient, repositoryParameters, statusOf, unlessMissing } from "./client.ts";
import { knownDeployment, taskOf } from "./deployment-answer.ts";
import { Operation, send } from "./graphql.ts";

/** Where GitHub ends the description of a deployment and of a status. */
const LONGEST_DESCRIPTION = 140;
/** Deployments of one prompt in one environment that are looked through, newest first. */
const MOST_LISTED = 30;

const Listed = z.array(
  z.object({
    id: z.number(),
    node_id: z.string(),
    environment: z.string(),
    task: z.string(),
    payload: z.unknown(),
  }),
);
type Listed = z.infer<typeof Listed>[number];

export function deployments(client: RepositoryClient): Deployments {
  return {
    async list(prompt, environment) {
      const listed = await list(client, taskOf(prompt), environment);
      const states = await statesOf(client, listed);
      return listed.map((one) => toKnown(one, states.get(one.node_id) ?? ""));
    },

    async record(moves, former, claimOf) {
      const problems: MirrorProblem[] = [];
      const statuses: Status[] = former.map((id) => ({ id, state: "INACTIVE" }));
      for (const move of moves) {
        try {
          const id = move.known ?? (await create(client, move, claimOf(move)));
          statuses.push({ id, state: move.state === "success" ? "SUCCESS" : "INACTIVE", move });
        } catch (error) {
          problems.push(problemOf(move, "made", error));
        }
      }
      return [...problems, ...(await writeStatuses(client, statuses))];
    },
  };
}

async function list(client: RepositoryClient, task: string, environment: string): Promise<Listed[]> {
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/deployments", {
    ...repositoryParameters(client),
    task,
    environment,
    per_page: MOST_LISTED,
  });
  return Listed.parse(data);
}

/** @returns the node id */
async function create(
  client: RepositoryClient,
  move: DeploymentMove,
  claim: "held" | "unsure",
): Promise<string> {
  const find = async () =>
    (await list(client, taskOf(move.prompt), move.environment))
      .filter((one) => toKnown(one, "").move === move.move)
      .sort((a, b) => a.id - b.id)[0];
  if (claim === "unsure") {
    const found = await find();
    if (found) return found.node_id;
  }
  const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/deployments", {
    ...repositoryParameters(client),
    ref: move.tag,
    task: taskOf(move.prompt),
    environment: move.environment,
    description: cut(move.description),
    payload: {
      prompt: move.prompt,
      version: move.version,
      move: move.move,
      ...(move.digest && { digest: move.digest }),
    },
    // Else GitHub would merge the default branch into the tag, or wait for every check there is.
    auto_merge: false,
    required_contexts: [],
  });
  if (!("node_id" in data)) throw new Error(`GitHub made no deployment: ${data.message}`);
  if (claim === "held") return data.node_id;
  const first = await find();
  if (!first || first.id >= Number(data.id)) return data.node_id;
  await takeBack(client, Number(data.id));
  return first.node_id;
}

/** Another run made one for the same move at the same moment. GitHub deletes no deployment that may be active. */
async function takeBack(client: RepositoryClient, id: number): Promise<void> {
  const parameters = { ...repositoryParameters(client), deployment_id: id };
  await client.octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
    ...parameters,
    state: "inactive",
    auto_inactive: false,
  });
  await unlessMissing(
    () => client.octokit.request("DELETE /repos/{owner}/{repo}/deployments/{deployment_id}", parameters),
    [404, 422],
  );
}

interface Status {
  readonly id: string;
  readonly state: "SUCCESS" | "INACTIVE";
  /** Undefined for a former deployment. */
  readonly move?: DeploymentMove;
}

/** In one request for all. `autoInactive` is off, since it would end the deployments of all other prompts, too. */
async function writeStatuses(
  client: RepositoryClient,
  statuses: readonly Status[],
): Promise<MirrorProblem[]> {
  if (statuses.length === 0) return [];
  const operation = new Operation("mutation");
  for (const [position, { id, state, move }] of statuses.entries()) {
    const input = operation.variable("CreateDeploymentStatusInput!", {
      deploymentId: id,
      state,
      autoInactive: false,
      description: move ? cut(move.description) : "Another release runs here now.",
    });
    operation.add(`s${position}: createDeploymentStatus(input: ${input}) { deploymentStatus { id } }`);
  }
  try {
    const { problems } = await send(client.octokit, operation);
    return statuses.flatMap(({ move }, position) => {
      const problem = problems.find(({ alias }) => alias === undefined || alias === `s${position}`);
      return problem && move ? [problemOf(move, "given its status", new Error(problem.message))] : [];
    });
  } catch (error) {
    return statuses.flatMap(({ move }) => (move ? [problemOf(move, "given its status", error)] : []));
  }
}

async function statesOf(
  client: RepositoryClient,
  listed: readonly Listed[],
): Promise<ReadonlyMap<string, string>> {
  if (listed.length === 0) return new Map();
  const query = new Operation("query");
  const ids = query.variable(
    "[ID!]!",
    listed.map((one) => one.node_id),
  );
  query.add(`nodes(ids: ${ids}) { ... on Deployment { id state latestStatus { state } } }`);
  const { data } = await send(client.octokit, query);
  const { nodes } = States.parse(data);
  return new Map(
    nodes.flatMap((node) =>
      node?.id ? [[node.id, node.latestStatus?.state ?? node.state ?? ""] as const] : [],
    ),
  );
}

const States = z.object({
  nodes: z.array(
    z
      .object({
        id: z.string().optional(),
        state: z.string().nullish(),
        latestStatus: z.object({ state: z.string() }).nullish(),
      })
      .nullable(),
  ),
});

function toKnown({ node_id: id, task, environment, payload }: Listed, state: string): KnownDeployment {
  return knownDeployment({ id, task, environment, payload, state });
}

function problemOf(
  { tag, environment, version, prompt }: DeploymentMove,
  what: string,
  error: unknown,
): MirrorProblem {
  const status = statusOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  const isDenied = status === 403 || status === 404 || /not accessible|forbidden/i.test(reason);
  return {
    tag,
    message: `The deployment of ${prompt} ${version} to ${environment} could not be ${what}: ${reason}`,
    fix: isDenied
      ? "Give Prompt Steward the permission `deployments: write` (docs/permissions.md), then comment `/steward recheck` on the pull request."
      : "Comment `/steward recheck` on the pull request to try again.",
    isFinal: isDenied || (status !== undefined && status >= 400 && status < 500 && status !== 429),
  };
}

function cut(text: string): string {
  return text.length <= LONGEST_DESCRIPTION
    ? text
    : `${text.slice(0, LONGEST_DESCRIPTION - 1).toWellFormed()}…`;
}
