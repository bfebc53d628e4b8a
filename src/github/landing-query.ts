// The one query that tells what landed: commits, pull requests with their reviews and checks, files, tags, Releases and
// deployments of all prompts in question.

import type { Sha } from "../core/identity.ts";
import type { LandingQuery } from "../core/ports.ts";
import { allPathsOf } from "../core/release/touched.ts";
import { CHECK_NAME } from "./checks.ts";
import type { Operation } from "./graphql.ts";

/** How far back the branch is read, to tell an older landing from a newer one. */
const RECENT_COMMITS = 50;
/** Releases are looked for among the newest ones, so that one that is there costs no request of its own. */
const RECENT_RELEASES = 50;
const MOST_REVIEWS = 50;
/** Moves of an environment whose deployments are looked for, newest first. */
const RECENT_MOVES = 20;

export interface Selections {
  /** The blobs of the paths at a commit. */
  readonly names: string;
  /** The same with their bytes. */
  readonly bytes: string;
  /** The states of the required checks at a commit. */
  readonly checks: string;
  readonly pull: string;
}

export interface Wanted extends LandingQuery {
  /** Our App's id; undefined where any App's check counts as ours. */
  readonly appId?: number;
}

/** Paths in the order in which their aliases count: `f0` is the first one. */
export function pathsOf({ prompts }: Pick<LandingQuery, "prompts">): string[] {
  return [...new Set(prompts.flatMap(allPathsOf))];
}

export function selectionsFor(operation: Operation, wanted: Wanted): Selections {
  const paths = pathsOf(wanted).map((path) => operation.variable("String!", path));
  const names = filesSelection(paths, "mode type oid");
  const checks = checksSelection(operation, wanted.requiredChecks);
  return {
    names,
    bytes: filesSelection(paths, FILE_WITH_TEXT),
    checks,
    pull: pullSelection(operation, names, checks, wanted.appId),
  };
}

export const FILE_WITH_TEXT = "mode type oid object { ... on Blob { byteSize isTruncated text } }";

/** Of a commit. @param paths variables */
export function filesSelection(paths: readonly string[], content: string): string {
  return paths.map((path, position) => `f${position}: file(path: ${path}) { ${content} }`).join(" ");
}

/** By name, since a commit may have more checks than one page shows. */
export function checksSelection(operation: Operation, names: readonly string[]): string {
  if (names.length === 0) return "";
  const variables = names.map((name) => operation.variable("String!", name));
  const suites = variables.map(
    (name, position) =>
      `s${position}: checkSuites(first: 20, filterBy: { checkName: ${name} }) { nodes { checkRuns(first: 50, filterBy: { checkName: ${name}, checkType: LATEST }) { nodes { name status conclusion } } } }`,
  );
  const statuses = variables.map(
    (name, position) => `c${position}: context(name: ${name}) { context state }`,
  );
  return `${suites.join(" ")} status { ${statuses.join(" ")} }`;
}

/** Who set the labels of a pull request, the latest last. */
export const LABELS_SET =
  "timelineItems(itemTypes: [LABELED_EVENT], last: 50) { nodes { ... on LabeledEvent { actor { login __typename } label { name } } } }";

function pullSelection(
  operation: Operation,
  names: string,
  checks: string,
  appId: number | undefined,
): string {
  const gate = operation.variable("String!", CHECK_NAME);
  const app = appId === undefined ? "" : `, appId: ${operation.variable("Int!", appId)}`;
  return `
    number title body merged baseRefName headRefOid
    author { login __typename } mergedBy { login __typename }
    mergeCommit { oid }
    labels(first: 50) { nodes { name } }
    ${LABELS_SET}
    reviews(last: ${MOST_REVIEWS}, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) { nodes {
      fullDatabaseId state submittedAt authorCanPushToRepository author { login __typename } commit { oid ${names} }
    } }
    commits(last: 1) { nodes { commit {
      oid ${names} ${checks}
      gate: checkSuites(first: 20, filterBy: { checkName: ${gate}${app} }) { nodes { checkRuns(first: 20, filterBy: { checkName: ${gate} }) { nodes { databaseId conclusion externalId text } } } }
    } } }`;
}

