// GitHub's answer about what landed, in our words.

import * as z from "zod";
import { decodeEvaluation } from "../core/evaluation/marker.ts";
import { type Login, type Sha, sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import type { Account } from "../core/pull-request.ts";
import type { ChainCommit } from "../core/release/chain.ts";
import type { Tag } from "../core/release/history.ts";
import type { CheckState, LandedPull, LandedReview } from "../core/release/landing.ts";
import type { Label } from "../core/release/wishes.ts";
import { blobNameOf } from "./blob.ts";
import { nodes } from "./connection.ts";
import { loginOf } from "./to-domain.ts";

const Actor = z.object({ login: z.string(), __typename: z.string().optional() }).nullish();
const Oid = z.object({ oid: z.string() });

const Entry = z
  .object({
    mode: z.number(),
    type: z.string(),
    oid: z.string(),
    object: z
      .object({
        byteSize: z.number().optional(),
        isTruncated: z.boolean().optional(),
        text: z.string().nullish(),
      })
      .nullish(),
  })
  .nullish();

const Suites = nodes(
  z.object({
    checkRuns: nodes(
      z.object({
        name: z.string().optional(),
        status: z.string().optional(),
        conclusion: z.string().nullish(),
        databaseId: z.number().nullish(),
        externalId: z.string().nullish(),
        text: z.string().nullish(),
      }),
    ),
  }),
);
const Context = z.object({ context: z.string(), state: z.string() }).nullish();

const Link = z.object({
  oid: z.string(),
  parents: nodes(Oid),
  associatedPullRequests: nodes(
    z.object({
      number: z.number(),
      merged: z.boolean(),
      baseRefName: z.string(),
      mergeCommit: Oid.nullish(),
    }),
  ),
});

/** Fields under aliases are read by name from what is left. */
const Landed = z.looseObject({
  oid: z.string(),
  messageHeadline: z.string().default(""),
  author: z.object({ user: Actor }).nullish(),
});

const LabelsSet = nodes(z.object({ actor: Actor, label: z.object({ name: z.string() }).nullish() }));

const Pull = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  merged: z.boolean(),
  baseRefName: z.string(),
  headRefOid: z.string(),
  author: Actor,
  mergedBy: Actor,
  labels: nodes(z.object({ name: z.string() })),
  timelineItems: LabelsSet,
  reviews: nodes(
    z.object({
      fullDatabaseId: z.union([z.string(), z.number()]).nullish(),
      state: z.string(),
      submittedAt: z.string().nullish(),
      authorCanPushToRepository: z.boolean(),
      author: Actor,
      commit: z.looseObject({ oid: z.string() }).nullish(),
    }),
  ),
  commits: nodes(z.object({ commit: z.looseObject({ oid: z.string(), gate: Suites }) })),
});

const Target = z.object({
  __typename: z.string(),
  oid: z.string(),
  message: z.string().nullish(),
  tagger: z.object({ date: z.string().nullish() }).nullish(),
  target: Oid.nullish(),
});

const Tags = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z
    .array(z.object({ name: z.string(), prefix: z.string(), target: Target.nullish() }).nullable())
    .nullish(),
});

export const Repository = z.looseObject({
  id: z.string(),
  branch: z.object({ target: z.object({ history: nodes(Oid) }).nullish() }).nullish(),
  releases: nodes(z.object({ tagName: z.string() })),
  before: z.looseObject({}).nullish(),
  after: z.looseObject({ pulls: nodes(z.unknown()) }).nullish(),
  hinted: z.unknown().optional(),
});

export interface TagPage {
  readonly tags: readonly Tag[];
  /** Where the next page begins; undefined after the last one. */
  readonly next?: string;
}

/** A commit's link to others. @param branch it landed on: of its pull requests the one that was merged there counts */
export function toChainCommit(json: unknown, branch: string): ChainCommit | undefined {
  const link = Link.safeParse(json);
  if (!link.success) return undefined;
  const { oid, parents, associatedPullRequests } = link.data;
  const pull = associatedPullRequests.find(({ merged, baseRefName }) => merged && baseRefName === branch);
  return {
    sha: sha(oid),
    parents: parents.map((parent) => sha(parent.oid)),
    ...(pull && { pull: pull.number }),
  };
}

