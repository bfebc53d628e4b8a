// The repository acme/prompts on the test's wire: governed by a config, with one open pull request, which people of
// the tests change and review.

import { CONFIG, RATIONALE } from "../builders/a-pull-request.ts";
import {
  blobName,
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
import { answeredBy, page } from "./graphql.ts";
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
  /** Checks of head by name, each with its conclusion; still running where that is null. */
  readonly checks?: Readonly<Record<string, string | null>>;
  /** Who set the pull request's labels. */
  readonly labelled?: Readonly<Record<string, string>>;
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
  wire.on("POST /graphql", answeredBy({ repository: () => graphOf(situation, head) }));
  for (const { path, text } of files) {
    wire.on(`GET ${REPO}/contents/${encodeURIComponent(path)}`, { body: contentJson(path, text) });
  }
  for (const person of ["alice", "bob", "carol", "dan", "root", "ada"]) {
    wire.on(`GET ${REPO}/collaborators/${person}/permission`, { body: permissionJson(person, "write") });
  }
  return wire;
}

/** What GraphQL shows: files at head, others at every other commit, and no tags. */
function graphOf({ files = [TRIAGE], checks = {}, labelled = {} }: Situation, head: string): object {
  return {
    id: "R_1",
    defaultBranchRef: { name: "main" },
    refs: () => page([]),
    object: ({ oid }: { oid: string }) => ({
      __typename: "Commit",
      oid,
      file: ({ path }: { path: string }) => {
        const file = files.find((one) => one.path === path || one.previousPath === path);
        if (!file) return null;
        return entryOf(oid === head ? file.text : `${file.text}Before that.\n`);
      },
      checkSuites: ({ filterBy }: { filterBy: { checkName: string } }) =>
        page([{ checkRuns: page(runsOf(filterBy.checkName, checks)) }]),
      status: null,
    }),
    pullRequest: {
      timelineItems: page(
        Object.entries(labelled).map(([name, by]) => ({
          __typename: "LabeledEvent",
          actor: { __typename: "User", login: by },
          label: { name },
        })),
      ),
    },
  };
}

function entryOf(text: string): object {
  const oid = blobName(text);
  const object = { __typename: "Blob", oid, byteSize: text.length, isTruncated: false, text };
  return { mode: 0o100644, type: "blob", oid, object };
}

function runsOf(name: string, checks: Readonly<Record<string, string | null>>): object[] {
  const conclusion = checks[name];
  if (conclusion === undefined) return [];
  return [{ name, status: conclusion === null ? "IN_PROGRESS" : "COMPLETED", conclusion }];
}

/** What the check runs say, in the order they were written. */
export function titlesOf(wire: Wire): string[] {
  return wire.sent(WRITE_CHECK).map(({ body }) => (body as { output: { title: string } }).output.title);
}

/** Whose review was requested, in order. */
export function askedOf(wire: Wire): string[] {
  return wire.sent(ASK_REVIEW).flatMap(({ body }) => (body as { reviewers: string[] }).reviewers);
}
