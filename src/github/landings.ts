// What landed, read from GitHub in one query for all prompts at once; further ones only where a push brought several
// landings, or where there is more than fits a page.

import * as z from "zod";
import { type Sha, sha } from "../core/identity.ts";
import type { Landings, MergedPull, PushRange } from "../core/ports.ts";
import { type ChainCommit, type Stretch, stretchesOf } from "../core/release/chain.ts";
import type { CommittedFile, ReleaseFacts } from "../core/release/facts.ts";
import type { LandedPull, Landing } from "../core/release/landing.ts";
import { readBlob } from "./blobs.ts";
import type { RepositoryClient } from "./client.ts";
import { toDeployments } from "./deployment-answer.ts";
import { addRepository, askRepository, Operation, send } from "./graphql.ts";
import { history } from "./history.ts";
import {
  type LandedCommit,
  Repository,
  toChainCommit,
  toChecks,
  toFiles,
  toLandedCommit,
  toLandedPull,
  toTagPage,
} from "./landing-answer.ts";
import {
  addLanding,
  addPush,
  checksSelection,
  pathsOf,
  selectionsFor,
  type Wanted,
} from "./landing-query.ts";
import type { RepositoryIds } from "./repository-ids.ts";
import { readTagsBelow } from "./tag-pages.ts";

/** More commits than this are not looked through for landings: then the push counts as one. */
const MOST_COMMITS = 250;
/** GitHub answers a query within ten seconds or not at all. */
const MOST_PROMPTS = 50;
/** Of a file that is released, in bytes; the gate lets no larger one through. */
const LARGEST_FILE = 1024 * 1024;

export function landings(client: RepositoryClient, ids: RepositoryIds, appId?: number): Landings {
  return {
    read: (range, query) => readPush(client, ids, range, appId === undefined ? query : { ...query, appId }),
    blob: (blob) => readBlob(client, blob),
    merged: (number, requiredChecks) => readMerged(client, number, requiredChecks),
  };
}

async function readPush(
  client: RepositoryClient,
  ids: RepositoryIds,
  range: PushRange,
  wanted: Wanted,
): Promise<ReleaseFacts> {
  const parts: ReleaseFacts[] = [];
  for (let start = 0; start < wanted.prompts.length; start += MOST_PROMPTS) {
    const prompts = wanted.prompts.slice(start, start + MOST_PROMPTS);
    parts.push(await readPart(client, ids, range, { ...wanted, prompts }));
  }
  const [first, ...rest] = parts;
  if (!first) throw new Error("a query for no prompt");
  return rest.reduce(joined, first);
}

async function readPart(
  client: RepositoryClient,
  ids: RepositoryIds,
  range: PushRange,
  wanted: Wanted,
): Promise<ReleaseFacts> {
  const { branch, before, after } = range;
  const known = range.commits ?? (await commitsOf(client, range));
  const commits = known.length > MOST_COMMITS ? [after] : known;
  const hint = range.pulls.get(after);
  const query = new Operation("query");
  const selections = selectionsFor(query, wanted);
  const fields = addPush(query, wanted, selections, { branch, before, after, commits, hint });
  const answer = await askRepository(client, query, fields);
  const read = Repository.parse(answer);
  ids.remember(read.id);

  const stretches = stretchesFrom(answer, range, commits);
  const paths = pathsOf(wanted);
  const pull = pullOfAfter(read, paths, range);
  const facts: Facts = new Map([
    [after, { landed: toLandedCommit(read.after), json: read.after, pull }],
    ...(await readOthers(client, wanted, range, stretches.slice(0, -1))),
  ]);
  return {
    landings: stretches.map((stretch) => toLanding(stretch, facts)),
    tags: await readTagsBelow(
      client,
      wanted.prompts.map(({ prompt }) => prompt),
      wanted.prompts.map((_, position) => toTagPage(answer[`t${position}`])),
    ),
    files: await filesOf(
      client,
      [[before, read.before], ...[...facts].map(([at, { json }]) => [at, json] as const)],
      paths,
    ),
    recent: (read.branch?.target?.history ?? []).map(({ oid }) => sha(oid)),
    released: new Set(read.releases.map(({ tagName }) => tagName)),
    deployments: uniqueById(wanted.prompts.flatMap((_, position) => toDeployments(answer[`m${position}`]))),
  };
}

async function commitsOf(client: RepositoryClient, { before, after }: PushRange): Promise<readonly Sha[]> {
  const changes = await history(client).changes(before, after);
  return changes ? changes.commits.map((commit) => commit.sha) : [after];
}

function stretchesFrom(
  answer: Readonly<Record<string, unknown>>,
  { branch, before, after, pulls }: PushRange,
  commits: readonly Sha[],
): Stretch[] {
  const chain = Object.entries(answer).flatMap(([alias, json]): ChainCommit[] => {
    const commit = /^(?:after|l\d+)$/.test(alias) ? toChainCommit(json, branch) : undefined;
    const told = commit && pulls.get(commit.sha);
    return commit ? [told === undefined ? commit : { ...commit, pull: told }] : [];
  });
  // Where not all commits are known, the push is one landing that begins where it began.
  const isWhole = commits.length > 1 || chain[0]?.parents[0] === before;
  const stretches = stretchesOf(chain, before, after);
  return isWhole ? stretches : stretches.map((stretch) => ({ ...stretch, before }));
}

