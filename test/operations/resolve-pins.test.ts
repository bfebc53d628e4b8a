// Pins resolved to bytes: what holds is handed on, everything else is refused by name.

import { describe, expect, test } from "vitest";
import { type PromptId, sha } from "../../src/core/identity.ts";
import type { LocatedPin } from "../../src/core/pins/lock.ts";
import type { FileAtCommit } from "../../src/core/ports.ts";
import type { Tag } from "../../src/core/release/history.ts";
import { version } from "../../src/core/release/version.ts";
import { UserError } from "../../src/core/user-error.ts";
import {
  type DigestCache,
  type Place,
  type ResolvedPin,
  type ResolvePorts,
  resolvePins,
} from "../../src/operations/resolve-pins.ts";
import { aMove, aRelease, aRetirement, lightweight, moved, released } from "../core/release/a-history.ts";
import { blobName, objectName } from "../support/github-json.ts";
import { digestOf } from "../support/served-prompts.ts";

const TEXT = "Sort the ticket.\n";
const PATH = "prompts/support/triage.prompt.yml";

function aReleaseOf(of: string, text = TEXT, prompt = "support/triage"): Tag {
  const file = { blob: sha(blobName(text)), sha256: digestOf(text) };
  const commit = sha(objectName(`${prompt} ${of} ${text}`));
  return { ...released(aRelease(of, { prompt: prompt as PromptId, file })), commit };
}

function aPin(of: string, parts: Partial<LocatedPin> = {}): LocatedPin {
  return {
    prompt: "support/triage" as PromptId,
    repository: "acme/prompts",
    version: version(of),
    sha256: digestOf(TEXT),
    line: 3,
    ...parts,
  };
}

interface World {
  readonly tags: readonly Tag[];
  /** What is at every place; default: the text. */
  readonly file?: FileAtCommit | ((place: Place) => FileAtCommit);
  readonly cached?: Readonly<Record<string, string>>;
}

function fileOf(text: string, blob = sha(blobName(text))): FileAtCommit {
  return { kind: "file", blob, bytes: Buffer.from(text) };
}

function ports({ tags, file = fileOf(TEXT), cached = {} }: World) {
  const asked: Place[] = [];
  const opened: string[] = [];
  const kept: Record<string, string> = {};
  const cache: DigestCache = {
    read: async (digest) => (cached[digest] === undefined ? undefined : Buffer.from(cached[digest])),
    keep: async (digest, bytes) => {
      kept[digest] = Buffer.from(bytes).toString();
    },
  };
  const open: ResolvePorts["open"] = async (repository, prompts) => {
    opened.push(`${repository}: ${prompts.join(", ")}`);
    return {
      async *names(prefix) {
        yield tags.filter(({ name }) => name.startsWith(prefix));
      },
      readMessages: async () => undefined,
      async filesAt(places) {
        asked.push(...places);
        return places.map((place) => (typeof file === "function" ? file(place) : file));
      },
    };
  };
  return { ports: { open, cache }, asked, opened, kept };
}

function seen(resolved: readonly ResolvedPin[]): string[] {
  return resolved.map((one) => (one.kind === "resolved" ? `resolved from ${one.from}` : one.verdict.kind));
}

test("a pin that holds gives its bytes, and where they were", async () => {
  const world = ports({ tags: [aReleaseOf("1.0.0")] });
  const [one] = await resolvePins([aPin("1.0.0")], world.ports);
  expect(one).toMatchObject({ kind: "resolved", path: PATH, from: "repository", verdict: { kind: "ok" } });
  expect(one?.kind === "resolved" && Buffer.from(one.bytes).toString()).toBe(TEXT);
  expect(world.asked).toEqual([{ commit: sha(objectName(`support/triage 1.0.0 ${TEXT}`)), path: PATH }]);
  expect(world.kept).toEqual({ [digestOf(TEXT)]: TEXT });
});

test("what to know before using it comes along", async () => {
  const bad = moved(aMove(2, "1.1.0", { bad: [version("1.0.0")] }));
  const world = ports({ tags: [aReleaseOf("1.0.0"), aReleaseOf("1.1.0"), bad] });
  const [one] = await resolvePins([aPin("1.0.0")], world.ports);
  expect(one?.verdict.notes).toEqual([
    "1.0.0 was rolled back in acme/prompts: pin another version soon.",
    "1.1.0 is newer.",
  ]);
});

