// However the output of `git cat-file --batch` is cut, the answers are the same.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Answer, BatchAnswer } from "../../src/git/batch-answer.ts";

const SHA = "91238b0ab7c14547ee2d5bad3e54dcbf345b8a82";
const MEBIBYTE = 1_048_576;

test("found, empty, missing and too large", () => {
  const output = [
    printed(Buffer.from("two\nlines\n")),
    printed(Buffer.alloc(0)),
    Buffer.from(`${SHA} missing\n`),
    printed(Buffer.alloc(MEBIBYTE)),
    printed(Buffer.alloc(MEBIBYTE + 1)),
    printed(Buffer.from("last")),
  ];
  expect(answers([Buffer.concat(output)]).map(shown)).toEqual([
    "two\nlines\n",
    "",
    "missing",
    `${MEBIBYTE} bytes`,
    "too large: 1048577",
    "last",
  ]);
});

test("wherever it is cut", () => {
  const object = fc.option(fc.uint8Array({ maxLength: 50 }), { nil: undefined });
  const cuts = fc.array(fc.nat(400), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(object, { maxLength: 8 }), cuts, (objects, places) => {
      const output = Buffer.concat(
        objects.map((bytes) => (bytes ? printed(bytes) : Buffer.from(`${SHA} missing\n`))),
      );
      const at = [...new Set([0, ...places.map((place) => Math.min(place, output.length)), output.length])];
      const chunks = at.sort((a, b) => a - b).map((from, index) => output.subarray(from, at[index + 1]));
      const expected = objects.map((bytes) => (bytes ? [...bytes] : "missing"));
      expect(
        answers(chunks).map((answer) => (answer.kind === "file" ? [...answer.bytes] : answer.kind)),
      ).toEqual(expected);
    }),
  );
});

function printed(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${SHA} blob ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

function answers(chunks: readonly Buffer[]): Answer[] {
  const reader = new BatchAnswer();
  return chunks.flatMap((chunk) => [...reader.take(chunk)]);
}

function shown(answer: Answer): string {
  if (answer.kind === "missing") return "missing";
  if (answer.kind === "too-large") return `too large: ${answer.size}`;
  return answer.bytes.length > 100 ? `${answer.bytes.length} bytes` : answer.bytes.toString("utf8");
}
