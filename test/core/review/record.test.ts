// What reviewers saw, as a check run carries it: nothing is lost on the way, and nothing damaged is believed.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sha } from "../../../src/core/identity.ts";
import {
  type ApprovalRecord,
  decodeRecord,
  EMPTY_RECORD,
  encodeRecord,
  RECORD_LIMIT,
} from "../../../src/core/review/record.ts";
import { viewToken } from "../../../src/core/review/view.ts";
import { blobOf, commitSha } from "../../builders/a-pull-request.ts";

/** Reviews by their number, each of a commit that shows so many files. */
function recordOf(
  reviews: Readonly<Record<number, string>>,
  files: Readonly<Record<string, number>>,
): ApprovalRecord {
  const seenAt = new Map(Object.entries(reviews).map(([id, name]) => [Number(id), commitSha(name)]));
  const views = new Map(
    Object.entries(files).map(([name, count]) => {
      const commit = commitSha(name);
      const tokens = new Set(
        Array.from({ length: count }, (_, n) => viewToken(`${name}/${n}`, blobOf(`${n}`))),
      );
      return [commit, { commit, tokens }] as const;
    }),
  );
  return { seenAt, views };
}

const record = recordOf({ 1: "c1", 2: "c1", 3: "c2" }, { c1: 2, c2: 0 });

describe("a record", () => {
  test("comes back from the text of a check run, whatever stands around it", () => {
    expect(decodeRecord(`Hello.\n\n${encodeRecord(record)}\n\nBye.`)).toEqual(record);
  });

  test("of nothing is no text, so that it does not hide an older one", () => {
    expect(encodeRecord(EMPTY_RECORD)).toBe("");
    expect(decodeRecord("")).toEqual(EMPTY_RECORD);
  });

  test("is an invisible comment, and holds nothing that people wrote", () => {
    expect(encodeRecord(record)).toMatch(/^<!-- prompt-steward:approvals \{[\w":,{}-]*\} -->$/);
  });

  test("of 3,000 files fits", () => {
    const large = recordOf({ 1: "c1" }, { c1: 3000 });
    expect(encodeRecord(large).length).toBeLessThan(RECORD_LIMIT);
    expect(decodeRecord(encodeRecord(large))).toEqual(large);
  });

  test("that does not fit keeps the newest reviews that do", () => {
    const text = encodeRecord(
      recordOf({ 1: "c1", 2: "c2", 3: "c3", 4: "c1" }, { c1: 2000, c2: 2500, c3: 100 }),
    );
    expect(text.length).toBeLessThanOrEqual(RECORD_LIMIT);
    expect([...decodeRecord(text).seenAt.keys()].sort()).toEqual([1, 3, 4]);
  });

  test.each([
    ["cut off", encodeRecord(record).slice(0, -10)],
    ["no JSON", "<!-- prompt-steward:approvals {oops} -->"],
    ["another version", encodeRecord(record).replace('"v":1', '"v":2')],
    ["another shape", '<!-- prompt-steward:approvals {"v":1,"reviews":[],"views":{}} -->'],
    ["a commit that is none", '<!-- prompt-steward:approvals {"v":1,"reviews":{"1":"HEAD"},"views":{}} -->'],
  ])("that is damaged counts as none: %s", (_how, text) => {
    expect(decodeRecord(text)).toEqual(EMPTY_RECORD);
  });

  test("of two, the last counts", () => {
    const older = recordOf({ 9: "c9" }, { c9: 1 });
    expect(decodeRecord(`${encodeRecord(older)}\n${encodeRecord(record)}`)).toEqual(record);
  });
});

const sha = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 40, maxLength: 40 });
const token = fc.string({ unit: fc.constantFrom(..."abcXYZ012-_"), minLength: 16, maxLength: 16 });
const view = fc.record({ commit: sha, tokens: fc.uniqueArray(token, { maxLength: 400 }) });
const anyRecord = fc
  .tuple(fc.array(view, { minLength: 1, maxLength: 12 }), fc.uniqueArray(fc.nat(), { maxLength: 40 }))
  .map(([views, ids]): ApprovalRecord => {
    const byCommit = new Map(
      views.map(({ commit, tokens }) => [commit as Sha, { commit: commit as Sha, tokens: new Set(tokens) }]),
    );
    const commits = [...byCommit.keys()];
    return {
      seenAt: new Map(ids.map((id) => [id, commits[id % commits.length] ?? ("" as Sha)])),
      views: byCommit,
    };
  });

describe("any record", () => {
  test("fits, comes back without a change, and loses only whole reviews, the oldest that have no room", () => {
    fc.assert(
      fc.property(anyRecord, (whole) => {
        const text = encodeRecord(whole);
        expect(text.length).toBeLessThanOrEqual(RECORD_LIMIT);
        const back = decodeRecord(text);
        for (const [id, commit] of back.seenAt) {
          expect(whole.seenAt.get(id)).toBe(commit);
          expect(back.views.get(commit)).toEqual(whole.views.get(commit));
        }
        if (text.length < RECORD_LIMIT / 2) expect(back.seenAt).toEqual(whole.seenAt);
      }),
    );
  });

  test("any text is read without an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), (text, json) => {
        decodeRecord(text);
        decodeRecord(`<!-- prompt-steward:approvals ${text} -->`);
        decodeRecord(`<!-- prompt-steward:approvals ${JSON.stringify(json)} -->`);
      }),
    );
  });
});
