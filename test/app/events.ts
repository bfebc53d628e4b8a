// GitHub's events about acme/prompts, made from its own examples.

import webhooks from "@octokit/webhooks-examples" with { type: "json" };
import { RATIONALE } from "../builders/a-pull-request.ts";
import {
  type Json,
  objectName,
  type PullFacts,
  pullJson,
  type ReviewFacts,
  reviewJson,
  simplePullJson,
  userJson,
} from "../support/github-json.ts";
import { APP_ID, INSTALLATION } from "./an-app.ts";

export interface Example {
  readonly name: string;
  readonly examples: readonly Json[];
}

/** GitHub's 329 examples of 58 events. */
export const EXAMPLES = webhooks as unknown as readonly Example[];

function exampleOf(name: string, action?: string): Json {
  const examples = EXAMPLES.find((one) => one.name === name)?.examples ?? [];
  const found = examples.find((one) => action === undefined || one.action === action) ?? examples[0];
  return structuredClone(found ?? {});
}

export function event(name: string, more: Json, action?: string): Json {
  const json = exampleOf(name, action);
  const repository = {
    ...(json.repository as Json | undefined),
    name: "prompts",
    full_name: "acme/prompts",
    owner: userJson("acme"),
    default_branch: "main",
  };
  return { ...json, ...(action ? { action } : {}), repository, installation: { id: INSTALLATION }, ...more };
}

export function pullEvent(action: string, facts: PullFacts = {}, more: Json = {}): Json {
  const pull_request = pullJson({ body: RATIONALE, ...facts });
  return event("pull_request", { number: pull_request.number, pull_request, ...more }, action);
}

export function reviewEvent(action: string, review: ReviewFacts, facts: PullFacts = {}): Json {
  const pull_request = simplePullJson({ body: RATIONALE, ...facts });
  // Webhooks write states in small letters.
  const json = { ...reviewJson(review), state: (review.state ?? "approved").toLowerCase() };
  return event("pull_request_review", { review: json, pull_request }, action);
}

export function commentEvent(body: string, more: { by?: string; on?: "pull request" | "issue" } = {}): Json {
  const { by = "erin", on = "pull request" } = more;
  const json = exampleOf("issue_comment", "created") as Json & { issue: Json; comment: Json };
  const { pull_request: _pull, ...issue } = json.issue;
  return event(
    "issue_comment",
    {
      issue: { ...issue, number: 7, ...(on === "pull request" ? { pull_request: { url: "" } } : {}) },
      comment: { ...json.comment, id: 5, body, user: userJson(by, by.endsWith("[bot]") ? "Bot" : "User") },
    },
    "created",
  );
}

/** Of a branch that begins, unless more is told: then nothing lands. */
export function pushEvent(more: Json): Json {
  const commits = ((more.commits as Json[] | undefined) ?? []).map((one) => ({
    id: objectName("head"),
    ...one,
  }));
  return event("push", { ref: "refs/heads/main", forced: false, deleted: false, ...more, commits });
}

export function checkRunEvent(action: string, more: Json = {}): Json {
  const json = exampleOf("check_run", action) as Json & { check_run: Json };
  const check_run = {
    ...json.check_run,
    name: "prompt-steward",
    head_sha: objectName("head"),
    app: { id: APP_ID },
    pull_requests: [],
    ...more,
  };
  return event("check_run", { check_run }, action);
}
