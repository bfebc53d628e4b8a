// Tags and histories for tests, free of what a case is not about.

import { type Login, login, type PromptId, type Sha, sha } from "../../../src/core/identity.ts";
import {
  type History,
  type PromptHistory,
  readHistory,
  type Tag,
} from "../../../src/core/release/history.ts";
import { writeMoveMessage } from "../../../src/core/release/move-message.ts";
import type { MoveRecord, ReleaseRecord } from "../../../src/core/release/record.ts";
import { writeReleaseMessage } from "../../../src/core/release/release-message.ts";
import { moveTag, releaseTag } from "../../../src/core/release/tag-name.ts";
import { version } from "../../../src/core/release/version.ts";

export const triage = "support/triage" as PromptId;
export const alice: Login = login("alice");

export function aSha(digit: string): Sha {
  return sha(digit.repeat(40));
}

export function aRelease(of: string, parts: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    prompt: triage,
    version: version(of),
    path: "prompts/support/triage.prompt.yml",
    file: { blob: aSha("b"), sha256: digestOf(of) },
    level: "behaviour",
    reasons: ["the text changed"],
    approvers: [],
    rationale: [],
    ...parts,
  };
}

export function aRetirement(of: string): ReleaseRecord {
  const { file: _, ...rest } = aRelease(of, { retired: true, level: "breaking" });
  return rest;
}

/** A digest of its own for each version. */
export function digestOf(of: string): string {
  return [...of]
    .map((sign) => sign.charCodeAt(0).toString(16))
    .join("")
    .padEnd(64, "0");
}

export function aMove(n: number, to: string, parts: Partial<MoveRecord> = {}): MoveRecord {
  return {
    prompt: triage,
    environment: "production",
    n,
    to: version(to),
    by: alice,
    at: `2026-03-${String(n).padStart(2, "0")}T10:00:00Z`,
    why: "Promoted.",
    bad: [],
    ...parts,
  };
}

export function released(record: ReleaseRecord): Tag {
  return tag(releaseTag(record.prompt, record.version), writeReleaseMessage(record));
}

export function moved(record: MoveRecord): Tag {
  return tag(moveTag(record.prompt, record.environment, record.n), writeMoveMessage(record));
}

export function tag(name: string, message?: string, object = aSha("a")): Tag {
  return { name, kind: "annotated", object, message };
}

export function lightweight(name: string): Tag {
  return { name, kind: "lightweight", object: aSha("c") };
}

export function historyOf(...tags: Tag[]): { history: History; prompt: PromptHistory } {
  const history = readHistory(tags);
  const prompt = history.prompts.get(triage);
  if (!prompt) throw new Error(`no tags of ${triage}`);
  return { history, prompt };
}
