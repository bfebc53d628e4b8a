// Decides the next version of a prompt from what changed and what people ask for, and says why.

import type { PromptStatus } from "../config/policy.ts";
import type { PromptId } from "../identity.ts";
import { highestLevel, type Level, type PromptChange } from "../prompt/diff/change.ts";
import { type Bump, majorOf, raised, type Version, version } from "./version.ts";
import { concerns, describeWish, type Wish } from "./wishes.ts";

export interface VersionRequest {
  readonly prompt: PromptId;
  readonly status: PromptStatus;
  /** The highest version so far, of a retired prompt too; undefined where it was never released. */
  readonly previous?: Version;
  readonly event: ReleaseEvent;
  readonly wishes: readonly Wish[];
}

export type ReleaseEvent =
  /** Its file is there. The changes are those since the last release that had one; none where nothing differs. */
  | { readonly kind: "changed"; readonly changes: readonly PromptChange[] }
  /** As `changed`, of a prompt whose last release retired it. */
  | { readonly kind: "brought-back"; readonly changes: readonly PromptChange[] }
  /** Its file was deleted. */
  | { readonly kind: "retired" };

export type VersionProposal =
  | { readonly kind: "none"; readonly reason: string }
  | ProposedRelease
  /** No version can follow. */
  | { readonly kind: "blocked"; readonly reason: string; readonly fix: string };

export interface ProposedRelease {
  readonly kind: "release";
  readonly version: Version;
  readonly previous?: Version;
  /** `first` where there was no version before. */
  readonly bump: Bump | "first";
  readonly level: Level;
  /** What changed, highest level first. */
  readonly reasons: readonly string[];
  /** How people's wishes were met or why not. */
  readonly notes: readonly string[];
  /** Wishes for a lower version by people who may not lower it. */
  readonly refused: readonly Wish[];
  /** One line with all of it. */
  readonly explanation: string;
}

const FIRST = version("1.0.0");
const FIRST_DRAFT = version("0.1.0");

const BUMP_OF: Readonly<Record<Level, Bump>> = { breaking: "major", behaviour: "minor", patch: "patch" };
const LEVEL_OF: Readonly<Record<Bump, Level>> = { major: "breaking", minor: "behaviour", patch: "patch" };
const RANK: Readonly<Record<Bump, number>> = { patch: 0, minor: 1, major: 2 };

export function proposeVersion(request: VersionRequest): VersionProposal {
  const { previous, event, prompt } = request;
  if (event.kind === "retired" && !previous) {
    return { kind: "none", reason: `\`${prompt}\` was never released, so there is nothing to retire.` };
  }
  if (event.kind === "changed" && previous && event.changes.length === 0) {
    return { kind: "none", reason: `\`${prompt}\` is what ${previous} released.` };
  }
  const asked = askedByEvent(event);
  if (!previous) return firstRelease(request, asked);
  const { bump, notes, refused } = granted(
    asked,
    request.wishes.filter((wish) => concerns(wish, prompt)),
  );
  const { next, remark } = following(previous, bump, request);
  if (!next) {
    return {
      kind: "blocked",
      reason: `No version can follow ${previous}.`,
      fix: `Delete the tag of ${previous} if somebody made it by hand, or give the prompt another id.`,
    };
  }
  const reasons = reasonsOf(event);
  return {
    kind: "release",
    version: next,
    previous,
    bump,
    level: LEVEL_OF[bump],
    reasons,
    notes,
    refused,
    explanation: explain(next, asked, reasons, [...(remark ? [remark] : []), ...notes]),
  };
}

function askedByEvent(event: ReleaseEvent): Bump {
  if (event.kind === "retired") return "major";
  const asked = BUMP_OF[highestLevel(event.changes) ?? "patch"];
  return event.kind === "brought-back" && asked === "patch" ? "minor" : asked;
}

function firstRelease({ status }: VersionRequest, asked: Bump): ProposedRelease {
  const isDraft = status === "draft";
  const first = isDraft ? FIRST_DRAFT : FIRST;
  const reason = isDraft ? "first release, of a draft" : "first release";
  return {
    kind: "release",
    version: first,
    bump: "first",
    level: LEVEL_OF[asked],
    reasons: [reason],
    notes: [],
    refused: [],
    explanation: `${first}: ${reason}`,
  };
}

/**
 * Anybody may raise, and the highest wish counts. Lower than what the changes ask goes only an admin, and only where
 * nobody asks for more at the same time.
 */
function granted(asked: Bump, wishes: readonly Wish[]): Granted {
  const [highest] = wishes.filter(({ bump }) => RANK[bump] > RANK[asked]).sort(byRank);
  const lower = wishes.filter(({ bump }) => RANK[bump] < RANK[asked]).sort(byRank);
  const lowering = highest ? undefined : lower.find(({ authority }) => authority === "admin");
  const counts = highest ?? lowering;
  const ignored = lower
    .filter((wish) => wish !== lowering && (wish.authority !== "admin" || highest))
    .map((wish) =>
      wish.authority === "admin"
        ? `not lowered to ${wish.bump} by ${describeWish(wish)}: somebody asks for more`
        : `not lowered to ${wish.bump} by ${describeWish(wish)}: only an admin can`,
    );
  const notes = counts
    ? [`${highest ? "raised" : "lowered"} to ${counts.bump} by ${describeWish(counts)}`]
    : [];
  const refused = lower.filter(({ authority }) => authority !== "admin");
  return { bump: counts?.bump ?? asked, notes: [...notes, ...ignored], refused };
}

type Granted = Pick<ProposedRelease, "notes" | "refused"> & { readonly bump: Bump };

/** Below 1.0.0 a breaking change raises the minor number, as https://semver.org has it for what is still in the making. */
function following(previous: Version, bump: Bump, { status, event }: VersionRequest): Following {
  if (majorOf(previous) > 0) return { next: raised(previous, bump) };
  if (status !== "draft" && event.kind !== "retired")
    return { next: FIRST, remark: "the first version that is no draft" };
  if (bump !== "major") return { next: raised(previous, bump) };
  return { next: raised(previous, "minor"), remark: "a draft stays below 1.0.0" };
}

interface Following {
  readonly next: Version | undefined;
  readonly remark?: string;
}

function reasonsOf(event: ReleaseEvent): string[] {
  if (event.kind === "retired") return ["the file was deleted: the prompt is retired"];
  const order: readonly Level[] = ["breaking", "behaviour", "patch"];
  const sorted = order.flatMap((level) => event.changes.filter((change) => change.level === level));
  const messages = sorted.map(({ message }) => message);
  return event.kind === "brought-back" ? ["the prompt was retired and is back", ...messages] : messages;
}

function explain(next: Version, asked: Bump, reasons: readonly string[], remarks: readonly string[]): string {
  const [first = "nothing changed"] = reasons;
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : "";
  return [`${next}: ${asked}, because ${first}${more}`, ...remarks].join("; ");
}

function byRank(a: Wish, b: Wish): number {
  return RANK[b.bump] - RANK[a.bump];
}
