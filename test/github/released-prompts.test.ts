// Repositories of released prompts, read over GitHub's API by those who pin them.

import { Octokit } from "@octokit/core";
import { describe, expect, test } from "vitest";
import type { PromptId } from "../../src/core/identity.ts";
import type { Tag } from "../../src/core/release/history.ts";
import { parseTagName } from "../../src/core/release/tag-name.ts";
import { UserError } from "../../src/core/user-error.ts";
import { Memory } from "../../src/github/memory.ts";
import { openReleasedPrompts, type ReleasedPrompts } from "../../src/github/released-prompts.ts";
import { ServedRepository, servePrompts } from "../support/served-prompts.ts";
import { aWire, refusal, type Wire, type WireAnswer } from "../support/wire.ts";

function open(prompts: readonly string[], name = "prompts"): Promise<ReleasedPrompts> {
  const octokit = new Octokit({ auth: "made-up" });
  const client = { octokit, repository: { owner: "acme", name }, memory: new Memory() };
  return openReleasedPrompts(client, prompts as readonly PromptId[]);
}

async function tagsOf(source: ReleasedPrompts, prompt: string): Promise<readonly Tag[]> {
  const all: Tag[] = [];
  for await (const tags of source.names(`prompts/${prompt}/`)) all.push(...tags);
  return all;
}

function placeOf({ commit, name }: Tag, path: string) {
  if (!commit) throw new Error(`${name} points at no commit`);
  return { commit, path };
}

function aRepository(wire: Wire): ServedRepository {
  const [repository] = servePrompts(wire);
  return repository ?? new ServedRepository("acme/prompts", wire);
}

describe("tags", () => {
  test("of fifty prompts come in one query, with messages", async () => {
    const wire = aWire();
    const repository = aRepository(wire);
    const prompts = Array.from({ length: 50 }, (_, position) => `p${position}`);
    for (const prompt of prompts) repository.release("1.0.0", "Hello.\n", { prompt });
    const source = await open(prompts);
    expect(wire.counted).toEqual(["POST /graphql"]);
    const [tag] = await tagsOf(source, "p49");
    expect(tag).toMatchObject({ name: "prompts/p49/v1.0.0", kind: "annotated" });
    expect(tag?.message).toContain("sha256");
    await source.readMessages([]);
    expect(wire.counted).toHaveLength(1);
  });

  test("beyond a page are read to their end, of all such prompts at once", async () => {
    const wire = aWire();
    const repository = aRepository(wire);
    for (const prompt of ["a", "b", "c"]) {
      for (let n = 0; n < (prompt === "c" ? 1 : 250); n += 1)
        repository.release(`1.${n}.0`, "Hi.\n", { prompt });
    }
    const source = await open(["a", "b", "c"]);
    expect(wire.counted).toHaveLength(3);
    expect(await tagsOf(source, "a")).toHaveLength(250);
    expect(await tagsOf(source, "c")).toHaveLength(1);
  });

  test("of ids below others are told with both", async () => {
    const repository = aRepository(aWire());
    repository.release("1.0.0", "A", { prompt: "a" }).release("2.0.0", "B", { prompt: "a/b" });
    const source = await open(["a", "a/b"]);
    const ids = (await tagsOf(source, "a")).map(({ name }) => parseTagName(name));
    expect(ids).toMatchObject([{ prompt: "a" }, { prompt: "a/b" }]);
    expect(await tagsOf(source, "a/b")).toHaveLength(1);
  });

  test("of a prompt that nobody released are none", async () => {
    aRepository(aWire());
    expect(await tagsOf(await open(["nobody"]), "nobody")).toEqual([]);
  });
});

