// The versions that a pull request's prompts would get, told before anybody merges: decided as the release will decide
// them, from what is known at head.

import type { Policy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import { mention, type PromptId } from "../identity.ts";
import type { OwnerIndex } from "../owners/owner-index.ts";
import { readPrompt } from "../prompt/read.ts";
import type { Changes, PullRequest } from "../pull-request.ts";
import { adoptedStanding, adoptionAt } from "../release/adoption.ts";
import { PromptHistory, readHistory } from "../release/history.ts";
import { type Contents, formerPlaceAt, obstacleAt, type Place, placeAt } from "../release/places.ts";
import type { ProposedRelease, VersionProposal } from "../release/proposal.ts";
import { proposeRelease } from "../release/proposing.ts";
import type { ProposedVersion } from "../release/render/proposal.ts";
import { type Standing, standingOf } from "../release/standing.ts";
import { allPathsOf, type TouchedPrompt, touchedPrompts } from "../release/touched.ts";
import type { Label } from "../release/wishes.ts";
import { membersOf } from "./approvers.ts";
import type { Place as Whereabouts } from "./evaluate.ts";
import { type GovernedChange, type PromptChange, previousPathOf } from "./governed.ts";
import type { Inquiry } from "./inquiry.ts";
import type { PromptFacts } from "./prompt-facts.ts";
import { TextChanges } from "./text-changes.ts";

export type VersionOutlook =
  /** No prompt changes, or nothing is asked about versions. */
  | { readonly kind: "none" }
  /** @see reason a sentence */
  | { readonly kind: "unknown"; readonly reason: string }
  /** It does not merge into the branch that prompts are released from. */
  | { readonly kind: "elsewhere"; readonly defaultBranch: string }
  | {
      readonly kind: "proposed";
      readonly versions: readonly ProposedVersion[];
      /** How many more prompts change, of which nothing is told. */
      readonly left: number;
      /** What labels and description ask for in vain. */
      readonly refused: readonly RefusedWish[];
      readonly labels: readonly Label[];
    };

export interface RefusedWish {
  readonly prompt: PromptId;
  readonly proposal: ProposedRelease;
}

/** Of a pull request that changes more prompts the versions of the rest are not told. */
const MOST_PROMPTS = 100;

/** The prompts whose versions are told, with every path that each has or had. */
export function versionedPrompts(
  governed: readonly GovernedChange[],
  index: OwnerIndex,
  proposed: OwnerIndex | undefined,
): readonly TouchedPrompt[] {
  const paths = listed(governed).flatMap(({ file }) => [file.path, previousPathOf(file) ?? file.path]);
  return proposed ? touchedPrompts(paths, proposed, index) : touchedPrompts(paths, index);
}

/** The paths at the merge base whose files are compared with those at head. */
export function formerPaths(governed: readonly GovernedChange[]): string[] {
  const paths = listed(governed).flatMap(({ file }) =>
    file.status === "added" ? [] : [previousPathOf(file) ?? file.path],
  );
  return [...new Set(paths)];
}

function listed(governed: readonly GovernedChange[]): readonly PromptChange[] {
  return governed.filter((change) => change.kind === "prompt").slice(0, MOST_PROMPTS);
}

export interface VersionFacts {
  readonly pull: PullRequest;
  readonly place: Whereabouts;
  readonly policy: Policy;
  readonly changes: Changes;
  readonly governed: readonly GovernedChange[];
  readonly touched: readonly TouchedPrompt[];
  readonly known: PromptFacts;
}

/** @returns undefined while something still has to be asked */
export function versionOutlook(facts: VersionFacts, inquiry: Inquiry): VersionOutlook | undefined {
  const { pull, touched, known, governed } = facts;
  const { releases } = known;
  if (touched.length === 0) return { kind: "none" };
  if (releases.kind === "unknown") return releases;
  const { defaultBranch, labels } = releases;
  if (defaultBranch !== undefined && defaultBranch !== pull.base.ref)
    return { kind: "elsewhere", defaultBranch };
  const histories = readHistory(releases.tags).prompts;
  const historyOf = (prompt: PromptId) => histories.get(prompt) ?? new PromptHistory(prompt);
  const world: World = {
    ...facts,
    labels,
    contents: contentsOf(facts, inquiry),
    texts: new TextChanges(),
    isReleased: (prompt) => historyOf(prompt).latest !== undefined,
  };
  const versions = touched.map((one) => {
    const standing = standingOf(historyOf(one.prompt), facts.policy.release.environments[0] ?? "production");
    return versionOf(one, standing, world, inquiry);
  });
  const all = versions.filter((version) => version !== undefined);
  if (all.length < versions.length) return undefined;
  const count = governed.filter(({ kind }) => kind === "prompt").length;
  return {
    kind: "proposed",
    versions: all,
    left: Math.max(0, count - MOST_PROMPTS),
    refused: all.flatMap(({ prompt, proposal }) =>
      proposal.kind === "release" && proposal.refused.length > 0 ? [{ prompt, proposal }] : [],
    ),
    labels,
  };
}

interface World extends VersionFacts {
  readonly contents: Contents;
  readonly labels: readonly Label[];
  readonly texts: TextChanges;
  isReleased(prompt: PromptId): boolean;
}

function versionOf(
  touched: TouchedPrompt,
  standing: Standing,
  world: World,
  inquiry: Inquiry,
): ProposedVersion | undefined {
  const { prompt } = touched;
  const { changes, contents, texts } = world;
  const is = placeAt(touched.paths, changes.commit, contents);
  const was = changes.mergeBase && formerPlaceAt(touched, changes.mergeBase, contents);
  const obstacle = obstacleAt(touched, changes.commit, contents, is) ?? (is && mistakeIn(is));
  if (obstacle) {
    return {
      prompt,
      proposal: { kind: "blocked", reason: obstacle.message, fix: obstacle.fix },
    };
  }
  // Where base has other bytes than were released, what the pull request itself changes is what can be told.
  const isApart = was !== undefined && standing.base !== undefined && standing.base.blob !== was.blob;
  const { base: _released, ...withoutBase } = standing;
  const adoption =
    changes.mergeBase && adoptionAt(touched, world.touched, changes.mergeBase, standing, contents);
  const before = adoption ? adoptedStanding(adoption, standing) : isApart ? withoutBase : standing;
  const proposal = proposalOf({ touched, was, is, standing: before }, world, inquiry);
  if (!proposal) return undefined;
  const diff = was && is ? texts.between(was, is) : undefined;
  const remark = is && (isApart ? aboutBase(standing, world) : aboutRename(touched, world));
  const adopts = adoption && { adopts: true as const };
  return { prompt, proposal, ...adopts, ...(diff && { diff }), ...(remark !== undefined && { remark }) };
}

function aboutBase({ latest }: Standing, { pull, place }: World): string | undefined {
  if (place !== "pull-request") return undefined;
  return `\`${pull.base.ref}\` has other bytes than ${latest?.version} released, so the number may be another one when this merges.`;
}

/** An id that is made from the path changes with it. */
function aboutRename(
  { prompt, paths }: TouchedPrompt,
  { governed, touched, isReleased }: World,
): string | undefined {
  const from = governed.flatMap(({ file }) =>
    file.status === "renamed" && paths.includes(file.path) ? [file.previousPath] : [],
  );
  const former = touched.find((one) => allPathsOf(one).some((path) => from.includes(path)));
  if (!former || former.prompt === prompt || isReleased(prompt) || !isReleased(former.prompt))
    return undefined;
  return `Its file was \`${former.prompt}\` so far. To keep that history, give its path an entry with \`id: ${former.prompt}\` in the config.`;
}

function mistakeIn({ path, content }: Place): Finding | undefined {
  return readPrompt(path, content).findings.find(({ severity }) => severity === "error");
}

function proposalOf(
  release: {
    readonly touched: TouchedPrompt;
    readonly was: Place | undefined;
    readonly is: Place | undefined;
    readonly standing: Standing;
  },
  world: World,
  inquiry: Inquiry,
): VersionProposal | undefined {
  const { policy, pull, labels, contents, place } = world;
  const asker = { labels, body: pull.body, author: pull.author.login };
  const asked = new Set<"admins" | "blob" | "gap">();
  const propose = (admins?: ReadonlySet<string>) =>
    proposeRelease(
      { ...release, asker },
      {
        policy,
        contents,
        answers: admins ? { admins } : {},
        ask: ({ kind }) => {
          asked.add(kind);
          return undefined;
        },
      },
    );
  const first = propose();
  if (first) return first;
  if (asked.has("blob")) return undefined;
  if (!asked.has("admins")) {
    return { kind: "none", reason: `\`${release.touched.prompt}\` is retired already.` };
  }
  // A clone knows nobody's teams.
  const people = place === "clone" ? personsOf(policy) : membersOf(policy.admins, inquiry);
  return people && propose(new Set(people));
}

function personsOf({ admins }: Policy): string[] {
  return admins.flatMap((admin) => (admin.kind === "person" ? [admin.login] : []));
}

function contentsOf({ changes, known }: VersionFacts, inquiry: Inquiry): Contents {
  const bytes = [...known.files.values(), ...known.former.values()];
  const byBlob = new Map(bytes.flatMap((file) => (file.kind === "file" ? [[file.blob, file] as const] : [])));
  return {
    at: (commit, path) =>
      (commit === changes.commit ? known.files : known.former).get(path) ?? { kind: "missing" },
    blob: (blob) => byBlob.get(blob) ?? inquiry.blob(blob),
  };
}

/** What people ask of versions and cannot have, and labels that ask for nothing. */
export function refusedWishFindings(
  { refused }: Extract<VersionOutlook, { kind: "proposed" }>,
  { admins }: Pick<Policy, "admins">,
): Finding[] {
  const who = admins.map(mention).join(" or ");
  return refused.map(({ prompt, proposal }): Finding => {
    const [wish] = proposal.refused;
    const asker = wish?.by ? mention(wish.by) : "Somebody";
    const how = wish?.source === "label" ? "by a label" : "in the description";
    return {
      rule: "version-wish",
      severity: "warning",
      prompt,
      message: `${asker} asks ${how} for no more than a ${wish?.bump} version of \`${prompt}\`, whose changes ask for more.`,
      fix: `Only an admin lowers a version: have ${who} set the label \`prompt-steward:${wish?.bump}\`, or take the wish back.`,
    };
  });
}