function pullOfAfter(
  { after, hinted }: z.infer<typeof Repository>,
  paths: readonly string[],
  { branch }: PushRange,
): LandedPull | undefined {
  if (hinted !== undefined && hinted !== null) return toLandedPull(hinted, paths, branch);
  return (after?.pulls ?? []).flatMap((pull) => toLandedPull(pull, paths, branch) ?? [])[0];
}

type Facts = Map<Sha, { landed: LandedCommit; json: unknown; pull?: LandedPull | undefined }>;

/** The landings of the push but the last one, which the first query tells. */
async function readOthers(
  client: RepositoryClient,
  wanted: Wanted,
  { branch }: PushRange,
  stretches: readonly Stretch[],
): Promise<Facts> {
  const facts: Facts = new Map();
  if (stretches.length === 0) return facts;
  const query = new Operation("query");
  const selections = selectionsFor(query, wanted);
  const fields = stretches.flatMap(({ commit, pull }, position) =>
    addLanding(query, selections, { commit, position, ...(pull !== undefined && { number: pull }) }),
  );
  const answer = await askRepository(client, query, fields);
  const paths = pathsOf(wanted);
  for (const [position, { commit }] of stretches.entries()) {
    const json = answer[`l${position}`];
    facts.set(commit, {
      landed: toLandedCommit(json),
      json,
      pull: toLandedPull(answer[`p${position}`], paths, branch),
    });
  }
  return facts;
}

function toLanding({ commit, before }: Stretch, facts: Facts): Landing {
  const known = facts.get(commit);
  if (!known) throw new Error(`GitHub did not tell what landed at ${commit}`);
  const { landed, pull } = known;
  const { by, ...rest } = landed;
  return { commit, before, ...rest, ...(pull ? { pull } : by && { by }) };
}

async function filesOf(
  client: RepositoryClient,
  commits: readonly (readonly [Sha, unknown])[],
  paths: readonly string[],
): Promise<CommittedFile[]> {
  const files: CommittedFile[] = [];
  for (const [commit, json] of commits) {
    for (const { path, file } of toFiles(json, paths)) {
      const content =
        file.kind !== "elsewhere"
          ? file
          : file.size > LARGEST_FILE
            ? ({ kind: "too-large", size: file.size } as const)
            : await readBlob(client, file.blob);
      files.push({ commit, path, content });
    }
  }
  return files;
}

const Merged = z
  .looseObject({
    merged: z.boolean(),
    baseRefName: z.string(),
    baseRefOid: z.string(),
    headRefOid: z.string(),
    mergeCommit: z.looseObject({ oid: z.string() }).nullish(),
    commits: z.object({ nodes: z.array(z.object({ commit: z.looseObject({}) }).nullable()).nullish() }),
    files: z.object({ nodes: z.array(z.object({ path: z.string() }).nullable()).nullish() }).nullish(),
  })
  .nullish();

async function readMerged(
  client: RepositoryClient,
  number: number,
  requiredChecks: readonly string[],
): Promise<MergedPull> {
  const query = new Operation("query");
  const checks = checksSelection(query, requiredChecks);
  const pullNumber = query.variable("Int!", number);
  const fields = [
    `pull: pullRequest(number: ${pullNumber}) { merged baseRefName baseRefOid headRefOid mergeCommit { oid ${checks} } commits(last: 1) { nodes { commit { oid ${checks} } } } files(first: 100) { nodes { path } } }`,
  ];
  addRepository(client, query, fields);
  const { data, problems } = await send(client.octokit, query);
  // GitHub answers with null and an error where the number is an issue's, or nobody's.
  const pull = Merged.parse((data as { repository?: { pull?: unknown } } | undefined)?.repository?.pull);
  if (!pull) {
    const other = problems.find(({ type }) => type !== "NOT_FOUND");
    if (other) throw new Error(`GitHub's GraphQL answers: ${other.message}`);
    return { kind: "missing" };
  }
  if (!pull.merged || !pull.mergeCommit) return { kind: "not-merged" };
  return {
    kind: "merged",
    base: pull.baseRefName,
    before: sha(pull.baseRefOid),
    head: sha(pull.headRefOid),
    commit: sha(pull.mergeCommit.oid),
    checks: (pull.commits.nodes ?? []).flatMap((node) => (node ? toChecks(node.commit) : [])),
    landedChecks: toChecks(pull.mergeCommit),
    paths: (pull.files?.nodes ?? []).flatMap((node) => node?.path ?? []),
  };
}

function joined(a: ReleaseFacts, b: ReleaseFacts): ReleaseFacts {
  return {
    ...a,
    tags: [...a.tags, ...b.tags],
    files: [...a.files, ...b.files],
    deployments: uniqueById([...a.deployments, ...b.deployments]),
    landings: a.landings.map((landing) =>
      withPaths(
        landing,
        b.landings.find(({ commit }) => commit === landing.commit),
      ),
    ),
  };
}

/** The same landing, read for other paths. */
function withPaths(landing: Landing, other: Landing | undefined): Landing {
  const [pull, more] = [landing.pull, other?.pull];
  if (!pull || !more) return landing;
  const files = new Map(more.reviews.map((review) => [review.id, review.files]));
  return {
    ...landing,
    pull: {
      ...pull,
      headFiles: new Map([...pull.headFiles, ...more.headFiles]),
      reviews: pull.reviews.map((review) => ({
        ...review,
        ...(review.files && { files: new Map([...review.files, ...(files.get(review.id) ?? [])]) }),
      })),
    },
  };
}

function uniqueById<T extends { readonly id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
