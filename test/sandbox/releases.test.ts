import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, RELEASING, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
beforeAll(async () => {
  world = await aWorld(RELEASING);
  repository = await world.repository("releases");
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.sandbox.behaviour.releasesOfOneTag = "refused";
  await world.sandbox.settled();
  world.receiver.forget();
});

type Wanted = Readonly<Record<string, unknown>>;

async function create(tag_name: string, wanted: Wanted = {}) {
  const request = { ...place(repository), tag_name, ...wanted };
  return (await world.bot.rest.repos.createRelease(request)).data;
}

async function errorsOf(request: Promise<unknown>): Promise<unknown> {
  try {
    await request;
  } catch (error) {
    return (error as { response?: { data?: { errors?: unknown } } }).response?.data?.errors;
  }
  throw new Error("nothing was refused");
}

describe("a release", () => {
  test("makes its tag where it is missing, at the commit it names", async () => {
    const { alice, bot } = world;
    const first = await repository.head();
    await alice.push(repository, "main", { files: { "a.md": "a\n" } });
    await create("made/v1", { target_commitish: first });
    const { data } = await bot.rest.git.getRef({ ...place(repository), ref: "tags/made/v1" });
    expect(data.object).toMatchObject({ type: "commit", sha: first });
  });

  test("takes the annotated tag that is there as it is", async () => {
    const { bot } = world;
    const object = await repository.head();
    const tag = { tag: "a/v1", message: "m", object, type: "commit" } as const;
    const { sha } = (await bot.rest.git.createTag({ ...place(repository), ...tag })).data;
    await bot.rest.git.createRef({ ...place(repository), ref: "refs/tags/a/v1", sha });
    await create("a/v1", { target_commitish: "nonsense" });
    const { data } = await bot.rest.git.getRef({ ...place(repository), ref: "tags/a/v1" });
    expect(data.object).toMatchObject({ type: "tag", sha });
  });

  test("is read by id and by tag, changed, listed and deleted; its tag stays", async () => {
    const { bot } = world;
    const { id } = await create("life/v1", { name: "One", body: "Notes" });
    const byTag = await bot.rest.repos.getReleaseByTag({ ...place(repository), tag: "life/v1" });
    expect(byTag.data).toMatchObject({ id, name: "One", body: "Notes", author: { login: world.app.bot } });
    await bot.rest.repos.updateRelease({ ...place(repository), release_id: id, body: "Others" });
    const { data } = await bot.rest.repos.getRelease({ ...place(repository), release_id: id });
    expect(data).toMatchObject({ name: "One", body: "Others" });
    const [newest] = (await bot.rest.repos.listReleases(place(repository))).data;
    expect(newest?.id).toBe(id);
    await bot.rest.repos.deleteRelease({ ...place(repository), release_id: id });
    expect(await statusOf(bot.rest.repos.getRelease({ ...place(repository), release_id: id }))).toBe(404);
    expect(await statusOf(bot.rest.git.getRef({ ...place(repository), ref: "tags/life/v1" }))).toBe(200);
  });

  test("is told: created, published and released, or prereleased, then edited and deleted", async () => {
    const { bot, receiver, sandbox } = world;
    const { id } = await create("told/v1", { prerelease: true });
    await bot.rest.repos.updateRelease({
      ...place(repository),
      release_id: id,
      name: "N",
      prerelease: false,
    });
    await bot.rest.repos.deleteRelease({ ...place(repository), release_id: id });
    await sandbox.settled();
    // Webhooks come in any order.
    expect(
      receiver
        .of("release")
        .map(({ payload }) => payload.action)
        .sort(),
    ).toEqual(["created", "deleted", "edited", "prereleased", "published", "released"]);
    expect(receiver.names()).toEqual(expect.arrayContaining(["create", "push"]));
  });

  test("as a draft makes no tag and is hidden from who may not publish", async () => {
    const { bot, carol } = world;
    const { id } = await create("draft/v1", { draft: true });
    const at = { ...place(repository), release_id: id };
    expect(await statusOf(carol.octokit.rest.repos.getRelease(at))).toBe(404);
    expect(await statusOf(bot.rest.git.getRef({ ...place(repository), ref: "tags/draft/v1" }))).toBe(404);
    await bot.rest.repos.updateRelease({ ...at, draft: false });
    expect(await statusOf(carol.octokit.rest.repos.getRelease(at))).toBe(200);
    expect(await statusOf(bot.rest.git.getRef({ ...place(repository), ref: "tags/draft/v1" }))).toBe(200);
  });

  test("is the latest unless it says otherwise; a prerelease never is", async () => {
    const { bot } = world;
    const latest = async () => (await bot.rest.repos.getLatestRelease(place(repository))).data.tag_name;
    await create("latest/v1");
    await create("latest/v2", { make_latest: "false" });
    await create("latest/v3", { prerelease: true });
    expect(await latest()).toBe("latest/v1");
    await create("latest/v4");
    expect(await latest()).toBe("latest/v4");
  });
});

describe("a second release of a tag", () => {
  test("is refused", async () => {
    await create("second/v1");
    expect(await errorsOf(create("second/v1"))).toEqual([
      { resource: "Release", code: "already_exists", field: "tag_name" },
    ]);
  });

  test("may succeed where both are created at the same moment", async () => {
    const { bot, sandbox } = world;
    sandbox.behaviour.releasesOfOneTag = "both-succeed";
    const both = await Promise.all([create("twins/v1"), create("twins/v1")]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
    const { data } = await bot.rest.repos.getReleaseByTag({ ...place(repository), tag: "twins/v1" });
    expect(data.id).toBe(both[0].id);
  });
});

describe("refused is", () => {
  const refused: [name: string, wanted: Wanted, errors: Wanted][] = [
    [
      "a body over 125,000 characters",
      { tag_name: "r/v1", body: "x".repeat(125_001) },
      { field: "body", message: "body is too long (maximum is 125000 characters)" },
    ],
    ["a name that git forbids", { tag_name: "r/v..1" }, { field: "tag_name" }],
    [
      "a target that is not there",
      { tag_name: "r/v2", target_commitish: "nowhere" },
      { code: "invalid", field: "target_commitish" },
    ],
    [
      "what the sandbox cannot do",
      { tag_name: "r/v3", generate_release_notes: true },
      { message: expect.stringContaining("the sandbox generates no release notes") },
    ],
  ];
  test.each(refused)("%s", async (_, wanted, error) => {
    const { tag_name, ...rest } = wanted as { tag_name: string };
    expect(await errorsOf(create(tag_name, rest))).toEqual([expect.objectContaining(error)]);
  });

  test("a body of 125,000 is not", async () => {
    expect((await create("long/v1", { body: "x".repeat(125_000) })).body).toHaveLength(125_000);
  });

  test("one whose tag a ruleset forbids, in GitHub's words", async () => {
    await repository.forbid("tag", "creation", { refs: ["refs/tags/forbidden/*"] });
    expect(await errorsOf(create("forbidden/v1"))).toEqual([
      {
        resource: "Release",
        code: "custom",
        field: "pre_receive",
        message:
          "pre_receive Repository rule violations found\n\n" +
          "Cannot create ref due to creations being restricted.\n\n",
      },
      { resource: "Release", code: "custom", message: "Published releases must have a valid tag" },
    ]);
  });

  test("one by who may not write", async () => {
    const { carol } = world;
    const release = { ...place(repository), tag_name: "hers/v1" };
    expect(await statusOf(carol.octokit.rest.repos.createRelease(release))).toBe(403);
  });
});
