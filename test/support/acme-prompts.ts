// The repository acme/prompts on the test's wire: governed by a config, with one open pull request, which people of
// the tests change and review.

import { CONFIG, RATIONALE } from "../builders/a-pull-request.ts";
import {
  checkRunJson,
  checkRunsJson,
  comparisonJson,
  contentJson,
  type FileFacts,
  objectName,
  type PullFacts,
  permissionJson,
  pullJson,
  type ReviewFacts,
  type RunFacts,
  reviewJson,
  simplePullJson,
  userJson,
} from "./github-json.ts";
import type { Wire } from "./wire.ts";

export const REPO = "/repos/acme/prompts";
export const HEAD = objectName("head");
export const WRITE_CHECK = `POST ${REPO}/check-runs`;
export const ASK_REVIEW = `POST ${REPO}/pulls/7/requested_reviewers`;

export interface Situation {
  readonly pull?: PullFacts;
  readonly files?: readonly (FileFacts & { readonly text: string })[];
  readonly reviews?: readonly ReviewFacts[];
  readonly config?: string | null;
}

/** A prompt of alice's (bob stands in) that erin changes; too long for the comparison to show it whole. */
export const TRIAGE = { path: "prompts/triage.txt", text: "Sort the ticket into a queue.\n" };

/** Check runs are kept as they are written, as GitHub does. */
export function serveAcmePrompts(wire: Wire, situation: Situation = {}): Wire {
  const { pull: facts = {}, files = [TRIAGE], reviews = [], config = CONFIG } = situation;
  const pull: PullFacts = { body: RATIONALE, ...facts };
  const { base = "main", head = HEAD, number = 7 } = pull;
  const written: (RunFacts & { readonly at: string })[] = [];
  wire
    .on(`GET ${REPO}/pulls/${number}`, { body: pullJson(pull) })
    .on(`GET ${REPO}/pulls`, { body: [simplePullJson(pull)] })
    .on(`GET ${REPO}/pulls/${number}/reviews`, { body: reviews.map(reviewJson) })
    .on(`GET ${REPO}/compare/refs%2Fheads%2F${encodeURIComponent(base)}...${head}`, {
      body: comparisonJson({ files, commits: [{ sha: head }] }),
    })
    .on(WRITE_CHECK, ({ body }) => {
      const { head_sha, output, external_id } = body as {
        head_sha: string;
        output: { title: string; text?: string };
        external_id?: string;
      };
      const run = {
        id: written.length + 1,
        title: output.title,
        ...(output.text === undefined ? {} : { text: output.text }),
        ...(external_id ? { pull: Number(external_id.slice("pull/".length)) } : {}),
      };
      written.push({ ...run, at: head_sha });
      return { status: 201, body: checkRunJson(run) };
    })
    .on(`GET ${REPO}/commits/${head}/check-runs`, () => ({
      body: checkRunsJson(written.filter(({ at }) => at === head)),
    }))
    .on(`POST ${REPO}/pulls/${number}/requested_reviewers`, { status: 201, body: simplePullJson(pull) })
    .on("GET /orgs/acme/teams/ai-platform/members", { body: [userJson("root"), userJson("ada")] });
  const route = `GET ${REPO}/contents/.github%2Fprompt-steward.yml`;
  if (config === null) wire.on(route, { status: 404, body: { message: "Not Found" } });
  else wire.on(route, { body: contentJson(".github/prompt-steward.yml", config) });
  for (const { path, text } of files) {
    wire.on(`GET ${REPO}/contents/${encodeURIComponent(path)}`, { body: contentJson(path, text) });
  }
  for (const person of ["alice", "bob", "carol", "dan", "root", "ada"]) {
    wire.on(`GET ${REPO}/collaborators/${person}/permission`, { body: permissionJson(person, "write") });
  }
  return wire;
}

/** What the check runs say, in the order they were written. */
export function titlesOf(wire: Wire): string[] {
  return wire.sent(WRITE_CHECK).map(({ body }) => (body as { output: { title: string } }).output.title);
}

/** Whose review was requested, in order. */
export function askedOf(wire: Wire): string[] {
  return wire.sent(ASK_REVIEW).flatMap(({ body }) => (body as { reviewers: string[] }).reviewers);
}
