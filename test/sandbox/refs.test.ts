import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { octokitFor } from "../../src/sandbox/actors/octokit.ts";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, RELEASING, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
let main: string;
beforeAll(async () => {
  world = await aWorld(RELEASING);
  repository = await world.repository("tags", { files: { "a.md": "a\n" } });
  main = await repository.head();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.sandbox.settled();
  world.receiver.forget();
});

const tagger = { name: "prompt-steward[bot]", email: "bot@example.com", date: "2026-11-24T10:00:00Z" };

async function annotated(name: string, message = `Version ${name}\n`): Promise<string> {
  const tag = { tag: name, message, object: main, type: "commit", tagger } as const;
  return (await world.bot.rest.git.createTag({ ...place(repository), ...tag })).data.sha;
}

function create(ref: string, sha = main): Promise<unknown> {
  return world.bot.rest.git.createRef({ ...place(repository), ref, sha });
}

async function messageOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return "";
  } catch (error) {
    return error instanceof Error ? (error.message.split(" - ")[0]?.trim() ?? "") : String(error);
  }
}

describe("an annotated tag", () => {
  test("is named as git names it", async () => {
    const message = "Ünïcode and\n\nlines\n";
    const content =
      `object ${main}\ntype commit\ntag v1\n` +
      `tagger ${tagger.name} <${tagger.email}> ${Date.parse(tagger.date) / 1000} +0000\n\n${message}`;
    const named = execFileSync("git", ["hash-object", "-t", "tag", "--literally", "--stdin"], {
      input: content,
    });
    expect(await annotated("v1", message)).toBe(named.toString().trim());
  });

  test("written twice is one object, read back whole", async () => {
    const sha = await annotated("twice");
    expect(await annotated("twice")).toBe(sha);
    const { data } = await world.bot.rest.git.getTag({ ...place(repository), tag_sha: sha });
    expect(data).toMatchObject({
      tag: "twice",
      message: "Version twice\n",
      tagger,
      object: { type: "commit", sha: main },
    });
  });

  test("is by whoever acts where it names no tagger", async () => {
    const { alice } = world;
    const tag = { tag: "v1", message: "m", object: main, type: "commit" } as const;
    const { data } = await alice.octokit.rest.git.createTag({ ...place(repository), ...tag });
    expect(data.tagger).toMatchObject({ name: alice.name, email: alice.email });
  });

  test("leads files and commits to its commit", async () => {
    const { alice, bot } = world;
    await create("refs/tags/led/v1", await annotated("led/v1"));
    await alice.push(repository, "elsewhere", { files: { "a.md": "b\n" } });
    const at = { ...place(repository), path: "a.md", ref: "led/v1" };
    const { data } = await bot.rest.repos.getContent(at);
    expect(data).toMatchObject({ content: expect.stringMatching(/^YQo=/) });
    const commit = await bot.rest.repos.getCommit({ ...place(repository), ref: "led/v1" });
    expect(commit.data.sha).toBe(main);
  });

  const refused: [name: string, body: Record<string, unknown>][] = [
    ["of an object that is not there", { object: "f".repeat(40) }],
    ["of a commit called a tree", { type: "tree" }],
    ["with a space in its name", { tag: "a b" }],
    ["with a line break in its tagger", { tagger: { ...tagger, name: "a\nb" } }],
  ];
  test.each(refused)("%s is refused", async (_, body) => {
    const tag = { tag: "v1", message: "m", object: main, type: "commit" } as const;
    const request = world.bot.rest.git.createTag({ ...place(repository), ...tag, ...body });
    expect(await statusOf(request)).toBe(422);
  });
});

