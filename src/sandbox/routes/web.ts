// What people do in GitHub's pages only, for which its API has no route: pressing the buttons of a check run.

import { z } from "zod";
import { runHappened } from "../checks/events.ts";
import { NO_CONTENT, readBody, unprocessable } from "../http/answer.ts";
import { acts, type Route } from "../http/route.ts";
import { causeOf } from "../world.ts";
import { runOf } from "./checks.ts";

export const webRoutes: readonly Route[] = [
  acts("POST /web/{owner}/{repo}/runs/{check_run_id}/actions", "checks:write", "write", async (call) => {
    const { world, actor, caller } = call;
    const run = runOf(call);
    const { identifier } = readBody(call.body, z.object({ identifier: z.string() }));
    const offered = run.actions.map((action) => action.identifier);
    if (!offered.includes(identifier)) {
      throw unprocessable(`The check run has no button ${identifier}, but ${offered.join(", ") || "none"}`);
    }
    const more = { requested_action: { identifier } };
    runHappened(world, run, "requested_action", causeOf(actor, caller), more);
    return NO_CONTENT;
  }),
  acts("GET /web/{owner}/{repo}/runs/{check_run_id}/actions", "checks:read", "read", async (call) => {
    return { status: 200, body: runOf(call).actions };
  }),
];
