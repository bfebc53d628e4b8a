// What each reviewer saw, kept in the check run from one evaluation to the next. GitHub may bind an approval to a
// newer commit after a force push; this record, made when the review arrives, keeps what the person really saw.

import * as z from "zod";
import type { Sha } from "../identity.ts";
import type { View } from "./view.ts";

export interface ApprovalRecord {
  /** The commit each review (by its id) was given at. */
  readonly seenAt: ReadonlyMap<number, Sha>;
  readonly views: ReadonlyMap<Sha, View>;
}

export const EMPTY_RECORD: ApprovalRecord = { seenAt: new Map(), views: new Map() };

/** Room for the record in `output.text`, whose limit is 65,535 characters. */
export const RECORD_LIMIT = 60_000;

const MARK = "<!-- prompt-steward:approvals ";
const Shape = z.object({
  v: z.literal(1),
  reviews: z.record(z.string().regex(/^\d{1,16}$/), z.string().regex(/^[\da-f]{40,64}$/)),
  views: z.record(z.string().regex(/^[\da-f]{40,64}$/), z.string().regex(/^[\w-]*$/)),
});

/**
 * @returns an HTML comment of at most RECORD_LIMIT characters; nothing for a record of nothing, so that it does not hide
 * an older one. Where all views do not fit, those of the oldest reviews are left out: such an approval is then judged by
 * the commit GitHub names, or has to be given again.
 */
export function encodeRecord(record: ApprovalRecord): string {
  if (record.seenAt.size === 0) return "";
  const reviews: Record<string, string> = {};
  const views: Record<string, string> = {};
  let room = RECORD_LIMIT - MARK.length - 64;
  for (const [id, commit] of [...record.seenAt].sort(([a], [b]) => b - a)) {
    const view = record.views.get(commit);
    if (!view) continue;
    const isNew = !Object.hasOwn(views, commit);
    const cost = 24 + commit.length + (isNew ? commit.length + 16 * view.tokens.size + 8 : 0);
    if (cost > room) continue;
    room -= cost;
    reviews[id] = commit;
    if (isNew) views[commit] = [...view.tokens].sort().join("");
  }
  return `${MARK}${JSON.stringify({ v: 1, reviews, views })} -->`;
}

/** Reads a record out of a check run's text. A text without one, or with a damaged one, gives an empty record. */
export function decodeRecord(text: string): ApprovalRecord {
  const start = text.lastIndexOf(MARK);
  const end = start < 0 ? -1 : text.indexOf(" -->", start);
  if (end < 0) return EMPTY_RECORD;
  const parsed = Shape.safeParse(parseJson(text.slice(start + MARK.length, end)));
  if (!parsed.success) return EMPTY_RECORD;
  const views = new Map<Sha, View>();
  for (const [commit, tokens] of Object.entries(parsed.data.views)) {
    views.set(commit as Sha, { commit: commit as Sha, tokens: new Set(tokens.match(/.{16}/g) ?? []) });
  }
  const seenAt = new Map<number, Sha>();
  for (const [id, commit] of Object.entries(parsed.data.reviews)) seenAt.set(Number(id), commit as Sha);
  return { seenAt, views };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