export interface LandedCommit {
  readonly title: string;
  readonly by?: Login;
  readonly checks: readonly CheckState[];
}

export function toLandedCommit(json: unknown): LandedCommit {
  const landed = Landed.parse(json);
  const user = landed.author?.user;
  return {
    title: landed.messageHeadline,
    ...(user && { by: loginOf(user.login) }),
    checks: toChecks(landed),
  };
}

/** The blob's name for each path at a commit. @param json of a selection of `names` or `bytes` */
function toNames(json: unknown, paths: readonly string[]): ReadonlyMap<string, Sha> {
  const fields = (json ?? {}) as Readonly<Record<string, unknown>>;
  return new Map(
    paths.flatMap((path, position): [string, Sha][] => {
      const entry = Entry.parse(fields[`f${position}`] ?? null);
      return entry?.type === "blob" ? [[path, sha(entry.oid)]] : [];
    }),
  );
}

export type ReadFile =
  | FileAtCommit
  /** GraphQL shows text alone, and not all of a long one: the bytes are to be read by name. */
  | { readonly kind: "elsewhere"; readonly blob: Sha; readonly size: number };

export function toFiles(json: unknown, paths: readonly string[]): { path: string; file: ReadFile }[] {
  const fields = (json ?? {}) as Readonly<Record<string, unknown>>;
  return paths.map((path, position) => ({ path, file: toFile(fields[`f${position}`]) }));
}

/** As git writes modes, in octal. */
const SYMLINK = 0o120000;

function toFile(json: unknown): ReadFile {
  const entry = Entry.parse(json ?? null);
  if (!entry) return { kind: "missing" };
  if (entry.type === "tree") return { kind: "directory" };
  if (entry.type === "commit") return { kind: "submodule" };
  if (entry.mode === SYMLINK) return { kind: "symlink" };
  const blob = sha(entry.oid);
  const { text, byteSize = 0, isTruncated } = entry.object ?? {};
  if (typeof text === "string" && !isTruncated) {
    const bytes = new TextEncoder().encode(text);
    // Text that is no UTF-8 comes changed, which the name of its bytes shows.
    if (blobNameOf(bytes, blob) === blob) return { kind: "file", blob, bytes };
  }
  return { kind: "elsewhere", blob, size: byteSize };
}

/** States of the required checks, from a selection of `checks`. */
export function toChecks(json: Readonly<Record<string, unknown>>): CheckState[] {
  const status = z
    .looseObject({})
    .nullish()
    .parse(json.status ?? null);
  const contexts = Object.values(status ?? {}).flatMap((context): CheckState[] => {
    const read = Context.parse(context);
    if (!read) return [];
    const state = { SUCCESS: "success", PENDING: "pending", EXPECTED: "pending" }[read.state] ?? "failure";
    return [{ name: read.context, state: state as CheckState["state"] }];
  });
  const suites = Object.entries(json).flatMap(([alias, value]) => (/^s\d+$/.test(alias) ? [value] : []));
  const runs = suites.flatMap((suite) => Suites.parse(suite).flatMap(({ checkRuns }) => checkRuns));
  return [
    ...contexts,
    ...runs.flatMap(({ name, status: progress, conclusion }): CheckState[] => {
      if (name === undefined) return [];
      if (progress !== "COMPLETED") return [{ name, state: "pending" }];
      // As GitHub itself takes them for a required check.
      const isFine = ["SUCCESS", "NEUTRAL", "SKIPPED"].includes(conclusion ?? "");
      return [{ name, state: isFine ? "success" : "failure" }];
    }),
  ];
}

