// Check runs and suites: written by Apps alone, within GitHub's limits.

import { z } from "zod";
import { appOf } from "../accounts/callers.ts";
import type { CheckOutput, CheckRunRecord } from "../checks/check-runs.ts";
import { openSuite, runHappened, suiteHappened } from "../checks/events.ts";
import {
  type Answer,
  created,
  forbiddenToIntegration,
  notFound,
  ok,
  readBody,
  unprocessable,
} from "../http/answer.ts";
import { linkHeader, listAnswer, onPage, pageOf } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { checkRunJson, checkSuiteJson } from "../shapes/checks.ts";
import { causeOf } from "../world.ts";

const LONGEST_OUTPUT = 65_535;
const MOST_ANNOTATIONS = 50;
const MOST_ACTIONS = 3;

const Annotation = z.object({
  path: z.string().min(1),
  start_line: z.int().positive(),
  end_line: z.int().positive(),
  start_column: z
    .int()
    .positive()
    .nullish()
    .transform((value) => value ?? null),
  end_column: z
    .int()
    .positive()
    .nullish()
    .transform((value) => value ?? null),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= 64 * 1024, "is longer than 64 KB"),
  title: z
    .string()
    .max(255)
    .nullish()
    .transform((value) => value ?? null),
  raw_details: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
});
const Output = z.object({
  title: z.string().optional(),
  summary: z.string().max(LONGEST_OUTPUT),
  text: z.string().max(LONGEST_OUTPUT).optional(),
  annotations: z.array(Annotation).max(MOST_ANNOTATIONS).default([]),
  images: z.array(z.looseObject({})).optional(),
});
const Action = z.object({
  label: z.string().max(20),
  description: z.string().max(40),
  identifier: z.string().max(20),
});
const CONCLUSIONS = ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"];
const Parts = {
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: z.enum(CONCLUSIONS).optional(),
  details_url: z.url().optional(),
  external_id: z.string().optional(),
  started_at: z.iso.datetime().optional(),
  completed_at: z.iso.datetime().optional(),
  output: Output.optional(),
  actions: z.array(Action).max(MOST_ACTIONS).optional(),
};
const NewRun = z.object({ name: z.string().min(1), head_sha: z.string().min(1), ...Parts });
const ChangedRun = z.object({ name: z.string().min(1).optional(), ...Parts });

const REPO = "/repos/{owner}/{repo}";
const RUN = `${REPO}/check-runs/{check_run_id}` as const;
const SUITE = `${REPO}/check-suites/{check_suite_id}` as const;

export const checkRoutes: readonly Route[] = [
  acts(`POST ${REPO}/check-runs`, "checks:write", "read", createRun),
  acts(`PATCH ${RUN}`, "checks:write", "read", updateRun),
  reads(`GET ${RUN}`, "checks:read", async (call) => ok(checkRunJson(call.world, runOf(call)))),
  reads(`GET ${RUN}/annotations`, "checks:read", listAnnotations),
  acts(`POST ${RUN}/rerequest`, "checks:write", "write", rerequestRun),
  reads(`GET ${REPO}/commits/{ref}/check-runs`, "checks:read", listRuns),
  reads(`GET ${REPO}/commits/{ref}/check-suites`, "checks:read", listSuites),
  reads(`GET ${SUITE}`, "checks:read", async (call) => ok(await checkSuiteJson(call.world, suiteOf(call)))),
  reads(`GET ${SUITE}/check-runs`, "checks:read", async (call) =>
    runsAnswer(call, call.world.checks.inSuite(suiteOf(call))),
  ),
  acts(`POST ${SUITE}/rerequest`, "checks:write", "write", rerequestSuite),
];

export function runOf({ world, repository, parameters }: RepositoryCall): CheckRunRecord {
  const run = world.checks.find(repository, Number(parameters.check_run_id));
  if (!run) throw notFound();
  return run;
}

function suiteOf({ world, repository, parameters }: RepositoryCall) {
  const suite = world.checks.suite(repository, Number(parameters.check_suite_id));
  if (!suite) throw notFound();
  return suite;
}

