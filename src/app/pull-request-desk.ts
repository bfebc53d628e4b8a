// One desk for each pull request: its events are judged one after the other, several waiting ones at once, and always
// by the newest state known, in whatever order they arrive.

import { LruMap } from "toad-cache";
import type { Login, Sha } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { PullRequest } from "../core/pull-request.ts";
import type { ApprovalRecord } from "../core/review/record.ts";
import { renderRefusedReviewers } from "../core/review/render/refused-reviewers.ts";
import { type Gated, gatePullRequest } from "../operations/gate-pull-request.ts";

/** What an event tells besides that something happened. */
export interface News {
  /** The pull request as the event's payload shows it; without it the present state is read. */
  readonly pull?: PullRequest;
  /** The review that was submitted, and the commit it was given at: what is read later may name another. */
  readonly review?: { readonly id: number; readonly commit: Sha };
  /** The head before a push. */
  readonly before?: Sha;
  /** It was opened just now, so nobody has reviewed it yet. */
  readonly isNew?: boolean;
}

interface Desk {
  pull?: PullRequest;
  /** The payload cannot be trusted to be the newest state: ask GitHub. */
  mustRead: boolean;
  /** Nothing is known of it but that it was opened. */
  isNew: boolean;
  record?: ApprovalRecord;
  /** Whose review was requested, or who was refused: neither is tried again at each event. */
  readonly asked: Set<Login>;
  arrived: Map<number, Sha>;
  formerHeads: Sha[];
  running?: Promise<void>;
  next?: Promise<void>;
}

const MOST_DESKS = 5000;
const MOST_FORMER_HEADS = 5;

export class PullRequestDesks {
  readonly #desks = new LruMap<Desk>(MOST_DESKS);
  readonly #openedAt: number;
  readonly #warn: (message: string) => void;

  /**
   * @param openedAt since when every event has been seen; what was last changed before that is read anew
   * @param warn takes what whoever runs the app should hear of
   */
  constructor(openedAt: Date, warn: (message: string) => void) {
    this.#openedAt = openedAt.getTime();
    this.#warn = warn;
  }

  /** Judges the pull request; resolves when a judgement that knows of this news is on its check. */
  judge(ports: ReviewPorts, key: string, number: number, news: News): Promise<void> {
    const desk = this.#desks.get(key) ?? newDesk(news);
    this.#desks.set(key, desk);
    this.#take(desk, news);
    desk.next ??= (desk.running ?? Promise.resolve()).then(() => {
      const run = judgeNewest(ports, desk, number, this.#warn);
      delete desk.next;
      desk.running = run.catch(() => undefined);
      return run;
    });
    return desk.next;
  }

  #take(desk: Desk, { pull, review, before, isNew }: News): void {
    if (!isNew) desk.isNew = false;
    if (review) desk.arrived.set(review.id, review.commit);
    if (before) desk.formerHeads = [before, ...desk.formerHeads].slice(0, MOST_FORMER_HEADS);
    if (!pull) desk.mustRead = true;
    else if (!desk.pull) {
      desk.pull = pull;
      if (Date.parse(pull.updatedAt) < this.#openedAt) desk.mustRead = true;
    } else if (pull.updatedAt > desk.pull.updatedAt) desk.pull = pull;
    // Two events of the same second: only if they tell different things does it matter which came last.
    else if (pull.updatedAt === desk.pull.updatedAt && !isSameState(pull, desk.pull)) desk.mustRead = true;
  }
}

function newDesk({ isNew = false }: News): Desk {
  return { mustRead: false, isNew, asked: new Set(), arrived: new Map(), formerHeads: [] };
}

async function judgeNewest(
  ports: ReviewPorts,
  desk: Desk,
  number: number,
  warn: (message: string) => void,
): Promise<void> {
  const { arrived, mustRead } = desk;
  desk.arrived = new Map();
  desk.mustRead = false;
  let gated: Gated | undefined;
  try {
    const pull = mustRead || !desk.pull ? newer(await ports.pulls.read(number), desk.pull) : desk.pull;
    desk.pull = pull;
    const isNew = desk.isNew && !mustRead;
    desk.isNew = false;
    gated = await gatePullRequest(ports, pull, {
      arrived,
      alreadyAsked: desk.asked,
      formerHeads: desk.formerHeads,
      ...(isNew ? { reviews: [] } : {}),
      ...(desk.record ? { record: desk.record } : {}),
    });
  } catch (error) {
    // The next judgement starts from what GitHub shows then, and still knows what this one was told.
    desk.mustRead = true;
    desk.arrived = new Map([...arrived, ...desk.arrived]);
    throw error;
  }
  if (!gated) return;
  if (gated.evaluation.record.seenAt.size > 0) desk.record = gated.evaluation.record;
  for (const login of [...gated.asked, ...gated.refused]) desk.asked.add(login);
  if (gated.refused.length > 0 && desk.pull) {
    const { owner, name } = desk.pull.repository;
    warn(`${owner}/${name}#${number}: ${renderRefusedReviewers(gated.refused)}`);
  }
}

/** GitHub may answer from a copy that lags behind the event it sent. */
function newer(read: PullRequest, told: PullRequest | undefined): PullRequest {
  return told && told.updatedAt > read.updatedAt ? told : read;
}

function isSameState(a: PullRequest, b: PullRequest): boolean {
  const state = ({ requestedReviewers: _asked, ...rest }: PullRequest) => JSON.stringify(rest);
  return state(a) === state(b);
}
