// The version that a prompt's next release gets: from what changed since the last one and what people ask for. The
// release and the check before it decide by this alike.

import type { Policy } from "../config/policy.ts";
import type { Login } from "../identity.ts";
import type { PromptChange } from "../prompt/diff/change.ts";
import { comparePrompts, type PromptSide } from "../prompt/diff/index.ts";
import { readPrompt } from "../prompt/read.ts";
import type { PlanAnswers, PlanQuestion } from "./facts.ts";
import type { Contents, Place } from "./places.ts";
import { proposeVersion, type ReleaseEvent, type VersionProposal } from "./proposal.ts";
import type { Standing } from "./standing.ts";
import type { TouchedPrompt } from "./touched.ts";
import { readWishes, type WishSources } from "./wishes.ts";

export interface Proposing {
  readonly policy: Pick<Policy, "admins">;
  readonly answers: Pick<PlanAnswers, "admins">;
  readonly contents: Pick<Contents, "blob">;
  readonly ask: (question: PlanQuestion) => undefined;
}

export interface ReleaseCase {
  readonly touched: TouchedPrompt;
  /** Where its file was before; undefined where there was none. */
  readonly was: Place | undefined;
  /** Where it is now. */
  readonly is: Place | undefined;
  readonly standing: Standing;
  /** The pull request, where what people ask for stands. */
  readonly asker?: Omit<WishSources, "isAdmin">;
}

/** @returns undefined where nothing happened that a release could tell of, or something still has to be asked */
export function proposeRelease(
  { touched, was, is, standing, asker }: ReleaseCase,
  world: Proposing,
): VersionProposal | undefined {
  const event = eventOf(was, is, standing, world);
  return event && proposalOf(touched, asker, event, standing, world);
}

/** @returns undefined where nothing happened that a release could tell of, or bytes still have to be asked for */
function eventOf(
  was: Place | undefined,
  is: Place | undefined,
  { base, latest }: Standing,
  world: Proposing,
): ReleaseEvent | undefined {
  if (!is) return latest?.isRetired ? undefined : { kind: "retired" };
  const changes = latest ? changesSince(base, was, is, world) : [];
  if (!changes) return undefined;
  return { kind: latest?.isRetired ? "brought-back" : "changed", changes };
}

function changesSince(
  base: Standing["base"],
  was: Place | undefined,
  is: Place,
  { contents, ask }: Proposing,
): readonly PromptChange[] | undefined {
  const after = sideOf(is.path, is.content);
  if (!base) return was ? comparePrompts(sideOf(was.path, was.content), after) : [NOTHING_KNOWN];
  const former = base.blob === is.blob ? is.content : contents.blob(base.blob);
  if (!former) return ask({ kind: "blob", blob: base.blob });
  const { document } = readPrompt(base.path, former);
  return comparePrompts({ path: base.path, blob: base.blob, document }, after);
}

const NOTHING_KNOWN: PromptChange = {
  kind: "unreadable",
  level: "behaviour",
  message:
    "nothing is known of the version before, whose tag was made by hand; it counts as a change of behaviour",
};

function sideOf(path: string, content: Place["content"]): PromptSide {
  return { path, blob: content.blob, document: readPrompt(path, content).document };
}

/** @returns undefined while the admins still have to be asked for */
function proposalOf(
  { prompt, entry }: TouchedPrompt,
  asker: ReleaseCase["asker"],
  event: ReleaseEvent,
  { latest }: Standing,
  { policy, answers, ask }: Proposing,
): VersionProposal | undefined {
  const persons = policy.admins.flatMap((one) => (one.kind === "person" ? [one.login] : []));
  const admins = answers.admins ?? new Set<string>(persons);
  const propose = (isAdmin: (person: Login) => boolean): VersionProposal =>
    proposeVersion({
      prompt,
      status: entry.status,
      event,
      wishes: asker ? readWishes({ ...asker, isAdmin }) : [],
      ...(latest && { previous: latest.version }),
    });
  const proposal = propose((person) => admins.has(person));
  const isSettled = answers.admins !== undefined || persons.length === policy.admins.length;
  // Who is in a team of admins is asked only where the version hangs on it.
  if (
    isSettled ||
    isSameVersion(
      proposal,
      propose(() => true),
    )
  )
    return proposal;
  return ask({ kind: "admins" });
}

function isSameVersion(a: VersionProposal, b: VersionProposal): boolean {
  return a.kind === b.kind && (a.kind !== "release" || b.kind !== "release" || a.version === b.version);
}