describe("a ref", () => {
  test("is created once, however many try at the same moment", async () => {
    const sha = await annotated("once");
    const tries = Array.from({ length: 8 }, () => statusOf(create("refs/tags/once", sha)));
    expect((await Promise.all(tries)).sort()).toEqual([201, 422, 422, 422, 422, 422, 422, 422]);
    expect(await messageOf(create("refs/tags/once", sha))).toBe("Reference already exists");
  });

  test.each([
    ["beside one that would be its folder", "refs/tags/folder/below", "Reference update failed"],
    ["with a name that git forbids", "refs/tags/a..b", "refs/tags/a..b is not a valid ref name."],
    ["with an empty part", "refs/tags//a", "refs/tags//a is not a valid ref name."],
    ["of GitHub's own", "refs/pull/1/head", "Resource not accessible"],
  ])("%s is refused", async (_, ref, message) => {
    if (ref.includes("folder")) await create("refs/tags/folder");
    expect(await messageOf(create(ref))).toBe(message);
  });

  test("of a commit that is not there is refused", async () => {
    expect(await messageOf(create("refs/tags/nowhere", "f".repeat(40)))).toBe("Object does not exist");
  });

  test("is moved forward, and back only by force", async () => {
    const { alice, bot } = world;
    const { sha } = await alice.push(repository, "forward", { files: { "b.md": "b\n" } });
    await create("refs/tags/moving");
    const at = { ...place(repository), ref: "tags/moving" };
    expect(await statusOf(bot.rest.git.updateRef({ ...at, sha }))).toBe(200);
    expect(await statusOf(bot.rest.git.updateRef({ ...at, sha: main }))).toBe(422);
    expect(await statusOf(bot.rest.git.updateRef({ ...at, sha: main, force: true }))).toBe(200);
  });

  test("is listed with all that begin like it, in order", async () => {
    const sha = await annotated("list/b");
    for (const name of ["list/b", "list/a", "listed"]) await create(`refs/tags/${name}`, sha);
    const { data } = await world.bot.rest.git.listMatchingRefs({ ...place(repository), ref: "tags/list" });
    expect(data.map(({ ref, object }) => [ref, object.type])).toEqual([
      ["refs/tags/list/a", "tag"],
      ["refs/tags/list/b", "tag"],
      ["refs/tags/listed", "tag"],
    ]);
  });

  test("is written only by who may", async () => {
    const { carol, sandbox } = world;
    const ref = { ...place(repository), ref: "refs/tags/mine", sha: main };
    expect(await statusOf(carol.octokit.rest.git.createRef(ref))).toBe(403);
    const token = await repository.workflowToken({ permissions: { contents: "read" } });
    const workflow = octokitFor(sandbox.apiUrl, token);
    expect(await statusOf(workflow.rest.git.createRef(ref))).toBe(403);
  });
});

describe("webhooks", () => {
  test("tell of a tag that comes and goes", async () => {
    const { bot, receiver, sandbox } = world;
    const sha = await annotated("told");
    await create("refs/tags/told", sha);
    await bot.rest.git.deleteRef({ ...place(repository), ref: "tags/told" });
    await sandbox.settled();
    const told = receiver
      .all()
      .map(({ event, payload }) => `${event} ${payload.ref} ${payload.created ?? ""}`);
    // Webhooks come in any order.
    expect(told.sort()).toEqual([
      "create told ",
      "delete told ",
      "push refs/tags/told false",
      "push refs/tags/told true",
    ]);
    const push = receiver.of("push").find(({ payload }) => payload.created);
    expect(push?.payload).toMatchObject({
      created: true,
      after: sha,
      head_commit: { id: main },
      base_ref: "refs/heads/main",
      commits: [],
    });
  });
});

describe("a ruleset", () => {
  const creation = "Repository rule violations found\n\nCannot create ref due to creations being restricted.";

  test("forbids tags that match, to all but those it lets pass", async () => {
    const { app, acme } = world;
    await repository.forbid("tag", "creation", { refs: ["refs/tags/ruled/**"] });
    expect(await messageOf(create("refs/tags/ruled/a/v1"))).toBe(creation);
    expect(await statusOf(create("refs/tags/unruled/v1"))).toBe(201);
    await repository.forbid("tag", "creation", { refs: ["refs/tags/passed/*"], except: [app] });
    expect(await statusOf(create("refs/tags/passed/v1"))).toBe(201);
    expect(await messageOf(create("refs/tags/ruled/v1"))).toBe(creation);
    const { data } = await acme.owner.octokit.rest.repos.getRepoRulesets(place(repository));
    expect(data.map(({ target }) => target)).toEqual(["tag", "tag"]);
  });

  test("may forbid that tags are moved or deleted", async () => {
    const { alice, bot } = world;
    await create("refs/tags/kept/v1");
    await repository.forbid("tag", "update", { refs: ["refs/tags/kept/*"] });
    await repository.forbid("tag", "deletion", { refs: ["refs/tags/kept/*"] });
    const { sha } = await alice.push(repository, "kept", { files: { "k.md": "k\n" } });
    const at = { ...place(repository), ref: "tags/kept/v1" };
    expect(await messageOf(bot.rest.git.updateRef({ ...at, sha }))).toMatch(
      /Cannot update this protected ref/,
    );
    expect(await messageOf(bot.rest.git.deleteRef(at))).toMatch(/Cannot delete this protected ref/);
  });

  test("is made by administrators only", async () => {
    const ruleset = { ...place(repository), name: "r", target: "tag", enforcement: "active" } as const;
    expect(await statusOf(world.alice.octokit.rest.repos.createRepoRuleset(ruleset))).toBe(403);
  });
});
