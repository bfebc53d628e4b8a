// Shows releases on GitHub's own pages: the issue where nobody approved them, GitHub Releases, Deployments. What fails is
// tried again and reported, and never touches the tags.

import type { Policy } from "../core/config/policy.ts";
import type { Claim, MirrorProblem, ReleasePorts } from "../core/ports.ts";
import { type Mirrors, mirrorsOf } from "../core/release/mirrors.ts";
import type { PlannedRelease } from "../core/release/plan.ts";
import { mirrorIssue, unreviewedIssue } from "../core/release/render/issues.ts";
import { releaseTag } from "../core/release/tag-name.ts";
import type { Planned } from "./plan-releases.ts";

/**
 * For so long after a tag was made, in milliseconds, whatever belongs to it is left to the run that made it: GitHub takes
 * two Releases for one tag when they come at the same moment. A run that still works then looks before it writes, too.
 */
export const GRACE = 120_000;

/** Milliseconds between looks at what another run is still making; longer together than GRACE. */
const OTHERS_PAUSES = [5_000, 20_000, 100_000];

/** Milliseconds before what failed is tried again. */
const RETRY_PAUSES = [2_000, 10_000];

/** The releases whose tags this run made, and since when. */
export interface Held {
  readonly tags: ReadonlySet<string>;
  readonly since: Date;
}

export async function mirrorReleases(
  ports: ReleasePorts,
  first: Planned,
  policy: Policy,
  held: Held,
  look: () => Promise<Planned>,
): Promise<readonly MirrorProblem[]> {
  const ages = new Ages(ports, first, held);
  const mirrors = ({ plan, facts }: Planned, wanted: (tag: string) => boolean): Mirrors => {
    const releases = plan.releases.filter((one) => wanted(tagOf(one)));
    return mirrorsOf({ ...plan, releases }, facts, policy, ports.webUrl);
  };

  const problems = [
    ...(await writeAll(
      ports,
      mirrors(first, (tag) => ages.isMine(tag)),
      ages,
    )),
  ];
  let left = mirrors(first, (tag) => !ages.isMine(tag)).unfinished;
  for (const pause of OTHERS_PAUSES) {
    if (left.length === 0) break;
    await ports.clock.pause(pause);
    const planned = await look();
    const theirs = new Set(left.map(tagOf));
    const mine = mirrors(planned, (tag) => theirs.has(tag) && ages.isMine(tag));
    problems.push(...(await writeAll(ports, mine, ages)));
    left = mirrors(planned, (tag) => theirs.has(tag) && !ages.isMine(tag)).unfinished;
  }
  await report(ports, first.plan.releases, problems);
  return problems;
}

/** Whose it is to make what belongs to a tag, by how long ago the tag was made. */
class Ages {
  readonly #madeAt: ReadonlyMap<string, number>;
  readonly #held: Held;
  readonly #clock: ReleasePorts["clock"];

  constructor({ clock }: ReleasePorts, { plan }: Planned, held: Held) {
    this.#clock = clock;
    this.#held = held;
    this.#madeAt = new Map(plan.releases.map((one) => [tagOf(one), madeAt(one)]));
  }

  isMine(tag: string): boolean {
    return this.#held.tags.has(tag) || this.#isOld(tag);
  }

  claimOf(tag: string): Claim {
    return this.#held.tags.has(tag) && !this.#isOld(tag) ? "held" : "unsure";
  }

  #isOld(tag: string): boolean {
    const made = this.#held.tags.has(tag) ? this.#held.since.getTime() : (this.#madeAt.get(tag) ?? 0);
    return this.#clock.now().getTime() - made >= GRACE;
  }
}

/** The issue comes first: where everything else is there, an earlier run has filed it. */
async function writeAll(
  ports: ReleasePorts,
  mirrors: Mirrors,
  ages: Ages,
): Promise<readonly MirrorProblem[]> {
  const problems: MirrorProblem[] = [];
  for (const { record, touched, landing } of mirrors.unfinished) {
    if (record.unreviewed === undefined) continue;
    const issue = unreviewedIssue(record, touched.entry, landing.commit, ports.webUrl);
    const tag = releaseTag(record.prompt, record.version);
    problems.push(...(await insist(ports, tag, "issue for the owner", () => ports.issues.ensure(issue))));
  }
  for (const release of mirrors.releases) {
    const ensure = () => ports.releases.ensure(release, ages.claimOf(release.tag));
    problems.push(...(await insist(ports, release.tag, "GitHub Release", ensure)));
  }
  return [...problems, ...(await insistOnDeployments(ports, mirrors, ages))];
}

/** @param what of the tag it is that is made, in words */
export async function insist(
  { clock }: ReleasePorts,
  tag: string,
  what: string,
  write: () => Promise<unknown>,
): Promise<MirrorProblem[]> {
  for (const pause of [...RETRY_PAUSES, undefined]) {
    try {
      await write();
      return [];
    } catch (error) {
      if (isFinal(error) || pause === undefined) return [problemOf(tag, what, error)];
      await clock.pause(pause);
    }
  }
  return [];
}

async function insistOnDeployments(
  { deployments, clock }: ReleasePorts,
  mirrors: Mirrors,
  ages: Ages,
): Promise<readonly MirrorProblem[]> {
  if (mirrors.deployments.length === 0 && mirrors.former.length === 0) return [];
  let problems = await deployments.record(mirrors.deployments, mirrors.former, ({ tag }) =>
    ages.claimOf(tag),
  );
  for (const pause of RETRY_PAUSES) {
    const failed = new Set(problems.flatMap(({ tag, isFinal }) => (isFinal ? [] : [tag])));
    const again = mirrors.deployments.filter(({ tag }) => failed.has(tag));
    if (again.length === 0) break;
    await clock.pause(pause);
    // A request whose answer got lost may have been carried out, so now it is looked first.
    const left = await deployments.record(again, mirrors.former, () => "unsure");
    problems = [...problems.filter(({ tag }) => !failed.has(tag)), ...left];
  }
  return problems;
}

async function report(
  ports: ReleasePorts,
  releases: readonly PlannedRelease[],
  problems: readonly MirrorProblem[],
): Promise<void> {
  for (const one of releases) {
    const ofThis = problems.filter(({ tag }) => tag === tagOf(one));
    if (ofThis.length === 0) continue;
    const issue = mirrorIssue(one.record.prompt, one.record.version, ofThis);
    // Issues may be what fails; then the outcome alone tells of it.
    await ports.issues.ensure(issue).catch(() => undefined);
  }
}

function problemOf(tag: string, what: string, error: unknown): MirrorProblem {
  const reason = error instanceof Error ? error.message : String(error);
  const isDenied = statusOf(error) === 403 || statusOf(error) === 404;
  return {
    tag,
    message: `The ${what} of \`${tag}\` could not be made: ${reason}`,
    fix: isDenied
      ? "Give Prompt Steward the permissions that docs/permissions.md lists, then comment `/steward recheck` on the pull request."
      : "Comment `/steward recheck` on the pull request to try again.",
    isFinal: isFinal(error),
  };
}

/** A tag that does not tell when it was made is of long ago, or none of ours. */
function madeAt({ tag }: PlannedRelease): number {
  const time = Date.parse(tag?.taggedAt ?? "");
  return Number.isNaN(time) ? 0 : time;
}

function tagOf({ record }: PlannedRelease): string {
  return releaseTag(record.prompt, record.version);
}

/** What would fail again however often it is tried. */
function isFinal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 && status !== 429;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}
