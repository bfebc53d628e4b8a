// A pin against what its repository says now: what is wrong is named, with what to do.

import { expect, test } from "vitest";
import { verdictFindings } from "../../../src/core/pins/findings.ts";
import type { Pin } from "../../../src/core/pins/lock.ts";
import { type Evidence, verifyPin } from "../../../src/core/pins/verify.ts";
import { readHistory, type Tag } from "../../../src/core/release/history.ts";
import { version } from "../../../src/core/release/version.ts";
import {
  aMove,
  aRelease,
  aRetirement,
  aSha,
  digestOf,
  lightweight,
  moved,
  released,
} from "../release/a-history.ts";
import { aPin, mail } from "./a-lock.ts";

const tags = [released(aRelease("1.3.0")), released(aRelease("1.4.0", { previous: version("1.3.0") }))];
const genuine = { kind: "file", blob: aSha("b"), sha256: digestOf("1.4.0") } as const;
const other = { kind: "file", sha256: digestOf("other") } as const;
const short = `${digestOf("1.4.0").slice(0, 12)}…`;
const otherShort = `${digestOf("other").slice(0, 12)}…`;

function verdict(pin: Pin, given: Tag[], rest: Omit<Evidence, "history"> = {}): string {
  const { kind, message, fix, notes } = verifyPin(pin, { history: readHistory(given), ...rest });
  return [`${kind}: ${message}`, fix, ...notes].filter(Boolean).join(" ");
}

