// Which bytes are text, and what is said of those that are not or that only look alike.

import { describe, expect, test } from "vitest";
import { decodePrompt, MAX_PROMPT_BYTES } from "../../../src/core/prompt/decode.ts";
import { bytesOf } from "./a-prompt.ts";

const of = (bytes: Uint8Array) =>
  decodePrompt(bytes).problems.map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity} ${message}`,
  );

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? [...bytesOf(part)] : part)));

describe("no text", () => {
  test.each([
    [
      "over 1 MiB",
      new Uint8Array(MAX_PROMPT_BYTES * 2).fill(97),
      "1:1 error The file has 2.0 MiB; a prompt may have 1 MiB at most.",
    ],
    ["UTF-16, little endian", bytes([0xff, 0xfe], "H\0i\0"), "1:1 error The file is saved as UTF-16."],
    ["UTF-16, big endian", bytes([0xfe, 0xff], "\0H\0i"), "1:1 error The file is saved as UTF-16."],
    ["a zero byte", bytes("Hi\nthere\0"), "2:6 error The file is binary: it holds a zero byte."],
    ["Latin-1", bytes("Hi\nsch", [0xf6], "n\n"), "2:4 error The file is not valid UTF-8 here."],
    [
      "a character cut off at the end",
      bytes("Hi ", [0xf0, 0x9f]),
      "1:4 error The file is not valid UTF-8 here.",
    ],
    ["a surrogate in UTF-8", bytes("a", [0xed, 0xa0, 0x80]), "1:2 error The file is not valid UTF-8 here."],
  ])("%s", (_, file, complaint) => {
    expect(of(file)).toEqual([complaint]);
    expect(decodePrompt(file).text).toBeUndefined();
  });
});

describe("text", () => {
  test.each([
    ["LF", "a\nb\n", []],
    ["1 MiB exactly", "a".repeat(MAX_PROMPT_BYTES), []],
    ["CRLF", "a\r\nb\r\n", ["1:2 notice The lines end with CRLF; it is read as if they ended with LF."]],
    ["mixed line ends", "a\nb\r\nc\n", ["2:2 warning The line ends are mixed: 1 CRLF, 2 LF."]],
    ["a lone CR", "a\rb\n", ["1:2 warning The line ends are mixed: 1 LF, 1 CR."]],
    ["CR alone", "a\rb\r", ["1:2 warning The lines end with CR alone, so the file is read as one line."]],
    [
      "a byte order mark",
      "\ufeffa\n",
      [
        "1:1 warning The file starts with a byte order mark, which some tools send to the model or stumble over.",
      ],
    ],
  ])("%s", (_, text, complaints) => {
    expect(of(bytesOf(text))).toEqual(complaints);
    expect(decodePrompt(bytesOf(text)).text).toBe(text.replaceAll("\r\n", "\n").replace("\ufeff", ""));
  });
});
