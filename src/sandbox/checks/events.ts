// The webhooks of check runs and check suites. They go to the App that wrote the run, and to no other.

import type { AppRecord } from "../accounts/apps.ts";
import { grants } from "../accounts/callers.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Json } from "../sandbox.ts";
import { checkRunJson, checkSuiteJson } from "../shapes/checks.ts";
import type { Cause, World } from "../world.ts";
import type { CheckRunRecord, CheckSuiteRecord } from "./check-runs.ts";

export function runHappened(
  world: World,
  run: CheckRunRecord,
  action: "created" | "completed" | "rerequested" | "requested_action",
  cause: Cause,
  more: Json = {},
): void {
  world.webhooks.happened({
    name: "check_run",
    action,
    repository: run.suite.repository,
    cause,
    onlyTo: run.suite.app,
    payload: { check_run: checkRunJson(world, run), ...more },
  });
}

export async function suiteHappened(
  world: World,
  suite: CheckSuiteRecord,
  action: "requested" | "rerequested" | "completed",
  cause: Cause,
): Promise<void> {
  const { repository: _, ...json } = await checkSuiteJson(world, suite);
  world.webhooks.happened({
    name: "check_suite",
    action,
    repository: suite.repository,
    cause,
    onlyTo: suite.app,
    payload: { check_suite: json },
  });
}

/** Each App that may write checks is asked for them at every push. */
export async function suitesRequested(
  world: World,
  repository: RepositoryRecord,
  branch: string,
  before: string | undefined,
  sha: string,
  cause: Cause,
): Promise<void> {
  for (const { app } of world.apps.installationsOn(repository.owner)) {
    if (!grants(app.permissions, "checks:write") || world.checks.suiteOf(repository, sha, app)) continue;
    const suite = openSuite(world, repository, sha, app, branch, before);
    await suiteHappened(world, suite, "requested", cause);
  }
}

export function openSuite(
  world: World,
  repository: RepositoryRecord,
  sha: string,
  app: AppRecord,
  branch: string | null,
  before = "0".repeat(40),
): CheckSuiteRecord {
  const id = world.nextId();
  return world.checks.addSuite({ id, repository, app, sha, branch, before, createdAt: world.now() });
}
