// The Probot app: each webhook event to what it means for the gate.

import { setTimeout as pause } from "node:timers/promises";
import type { Probot } from "probot";
import type { AppSettings } from "./context.ts";
import { handleComment } from "./events/comment.ts";
import { handleEvaluated } from "./events/evaluated.ts";
import { handleCheck, handleClosed } from "./events/landed.ts";
import { handleMergeGroup } from "./events/merge-group.ts";
import { handlePeopleChange } from "./events/people.ts";
import { handleLabel, handlePullRequest, handleReview } from "./events/pull-request.ts";
import { handlePush } from "./events/push.ts";
import { handleRerequest } from "./events/rerequest.ts";
import { Gate, type GateOptions } from "./gate.ts";

/** @param options for tests: clock and pauses */
export function stewardApp(app: Probot, settings: AppSettings, options: Partial<GateOptions> = {}): void {
  const gate = new Gate(settings, {
    startedAt: new Date(),
    pause,
    warn: (message) => app.log.warn(message),
    ...options,
  });

  app.on(
    [
      "pull_request.opened",
      "pull_request.synchronize",
      "pull_request.reopened",
      "pull_request.edited",
      "pull_request.ready_for_review",
      "pull_request.converted_to_draft",
    ],
    (event) => handlePullRequest(event, gate),
  );
  app.on(["pull_request.labeled", "pull_request.unlabeled"], (event) => handleLabel(event, gate));
  app.on(
    ["pull_request_review.submitted", "pull_request_review.edited", "pull_request_review.dismissed"],
    (event) => handleReview(event, gate),
  );
  app.on(["check_run.rerequested", "check_run.requested_action", "check_suite.rerequested"], (event) =>
    handleRerequest(event, gate),
  );
  app.on("merge_group.checks_requested", (event) => handleMergeGroup(event, gate));
  app.on("push", (event) => handlePush(event, gate));
  app.on("pull_request.closed", (event) => handleClosed(event, gate));
  app.on(["check_run.completed", "status"], (event) => handleCheck(event, gate));
  app.on(["check_run.completed", "status"], (event) => handleEvaluated(event, gate));
  app.on(["member", "membership", "organization", "team"], (event) => handlePeopleChange(event, gate));
  app.on("issue_comment.created", (event) => handleComment(event, gate));
}
