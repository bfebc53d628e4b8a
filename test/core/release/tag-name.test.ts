// The names of tags, made and read back.

import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPromptId, findRefClash, MAX_ID_LENGTH } from "../../../src/core/config/prompt-id.ts";
import type { PromptId } from "../../../src/core/identity.ts";
import { moveTag, parseTagName, releaseTag } from "../../../src/core/release/tag-name.ts";
import { version } from "../../../src/core/release/version.ts";

test.each([
  ["prompts/triage/v1.4.0", { kind: "release", prompt: "triage", version: "1.4.0" }],
  ["refs/tags/prompts/a/b/c/v0.1.0", { kind: "release", prompt: "a/b/c", version: "0.1.0" }],
  ["prompts/grüße/日本語/v1.0.0", { kind: "release", prompt: "grüße/日本語", version: "1.0.0" }],
  ["prompts/my%20prompt/v1.0.0", { kind: "release", prompt: "my%20prompt", version: "1.0.0" }],
  ["prompts/a/v1.0.0-rc.1", { kind: "release", prompt: "a", version: "1.0.0-rc.1" }],
  ["prompts/v2/v1.0.0", { kind: "release", prompt: "v2", version: "1.0.0" }],
  ["prompts/a/env/x/v1.0.0", { kind: "release", prompt: "a/env/x", version: "1.0.0" }],
  ["prompts/a/env/production/12", { kind: "move", prompt: "a", environment: "production", n: 12 }],
  ["prompts/a/env/b/env/production/1", { kind: "move", prompt: "a/env/b", environment: "production", n: 1 }],
])("%s", (name, parsed) => {
  expect(parseTagName(name)).toEqual(parsed);
});

test.each([
  ["v1.0.0", "does not start with `prompts/`"],
  ["release", "does not start with `prompts/`"],
  ["prompts/v1.0.0", "ends neither in a version nor in the number of a move"],
  ["prompts/triage/latest", "ends neither in a version nor in the number of a move"],
  ["prompts/triage/v1", "has no semantic version after the `v`"],
  ["prompts/triage/vnext", "has no semantic version after the `v`"],
  ["prompts/triage/v1.0.0.0", "has no semantic version after the `v`"],
  ["prompts/a/env/production/0", "ends neither in a version nor in the number of a move"],
  ["prompts/a/env/production/01", "ends neither in a version nor in the number of a move"],
  ["prompts/a/env/production/1e3", "ends neither in a version nor in the number of a move"],
  ["prompts/a/env/Production/1", "ends neither in a version nor in the number of a move"],
  ["prompts/a/env/production/99999999999999999999", "ends neither in a version nor in the number of a move"],
  ["prompts/a b/v1.0.0", "names no sound prompt id"],
  ["prompts//v1.0.0", "ends neither in a version nor in the number of a move"],
  [`prompts/${"a".repeat(201)}/v1.0.0`, "names no sound prompt id"],
  ["", "does not start with `prompts/`"],
])("%j is somebody else's", (name, reason) => {
  expect(parseTagName(name)).toEqual({ kind: "foreign", reason });
});

const ids = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom("env", "v1.0.0", "production", "1", "a"),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => defaultPromptId(parts.join("/")))
  .filter((id) => id.length <= MAX_ID_LENGTH);
const versions = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => version(parts.join(".")));
const environments = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,49}$/);

test("what is made is read back, whatever the id", () => {
  fc.assert(
    fc.property(
      ids,
      versions,
      environments,
      fc.integer({ min: 1, max: 999_999_999 }),
      (prompt, of, environment, n) => {
        expect(parseTagName(releaseTag(prompt, of))).toEqual({ kind: "release", prompt, version: of });
        expect(parseTagName(moveTag(prompt, environment, n))).toEqual({
          kind: "move",
          prompt,
          environment,
          n,
        });
      },
    ),
    { numRuns: 500 },
  );
});

test("ids that may stand side by side never share a tag's name, nor is one's tag a folder of the other's", () => {
  fc.assert(
    fc.property(ids, ids, versions, (one, other, of) => {
      const both = new Set<PromptId>([one, other]);
      fc.pre(one !== other && !findRefClash(one, both) && !findRefClash(other, both));
      const tags = [one, other].map((id) => [releaseTag(id, of), moveTag(id, "production", 1)]);
      for (const tag of tags[0] ?? []) {
        for (const second of tags[1] ?? []) {
          expect(tag === second || tag.startsWith(`${second}/`) || second.startsWith(`${tag}/`)).toBe(false);
        }
      }
    }),
  );
});

test("any text is read without a fault", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(["release", "move", "foreign"]).toContain(parseTagName(`prompts/${text}`).kind);
    }),
  );
});