/** What tells a landing from the others on its line. */
const LINK =
  "oid parents(first: 10) { nodes { oid } } associatedPullRequests(first: 5) { nodes { number merged baseRefName mergeCommit { oid } } }";

const LANDED = "messageHeadline author { user { login } }";

/** Adds the fields about the push as a whole. @param commits those whose line is to be known, `after` among them */
export function addPush(
  operation: Operation,
  wanted: Wanted,
  { bytes, checks, pull }: Selections,
  push: {
    readonly branch: string;
    readonly before: Sha;
    readonly after: Sha;
    readonly commits: readonly Sha[];
    readonly hint?: number | undefined;
  },
): string[] {
  const oid = (commit: Sha) => operation.variable("GitObjectID!", commit);
  const branch = operation.variable("String!", `refs/heads/${push.branch}`);
  // Where an event told of the pull request, its number is asked for; else whatever GitHub's index knows of the commit.
  const pulls =
    push.hint === undefined ? `pulls: associatedPullRequests(first: 5) { nodes { ${pull} } }` : "";
  const hinted =
    push.hint === undefined
      ? ""
      : `hinted: pullRequest(number: ${operation.variable("Int!", push.hint)}) { ${pull} }`;
  return [
    "id",
    `branch: ref(qualifiedName: ${branch}) { target { ... on Commit { history(first: ${RECENT_COMMITS}) { nodes { oid } } } } }`,
    `releases(first: ${RECENT_RELEASES}, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { tagName } }`,
    `before: object(oid: ${oid(push.before)}) { ... on Commit { oid ${bytes} } }`,
    `after: object(oid: ${oid(push.after)}) { ... on Commit { ${LINK} ${LANDED} ${bytes} ${checks} ${pulls} } }`,
    ...(hinted ? [hinted] : []),
    ...push.commits
      .filter((commit) => commit !== push.after)
      .map((commit, position) => `l${position}: object(oid: ${oid(commit)}) { ... on Commit { ${LINK} } }`),
    ...wanted.prompts.flatMap(({ prompt }, position) => {
      const prefix = operation.variable("String!", `refs/tags/prompts/${prompt}/`);
      const moves = operation.variable("String!", `refs/tags/prompts/${prompt}/env/${wanted.environment}/`);
      const environments = operation.variable("[String!]", [wanted.environment]);
      return [
        `t${position}: ${tagsSelection(prefix)}`,
        `m${position}: refs(refPrefix: ${moves}, first: ${RECENT_MOVES}, orderBy: ${NEWEST}) { nodes { target { ... on Tag { target { ... on Commit { deployments(environments: ${environments}, last: 50) { nodes { ${DEPLOYMENT} } } } } } } } }`,
      ];
    }),
  ];
}

/** Adds what the other landings of the push need. */
export function addLanding(
  operation: Operation,
  { bytes, checks, pull }: Selections,
  { commit, number, position }: { readonly commit: Sha; readonly number?: number; readonly position: number },
): string[] {
  const oid = operation.variable("GitObjectID!", commit);
  return [
    `l${position}: object(oid: ${oid}) { ... on Commit { oid ${LANDED} ${bytes} ${checks} } }`,
    ...(number === undefined
      ? []
      : [`p${position}: pullRequest(number: ${operation.variable("Int!", number)}) { ${pull} }`]),
  ];
}

const NEWEST = "{ field: TAG_COMMIT_DATE, direction: DESC }";

const DEPLOYMENT = "id databaseId task environment payload state latestStatus { state }";

const MOST_TAGS = 100;

/** @param prefix,after variables */
export function tagsSelection(prefix: string, after?: string, first: number = MOST_TAGS): string {
  const cursor = after === undefined ? "" : `, after: ${after}`;
  return `refs(refPrefix: ${prefix}, first: ${first}, orderBy: ${NEWEST}${cursor}) { pageInfo { hasNextPage endCursor } nodes { name prefix target { __typename oid ... on Tag { message tagger { date } target { oid } } } } }`;
}