/** @returns undefined for one that is not merged into the branch */
export function toLandedPull(
  json: unknown,
  paths: readonly string[],
  branch: string,
): LandedPull | undefined {
  const pull = Pull.nullish().parse(json);
  if (!pull?.merged || pull.baseRefName !== branch) return undefined;
  const head = pull.commits.at(-1)?.commit;
  const mergedBy = accountOf(pull.mergedBy);
  const gate = head && gateOf(head.gate, pull.number);
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body,
    author: accountOf(pull.author) ?? { login: loginOf("ghost"), kind: "person" },
    ...(mergedBy && { mergedBy: mergedBy.login }),
    labels: labelsSetBy(
      pull.labels.map(({ name }) => name),
      pull.timelineItems,
    ),
    head: sha(pull.headRefOid),
    // Where GitHub shows another commit as the last one, nothing is known of what head had.
    headFiles: head?.oid === pull.headRefOid ? toNames(head, paths) : new Map(),
    reviews: pull.reviews.flatMap((review) => toReview(review, paths)),
    checks: head ? toChecks(head) : [],
    ...(gate && { gate }),
  };
}

/** @param json of a pull request, with `LABELS_SET` */
export function toLabels(json: unknown, names: readonly string[]): Label[] {
  return labelsSetBy(names, z.object({ timelineItems: LabelsSet }).parse(json).timelineItems);
}

function labelsSetBy(names: readonly string[], set: z.infer<typeof LabelsSet>): Label[] {
  return names.map((name) => {
    const by = accountOf(set.findLast(({ label }) => label?.name === name)?.actor);
    return { name, ...(by && { by: by.login }) };
  });
}

const REVIEW_STATES: Readonly<Record<string, LandedReview["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  DISMISSED: "dismissed",
};

function toReview(
  {
    fullDatabaseId,
    state,
    submittedAt,
    authorCanPushToRepository,
    author,
    commit,
  }: z.infer<typeof Pull>["reviews"][number],
  paths: readonly string[],
): LandedReview[] {
  const [account, known] = [accountOf(author), REVIEW_STATES[state]];
  if (!account || !known) return [];
  return [
    {
      id: Number(fullDatabaseId ?? 0),
      author: account,
      state: known,
      submittedAt: submittedAt ?? "",
      canWrite: authorCanPushToRepository,
      ...(commit && { commit: sha(commit.oid), files: toNames(commit, paths) }),
    },
  ];
}

/** Our newest check run for the pull request at its head. */
function gateOf(suites: z.infer<typeof Suites>, number: number): LandedPull["gate"] {
  const runs = suites
    .flatMap(({ checkRuns }) => checkRuns)
    .filter(({ externalId }) => !externalId || externalId === `pull/${number}`)
    .sort((a, b) => (b.databaseId ?? 0) - (a.databaseId ?? 0));
  const [newest] = runs;
  if (!newest) return undefined;
  // A later run may only have said that head is closed or unchanged; the results are of whichever had them.
  const evaluation = runs.map(({ text }) => decodeEvaluation(text ?? "")).find((one) => one !== undefined);
  return { isPassed: newest.conclusion === "SUCCESS", ...(evaluation && { evaluation }) };
}

/** GraphQL gives Apps their name without the ending that REST gives it. */
function accountOf(actor: z.infer<typeof Actor>): Account | undefined {
  if (!actor) return undefined;
  const isBot = actor.__typename === "Bot" || actor.login.endsWith("[bot]");
  const name = isBot && !actor.login.endsWith("[bot]") ? `${actor.login}[bot]` : actor.login;
  return { login: loginOf(name), kind: isBot ? "bot" : "person" };
}

export function toTagPage(json: unknown): TagPage {
  const { pageInfo, nodes: listed } = Tags.parse(json);
  const tags = (listed ?? []).flatMap((ref): Tag[] => {
    if (!ref?.target) return [];
    const { __typename: type, oid, message, tagger, target } = ref.target;
    const name = `${ref.prefix}${ref.name}`.replace(/^refs\/tags\//, "");
    if (type !== "Tag")
      return [
        { name, kind: "lightweight", object: sha(oid), ...(type === "Commit" && { commit: sha(oid) }) },
      ];
    return [
      {
        name,
        kind: "annotated",
        object: sha(oid),
        message: message ?? "",
        ...(target && { commit: sha(target.oid) }),
        ...(tagger?.date && { taggedAt: tagger.date }),
      },
    ];
  });
  const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
  return { tags, ...(next !== undefined && { next }) };
}