test.each<[string, Pin, Tag[], Omit<Evidence, "history">, string]>([
  [
    "what was released",
    aPin("1.4.0"),
    tags,
    { released: genuine, copy: { kind: "file", sha256: genuine.sha256 } },
    "ok: support/triage 1.4.0 is what was released.",
  ],
  ["by the tag's record alone", aPin("1.4.0"), tags, {}, "ok: support/triage 1.4.0 is what was released."],
  [
    "older than the newest",
    aPin("1.3.0"),
    tags,
    {},
    "ok: support/triage 1.3.0 is what was released. 1.4.0 is newer.",
  ],
  [
    "rolled back since",
    aPin("1.4.0"),
    [...tags, moved(aMove(1, "1.3.0", { bad: [version("1.4.0")] }))],
    {},
    "ok: support/triage 1.4.0 is what was released. 1.4.0 was rolled back in acme/prompts: pin another version soon.",
  ],
  [
    "retired since",
    aPin("1.4.0"),
    [...tags, released(aRetirement("2.0.0"))],
    {},
    "ok: support/triage 1.4.0 is what was released. support/triage is retired since 2.0.0.",
  ],
  [
    "a tag made anew with other bytes",
    aPin("1.4.0", { sha256: digestOf("other") }),
    tags,
    {},
    `moved-tag: The tag prompts/support/triage/v1.4.0 names bytes with the digest ${short}, but ${otherShort} was pinned: it was moved or made anew. Ask the owners of acme/prompts what happened. Pin another version once you trust them again.`,
  ],
  [
    "a tag made anew as a retirement",
    aPin("1.4.0"),
    [released(aRetirement("1.4.0"))],
    {},
    `moved-tag: The tag prompts/support/triage/v1.4.0 names a version that retires the prompt, but ${short} was pinned: it was moved or made anew. Ask the owners of acme/prompts what happened. Pin another version once you trust them again.`,
  ],
  [
    "a tag moved to another commit with its message copied",
    aPin("1.4.0"),
    tags,
    { released: { ...other, blob: aSha("f") } },
    `moved-tag: The tag prompts/support/triage/v1.4.0 points at a commit with other bytes: their digest is ${otherShort} instead of ${short}. The tag was moved. Do not use them. Ask the owners of acme/prompts what happened.`,
  ],
  [
    "a tag moved to a commit without the file",
    aPin("1.4.0"),
    tags,
    { released: { kind: "missing" } },
    "moved-tag: The commit of the tag prompts/support/triage/v1.4.0 does not hold the prompt's file: the tag was moved. Ask the owners of acme/prompts what happened.",
  ],
  [
    "bytes changed on the way",
    aPin("1.4.0"),
    tags,
    { released: { ...other, blob: aSha("b") } },
    `tampered: The bytes of support/triage 1.4.0 were changed on their way here: their digest is ${otherShort} instead of ${short}. Do not use them. Clear caches and mirrors in between, and fetch again.`,
  ],
  [
    "an edited copy",
    aPin("1.4.0", { path: "p/a.md" }),
    tags,
    { released: genuine, copy: other },
    `tampered: p/a.md is not support/triage 1.4.0: its digest is ${otherShort} instead of ${short}. Fetch it again, or bring the change to acme/prompts and pin the version that it becomes.`,
  ],
  [
    "a lost copy",
    aPin("1.4.0", { path: "p/a.md" }),
    tags,
    { copy: { kind: "missing" } },
    "missing-copy: p/a.md does not exist. Fetch the pinned prompts, or correct the path.",
  ],
  [
    "a deleted tag that a later release followed",
    aPin("1.3.0"),
    tags.slice(1),
    {},
    "deleted-tag: The tag prompts/support/triage/v1.3.0 was deleted in acme/prompts: other tags still speak of it. Ask its owners to push the tag again, or pin another version.",
  ],
  [
    "a deleted tag that ran",
    aPin("1.5.0"),
    [...tags, moved(aMove(1, "1.5.0"))],
    {},
    "deleted-tag: The tag prompts/support/triage/v1.5.0 was deleted in acme/prompts: other tags still speak of it. Ask its owners to push the tag again, or pin another version.",
  ],
  [
    "all releases deleted, but one ran",
    aPin("1.5.0"),
    [moved(aMove(1, "1.5.0"))],
    {},
    "deleted-tag: The tag prompts/support/triage/v1.5.0 was deleted in acme/prompts: other tags still speak of it. Ask its owners to push the tag again, or pin another version.",
  ],
  [
    "a version that never was",
    aPin("9.0.0"),
    tags,
    {},
    "unknown-version: acme/prompts has no release 9.0.0 of support/triage. Pin one that exists; the newest is 1.4.0.",
  ],
  [
    "a prompt that never was",
    aPin("1.4.0", { prompt: mail }),
    tags,
    {},
    "unknown-prompt: acme/prompts has no release of mail. Check the id and the repository, and that its tags were fetched.",
  ],
  [
    "a tag made by hand",
    aPin("1.4.0"),
    [lightweight("prompts/support/triage/v1.4.0")],
    {},
    "unverifiable: The tag prompts/support/triage/v1.4.0 has no message, so it was made by hand, so there is no digest to hold the pin against. Pin a version that Prompt Steward released.",
  ],
  [
    "a tag made by hand over the very bytes",
    aPin("1.4.0"),
    [lightweight("prompts/support/triage/v1.4.0")],
    { released: genuine },
    "ok: support/triage 1.4.0 is what was released.",
  ],
])("%s", (_, pin, given, evidence, expected) => {
  expect(verdict(pin, given, evidence)).toBe(expected);
});

test("verdicts become findings at the pin's line: errors, and notices of what is good to know", () => {
  const history = readHistory(tags);
  const pins = [aPin("1.3.0"), aPin("1.4.0"), aPin("9.0.0")].map((pin, at) => ({ ...pin, line: at + 3 }));
  const findings = verdictFindings(pins.map((pin) => verifyPin(pin, { history })));
  expect(
    findings.map(({ rule, severity, line, message }) => `${severity} ${rule} ${line}: ${message}`),
  ).toEqual([
    "notice pin-ok 3: support/triage is pinned to 1.3.0. 1.4.0 is newer.",
    "error pin-unknown-version 5: acme/prompts has no release 9.0.0 of support/triage.",
  ]);
});
