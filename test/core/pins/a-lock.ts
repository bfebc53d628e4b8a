// Pins and lock files for tests.

import type { PromptId } from "../../../src/core/identity.ts";
import type { Pin } from "../../../src/core/pins/lock.ts";
import { version } from "../../../src/core/release/version.ts";
import { digestOf, triage } from "../release/a-history.ts";

export function aPin(of: string, parts: Partial<Pin> = {}): Pin {
  return { prompt: triage, repository: "acme/prompts", version: version(of), sha256: digestOf(of), ...parts };
}

export const mail = "mail" as PromptId;

/** Entries each given as the inside of a flow mapping, from line 3 on. */
export function aLock(...entries: string[]): string {
  const list = entries.map((entry) => `  - {${entry}}\n`).join("");
  return `version: 1\nprompts:${list ? `\n${list}` : " []\n"}`;
}
