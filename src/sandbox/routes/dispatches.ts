// Events that somebody asks for: `repository_dispatch` and `workflow_dispatch`. They start workflows even where a
// workflow's own token asks.

import { parse } from "yaml";
import { z } from "zod";
import { type Answer, ApiError, NO_CONTENT, notFound, readBody, unprocessable } from "../http/answer.ts";
import { type ActingCall, acts, type Route } from "../http/route.ts";

const LARGEST_PAYLOAD = 64 * 1024;

const RepositoryDispatch = z.object({
  event_type: z.string().min(1).max(100),
  client_payload: z
    .record(z.string(), z.unknown())
    .default({})
    .refine((payload) => Object.keys(payload).length <= 10, "No more than 10 properties are allowed")
    .refine((payload) => JSON.stringify(payload).length < LARGEST_PAYLOAD, "is 64 KB or larger"),
});
const WorkflowDispatch = z.object({
  ref: z.string().min(1),
  inputs: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .refine((inputs) => Object.keys(inputs).length <= 25, "No more than 25 inputs are allowed"),
});

const REPO = "/repos/{owner}/{repo}";

export const dispatchRoutes: readonly Route[] = [
  acts(`POST ${REPO}/dispatches`, "contents:write", "write", dispatchRepository),
  acts(`POST ${REPO}/actions/workflows/{workflow_id}/dispatches`, "actions:write", "write", dispatchWorkflow),
];

async function dispatchRepository(call: ActingCall): Promise<Answer> {
  const { world, repository, actor } = call;
  const { event_type, client_payload } = readBody(call.body, RepositoryDispatch);
  world.webhooks.happened({
    name: "repository_dispatch",
    action: event_type,
    repository,
    cause: { actor, by: "other" },
    payload: { branch: repository.defaultBranch, client_payload },
  });
  return NO_CONTENT;
}

async function dispatchWorkflow(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, parameters } = call;
  const { ref, inputs } = readBody(call.body, WorkflowDispatch);
  const path = `.github/workflows/${parameters.workflow_id}`;
  const onDefault = await world.refs.branch(repository, repository.defaultBranch);
  // GitHub knows a workflow by its file on the default branch.
  if (!onDefault || !(await world.objects.treeOf(repository, onDefault)).has(path)) throw notFound();
  const sha = await world.refs.resolve(repository, ref);
  if (!sha) throw new ApiError(422, `No ref found for: ${ref}`);
  const file = (await world.objects.treeOf(repository, sha)).get(path);
  const text = file && (await world.objects.blob(repository, file.sha)).toString("utf8");
  const known = text === undefined ? undefined : inputsOf(text);
  if (!known) throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
  const unexpected = Object.keys(inputs).filter((name) => !known.includes(name));
  if (unexpected.length > 0) {
    throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  }
  const isBranch = (await world.refs.branch(repository, ref)) !== undefined;
  const whole = ref.startsWith("refs/") ? ref : `refs/${isBranch ? "heads" : "tags"}/${ref}`;
  world.webhooks.happened({
    name: "workflow_dispatch",
    repository,
    cause: { actor, by: "other" },
    payload: { inputs, ref: whole, workflow: path },
  });
  return NO_CONTENT;
}

/** @returns the inputs that the workflow takes; undefined where nobody can ask for it */
function inputsOf(workflow: string): string[] | undefined {
  const json: unknown = parse(workflow);
  const on: unknown = typeof json === "object" && json !== null && "on" in json ? json.on : undefined;
  if (on === "workflow_dispatch" || (Array.isArray(on) && on.includes("workflow_dispatch"))) return [];
  if (typeof on !== "object" || on === null || !("workflow_dispatch" in on)) return undefined;
  const trigger = on.workflow_dispatch as { readonly inputs?: Readonly<Record<string, unknown>> } | null;
  return Object.keys(trigger?.inputs ?? {});
}
