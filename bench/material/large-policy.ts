// A policy of a large organisation with 10,000 entries, and a pull request of 3,000 files: made up, always the same, of
// the kinds of patterns that people write, none of which is there to suit the index.

import type { PolicyEntry } from "../../src/core/config/policy.ts";
import { login } from "../../src/core/identity.ts";

export const ENTRIES = 10_000;
export const FILES = 3_000;

const AREAS = ["support", "marketing", "sales", "legal", "search", "billing", "onboarding", "coding"];

/** In twenty: how often a kind of pattern comes up, and the pattern of entry number `n`. */
const KINDS: readonly { readonly share: number; readonly pattern: (n: number) => string }[] = [
  { share: 9, pattern: (n) => `prompts/${area(n)}/${team(n)}/task-${n}.prompt.yml` },
  { share: 2, pattern: (n) => `services/svc-${n}/prompts/**/*.{md,txt}` },
  { share: 2, pattern: (n) => `prompts/${area(n)}/${team(n)}/*-${n}.md` },
  { share: 2, pattern: (n) => `**/skills/skill-${n}/SKILL.md` },
  { share: 1, pattern: (n) => `prompts/${area(n)}/${team(n)}/[a-m]*-${n % 50}.prompt` },
  { share: 1, pattern: (n) => `packages/*/prompts/${team(n)}-${n}/**` },
  { share: 1, pattern: (n) => `**/*-${n}.prompty` },
  { share: 1, pattern: (n) => `{apps,services}/*/${area(n)}-${n}/**/*.prompt.md` },
  { share: 1, pattern: (n) => `prompts/${area(n)}/!(draft)-${n}/*.j2` },
];

export function largePolicy(): PolicyEntry[] {
  const deck = KINDS.flatMap(({ share, pattern }) => Array.from({ length: share }, () => pattern));
  return Array.from({ length: ENTRIES }, (_, n) => ({
    pattern: deck[n % deck.length]?.(n) ?? "",
    line: 4 + 3 * n,
    owner: login(`owner-${n % 400}`),
    backup: login(`backup-${n % 400}`),
    contributors: [],
    consumers: [],
    status: "production",
  }));
}

/** Half of them governed, half code beside the prompts. */
export function largePullRequest(): string[] {
  const kinds: readonly ((n: number) => string)[] = [
    (n) => `prompts/${area(n)}/${team(n)}/task-${n}.prompt.yml`,
    (n) => `services/svc-${n}/src/main/java/com/acme/Controller${n}.java`,
    (n) => `services/svc-${n}/prompts/system/answer.md`,
    (n) => `packages/core/lib/skills/skill-${n}/SKILL.md`,
    (n) => `packages/core/test/snapshots/${area(n)}/case-${n}.snap`,
    (n) => `prompts/${area(n)}/${team(n)}/short-${n}.md`,
    (n) => `docs/guides/${area(n)}/page-${n}.md`,
    (n) => `apps/web/${area(n)}-${n}/chat/greeting.prompt.md`,
  ];
  return Array.from({ length: FILES }, (_, at) => kinds[at % kinds.length]?.((at * 7_919) % ENTRIES) ?? "");
}

function area(n: number): string {
  return AREAS[n % AREAS.length] ?? "";
}

function team(n: number): string {
  return `team-${Math.floor(n / 40)}`;
}