describe("a pin that does not hold is refused by name, and its bytes go nowhere", () => {
  const OTHER = "Sort it elsewhere.\n";
  const cases: [string, World, LocatedPin, { verdict: string; looks: number }][] = [
    [
      "the tag's record names another digest",
      { tags: [aReleaseOf("1.0.0", OTHER)] },
      aPin("1.0.0"),
      { verdict: "moved-tag", looks: 0 },
    ],
    [
      "the tag retired the prompt",
      { tags: [released(aRetirement("1.0.0"))] },
      aPin("1.0.0"),
      { verdict: "moved-tag", looks: 0 },
    ],
    [
      "the tag points at other bytes, with the old record",
      { tags: [aReleaseOf("1.0.0")], file: fileOf(OTHER) },
      aPin("1.0.0"),
      { verdict: "moved-tag", looks: 1 },
    ],
    [
      "the commit has no such file",
      { tags: [aReleaseOf("1.0.0")], file: { kind: "missing" } },
      aPin("1.0.0"),
      { verdict: "moved-tag", looks: 1 },
    ],
    [
      "a link is in its place",
      { tags: [aReleaseOf("1.0.0")], file: { kind: "symlink" } },
      aPin("1.0.0"),
      { verdict: "moved-tag", looks: 1 },
    ],
    [
      "the bytes were changed on their way",
      { tags: [aReleaseOf("1.0.0")], file: fileOf(OTHER, sha(blobName(TEXT))) },
      aPin("1.0.0"),
      { verdict: "tampered", looks: 1 },
    ],
    [
      "the tag is gone, and others speak of it",
      { tags: [aReleaseOf("1.1.0"), moved(aMove(1, "1.0.0"))] },
      aPin("1.0.0"),
      { verdict: "deleted-tag", looks: 0 },
    ],
    [
      "there is no such version",
      { tags: [aReleaseOf("1.1.0")] },
      aPin("1.0.0"),
      { verdict: "unknown-version", looks: 0 },
    ],
    ["there is no such prompt", { tags: [] }, aPin("1.0.0"), { verdict: "unknown-prompt", looks: 0 }],
    [
      "the tag was made by hand",
      { tags: [lightweight("prompts/support/triage/v1.0.0")] },
      aPin("1.0.0"),
      { verdict: "unverifiable", looks: 0 },
    ],
  ];
  test.each(cases)("%s", async (_, situation, pin, { verdict, looks }) => {
    const world = ports(situation);
    const resolved = await resolvePins([pin], world.ports);
    expect(seen(resolved)).toEqual([verdict]);
    expect(resolved[0]?.verdict.message).not.toBe("");
    expect(resolved[0]?.verdict.fix).not.toBe("");
    expect(world.asked).toHaveLength(looks);
    expect(world.kept).toEqual({});
    expect(resolved[0]).not.toHaveProperty("bytes");
  });
});

describe("the cache", () => {
  test("spares the bytes of a digest that it has", async () => {
    const file = ({ known }: Place): FileAtCommit =>
      known ? { kind: "file", blob: sha(blobName(known)), bytes: known } : fileOf(TEXT);
    const world = ports({ tags: [aReleaseOf("1.0.0")], file, cached: { [digestOf(TEXT)]: TEXT } });
    expect(seen(await resolvePins([aPin("1.0.0")], world.ports))).toEqual(["resolved from cache"]);
    expect(world.kept).toEqual({});
  });

  test("is not trusted where its bytes have another digest", async () => {
    const world = ports({ tags: [aReleaseOf("1.0.0")], cached: { [digestOf(TEXT)]: "Evil.\n" } });
    expect(seen(await resolvePins([aPin("1.0.0")], world.ports))).toEqual(["resolved from repository"]);
    expect(world.asked[0]).not.toHaveProperty("known");
    expect(world.kept).toEqual({ [digestOf(TEXT)]: TEXT });
  });

  test("hides no moved tag", async () => {
    const world = ports({
      tags: [aReleaseOf("1.0.0")],
      file: fileOf("Moved.\n"),
      cached: { [digestOf(TEXT)]: TEXT },
    });
    expect(seen(await resolvePins([aPin("1.0.0")], world.ports))).toEqual(["moved-tag"]);
  });
});

describe("many pins", () => {
  test("open each repository once, whatever the case of its name, and keep their order", async () => {
    const mail = "mail" as PromptId;
    const tags = [aReleaseOf("1.0.0"), aReleaseOf("2.0.0", TEXT, "mail")];
    const world = ports({ tags });
    const pins = [
      aPin("1.0.0"),
      aPin("9.0.0", { repository: "acme/other" }),
      aPin("2.0.0", { prompt: mail, repository: "Acme/Prompts" }),
    ];
    const resolved = await resolvePins(pins, world.ports);
    expect(resolved.map(({ pin }) => pin)).toEqual(pins);
    expect(seen(resolved)).toEqual([
      "resolved from repository",
      "unknown-version",
      "resolved from repository",
    ]);
    expect(world.opened.sort()).toEqual(["acme/other: support/triage", "acme/prompts: support/triage, mail"]);
  });

  test("go on where a repository cannot be read", async () => {
    const world = ports({ tags: [aReleaseOf("1.0.0")] });
    const open: ResolvePorts["open"] = async (repository, prompts) => {
      if (repository === "acme/secrets") throw new UserError("It is hidden.", "Give a token.");
      return world.ports.open(repository, prompts);
    };
    const pins = [aPin("1.0.0", { repository: "acme/secrets" }), aPin("1.0.0")];
    const resolved = await resolvePins(pins, { ...world.ports, open });
    expect(seen(resolved)).toEqual(["unreachable", "resolved from repository"]);
    expect(resolved[0]?.verdict).toMatchObject({ message: "It is hidden.", fix: "Give a token." });
  });

  test("are none where nothing is pinned", async () => {
    const world = ports({ tags: [] });
    expect(await resolvePins([], world.ports)).toEqual([]);
    expect(world.opened).toEqual([]);
  });
});

test("a bug is no verdict", async () => {
  const world = ports({ tags: [] });
  const open = async () => {
    throw new TypeError("undefined is not a function");
  };
  await expect(resolvePins([aPin("1.0.0")], { ...world.ports, open })).rejects.toThrow(TypeError);
});