describe("files", () => {
  const PATH = "prompts/support/triage.prompt.yml";

  test("of fifty places come in one query", async () => {
    const wire = aWire();
    const repository = aRepository(wire);
    const versions = Array.from({ length: 50 }, (_, n) => `1.${n}.0`);
    for (const of of versions) repository.release(of, `Version ${of}\n`);
    const source = await open(["support/triage"]);
    wire.forgetExchanges();
    const tags = await tagsOf(source, "support/triage");
    const files = await source.filesAt(tags.map((tag) => placeOf(tag, PATH)));
    expect(wire.counted).toEqual(["POST /graphql"]);
    expect(files.map((file) => file.kind === "file" && Buffer.from(file.bytes).toString())).toEqual(
      versions.map((of) => `Version ${of}\n`),
    );
  });

  test.each([
    ["no UTF-8", Buffer.from([0x48, 0xff, 0x0a])],
    ["a byte order mark", Buffer.from("\ufeffHello.\n")],
    ["longer than GraphQL shows", Buffer.alloc(600_000, "x")],
  ])("that are %s come byte by byte", async (_, bytes) => {
    aRepository(aWire()).release("1.0.0", bytes);
    const source = await open(["support/triage"]);
    const [tag] = await tagsOf(source, "support/triage");
    const [file] = await source.filesAt(tag ? [placeOf(tag, PATH)] : []);
    expect(file?.kind === "file" && Buffer.from(file.bytes).equals(bytes)).toBe(true);
  });

  const HELD = "Hello.\n";
  const cases: [string, Parameters<ServedRepository["release"]>[2], string][] = [
    ["gone", { atCommit: null }, "missing"],
    ["a link", { atCommit: "a symlink" }, "symlink"],
    ["over 1 MiB", { atCommit: Buffer.alloc(1024 * 1024 + 1, "x") }, "too-large"],
  ];
  test.each(cases)("that are %s are told as such", async (_, facts, kind) => {
    aRepository(aWire()).release("1.0.0", HELD, facts);
    const source = await open(["support/triage"]);
    const [tag] = await tagsOf(source, "support/triage");
    const files = await source.filesAt(tag ? [placeOf(tag, PATH)] : []);
    expect(files).toMatchObject([{ kind }]);
  });

  test("that are at hand are not sent, unless git has others there", async () => {
    const wire = aWire();
    const repository = aRepository(wire);
    repository.release("1.0.0", HELD).release("1.1.0", "Moved.\n");
    const source = await open(["support/triage"]);
    wire.forgetExchanges();
    const known = Buffer.from(HELD);
    const tags = await tagsOf(source, "support/triage");
    const [same, other] = await source.filesAt(tags.map((tag) => ({ ...placeOf(tag, PATH), known })));
    expect(same?.kind === "file" && same.bytes).toBe(known);
    expect(other?.kind === "file" && Buffer.from(other.bytes).toString()).toBe("Moved.\n");
    const [query] = wire.exchanges;
    expect(JSON.stringify(query?.body)).not.toContain("text");
    expect(wire.counted).toHaveLength(2);
  });

  test("at no place cost nothing", async () => {
    const wire = aWire();
    aRepository(wire);
    const source = await open(["support/triage"]);
    wire.forgetExchanges();
    expect(await source.filesAt([])).toEqual([]);
    expect(wire.counted).toEqual([]);
  });
});

describe("a repository that cannot be read says why, and what to do", () => {
  async function problemOf(answer: WireAnswer | undefined): Promise<UserError> {
    const wire = aWire();
    if (answer) wire.on("POST /graphql", answer);
    else servePrompts(wire, []);
    const error: unknown = await open(["support/triage"], "secrets").catch((error) => error);
    if (error instanceof UserError) return error;
    throw error;
  }
  const said = (type: string, message: string): WireAnswer => ({
    body: { data: null, errors: [{ type, message, path: ["repository"] }] },
  });

  test.each<[string, WireAnswer | undefined, string, string]>([
    ["unknown or hidden", undefined, "there is no such repository for this token", "If it is private"],
    ["forbidden", said("FORBIDDEN", "Resource protected by SSO."), "protected by SSO", "If it is private"],
    ["too slow", said("INTERNAL", "Something went\nwrong."), 'answers "Something went wrong"', "Try again"],
    ["a wrong token", refusal(401, "Bad credentials"), "takes the token for none", "Give a valid one"],
    ["no access", refusal(403, "Resource not accessible"), "answers 403", "If it is private"],
    ["a limit", refusal(403, "API rate limit exceeded"), "rate limit", "Try again later"],
    ["an outage", refusal(502, "Bad Gateway"), "answers 502", "Try again later"],
    ["not GitHub", { body: "<html>Sign in</html>" }, "is not GitHub's GraphQL", "Check the server"],
  ])("%s", async (_, answer, problem, mend) => {
    const error = await problemOf(answer);
    expect(error.problem).toMatch(/^acme\/secrets cannot be read: /);
    expect(error.problem).toContain(problem);
    expect(error.mend).toContain(mend);
  });
});