async function createRun(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const app = appOf(caller);
  if (!app) throw forbiddenToIntegration();
  const wanted = readBody(call.body, NewRun);
  const commit = await world.objects.commit(repository, wanted.head_sha);
  if (!commit) throw unprocessable(`No commit found for SHA: ${wanted.head_sha}`);
  const branches = await world.refs.branches(repository);
  const branch = branches.find(({ sha }) => sha === commit.sha)?.name ?? null;
  const suite =
    world.checks.suiteOf(repository, commit.sha, app) ??
    openSuite(world, repository, commit.sha, app, branch);
  const run: CheckRunRecord = {
    id: world.nextId(),
    suite,
    name: wanted.name,
    status: "queued",
    conclusion: null,
    startedAt: wanted.started_at ?? world.now(),
    completedAt: null,
    externalId: "",
    detailsUrl: null,
    output: { title: null, summary: null, text: null, annotations: [] },
    actions: [],
  };
  apply(run, wanted, world.now());
  world.checks.add(run);
  runHappened(world, run, run.status === "completed" ? "completed" : "created", causeOf(actor, caller));
  await world.queue.checked(repository, commit.sha);
  return created(checkRunJson(world, run));
}

async function updateRun(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const run = runOf(call);
  if (appOf(caller) !== run.suite.app) throw forbiddenToIntegration();
  const wasCompleted = run.status === "completed";
  apply(run, readBody(call.body, ChangedRun), world.now());
  if (!wasCompleted && run.status === "completed") {
    runHappened(world, run, "completed", causeOf(actor, caller));
  }
  await world.queue.checked(repository, run.suite.sha);
  return ok(checkRunJson(world, run));
}

/** Only what is given changes; annotations are added to those there are. */
function apply(run: CheckRunRecord, wanted: z.infer<typeof ChangedRun>, now: string): void {
  const isConcluded = wanted.conclusion !== undefined || wanted.completed_at !== undefined;
  const status = wanted.status ?? (isConcluded ? "completed" : run.status);
  const conclusion = wanted.conclusion ?? (status === "completed" ? run.conclusion : null);
  if (status === "completed" && !conclusion)
    throw unprocessable("conclusion is required when status is completed");
  Object.assign(run, {
    name: wanted.name ?? run.name,
    status,
    conclusion: status === "completed" ? conclusion : null,
    completedAt: status === "completed" ? (wanted.completed_at ?? run.completedAt ?? now) : null,
    externalId: wanted.external_id ?? run.externalId,
    detailsUrl: wanted.details_url ?? run.detailsUrl,
    output: wanted.output ? mergedOutput(run.output, wanted.output) : run.output,
    actions: wanted.actions ?? run.actions,
  });
}

function mergedOutput(old: CheckOutput, given: z.infer<typeof Output>): CheckOutput {
  return {
    title: given.title ?? old.title,
    summary: given.summary,
    text: given.text ?? old.text,
    annotations: [...old.annotations, ...given.annotations],
  };
}

async function listAnnotations(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const run = runOf(call);
  return listAnswer(call, run.output.annotations, (annotation) => ({
    ...annotation,
    blob_href: `${world.url}/${repository.fullName}/blob/${run.suite.sha}/${annotation.path}`,
  }));
}

async function listRuns(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters, query } = call;
  const sha = await world.refs.resolve(repository, parameters.ref ?? "");
  if (!sha) throw unprocessable(`No commit found for SHA: ${parameters.ref}`);
  const [name, status, app] = [query.get("check_name"), query.get("status"), query.get("app_id")];
  const found = world.checks
    .on(repository, sha)
    .filter((run) => !name || run.name === name)
    .filter((run) => !status || run.status === status)
    .filter((run) => !app || run.suite.app.id === Number(app));
  // "latest" is the newest of each name that each App wrote.
  const latest = found.filter(
    (run, index) =>
      found.findIndex((one) => one.name === run.name && one.suite.app === run.suite.app) === index,
  );
  return runsAnswer(call, query.get("filter") === "all" ? found : latest);
}

function runsAnswer(call: RepositoryCall, runs: readonly CheckRunRecord[]): Answer {
  const page = pageOf(call);
  const check_runs = onPage(runs, page).map((run) => checkRunJson(call.world, run));
  return { ...ok({ total_count: runs.length, check_runs }), headers: linkHeader(call, runs.length, page) };
}

async function listSuites(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const sha = await world.refs.resolve(repository, parameters.ref ?? "");
  if (!sha) throw unprocessable(`No commit found for SHA: ${parameters.ref}`);
  const suites = world.checks.suitesOn(repository, sha);
  const shown: Json[] = [];
  for (const suite of suites) shown.push(await checkSuiteJson(world, suite));
  return ok({ total_count: suites.length, check_suites: shown });
}

async function rerequestRun(call: ActingCall): Promise<Answer> {
  runHappened(call.world, runOf(call), "rerequested", causeOf(call.actor, call.caller));
  return created({});
}

async function rerequestSuite(call: ActingCall): Promise<Answer> {
  await suiteHappened(call.world, suiteOf(call), "rerequested", causeOf(call.actor, call.caller));
  return created({});
}
