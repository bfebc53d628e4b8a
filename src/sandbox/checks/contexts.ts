// What ran on a commit under each name, check runs and commit statuses alike.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { World } from "../world.ts";
import type { CheckRunRecord } from "./check-runs.ts";
import type { StatusRecord } from "./statuses.ts";

export type ContextState = "success" | "failure" | "pending";

export type Context = { readonly name: string; readonly state: ContextState } & (
  | { readonly kind: "check"; readonly run: CheckRunRecord }
  | { readonly kind: "status"; readonly status: StatusRecord }
);

/** `neutral` and `skipped` satisfy a required check too. */
const SATISFYING = new Set(["success", "neutral", "skipped"]);

/** The newest of each name: of check runs the newest that each App wrote. */
export function contextsOf(world: World, repository: RepositoryRecord, sha: string): Context[] {
  const runs = world.checks.on(repository, sha);
  const newest = runs.filter(
    (run, index) =>
      runs.findIndex((one) => one.name === run.name && one.suite.app === run.suite.app) === index,
  );
  return [
    ...newest.map((run) => ({ kind: "check" as const, name: run.name, state: stateOfRun(run), run })),
    ...world.statuses.latest(repository, sha).map((status) => ({
      kind: "status" as const,
      name: status.context,
      state: stateOfStatus(status),
      status,
    })),
  ];
}

function stateOfRun({ status, conclusion }: CheckRunRecord): ContextState {
  if (status !== "completed") return "pending";
  return SATISFYING.has(conclusion ?? "") ? "success" : "failure";
}

function stateOfStatus({ state }: StatusRecord): ContextState {
  return state === "error" ? "failure" : state;
}
