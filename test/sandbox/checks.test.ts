import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

const annotation = {
  path: "a.md",
  start_line: 1,
  end_line: 1,
  annotation_level: "failure",
  message: "Wrong",
  title: "Rule",
} as const;

const output = { title: "Title", summary: "Summary" };

describe("a check run", () => {
  test("of several with one name on one commit the newest counts", async () => {
    const { bot, alice } = world;
    const repository = await world.repository("newest");
    const head_sha = await repository.head();
    const run = { ...place(repository), name: "prompt-steward", head_sha, status: "completed" } as const;
    await bot.rest.checks.create({ ...run, conclusion: "failure", output });
    await bot.rest.checks.create({ ...run, conclusion: "success", output: { ...output, text: "Text" } });
    const { data } = await alice.octokit.rest.checks.listForRef({ ...place(repository), ref: "main" });
    expect(data.check_runs).toHaveLength(1);
    expect(data.check_runs[0]).toMatchObject({ conclusion: "success", app: { slug: "prompt-steward" } });
    const all = await alice.octokit.rest.checks.listForRef({
      ...place(repository),
      ref: head_sha,
      filter: "all",
    });
    expect(all.data.total_count).toBe(2);
    expect(await repository.check(head_sha, "prompt-steward")).toMatchObject({ text: "Text" });
  });

  test("annotations are added by updates, the rest is replaced", async () => {
    const { bot } = world;
    const repository = await world.repository("annotated");
    const head_sha = await repository.head();
    const { data } = await bot.rest.checks.create({
      ...place(repository),
      name: "check",
      head_sha,
      conclusion: "failure",
      output: { ...output, annotations: Array.from({ length: 50 }, () => annotation) },
    });
    await bot.rest.checks.update({
      ...place(repository),
      check_run_id: data.id,
      output: { ...output, summary: "Other", annotations: [annotation] },
    });
    const check = await repository.check(head_sha, "check");
    expect(check).toMatchObject({ status: "completed", summary: "Other", conclusion: "failure" });
    expect(check?.annotations).toHaveLength(51);
  });

  test.each([
    ["a person", () => world.alice.octokit],
    ["an administrator", () => world.acme.owner.octokit],
  ])("is written by no %s", async (name, client) => {
    const repository = await world.repository(`by-${name.replaceAll(/\W/g, "-")}`);
    const head_sha = await repository.head();
    const request = client().rest.checks.create({ ...place(repository), name: "check", head_sha });
    expect(await statusOf(request)).toBe(403);
  });

  const cases: [name: string, body: Record<string, unknown>, status: number][] = [
    ["a summary of 65,535 characters", { output: { ...output, summary: "x".repeat(65_535) } }, 201],
    ["a longer summary", { output: { ...output, summary: "x".repeat(65_536) } }, 422],
    ["a longer text", { output: { ...output, text: "x".repeat(65_536) } }, 422],
    [
      "more than 50 annotations",
      { output: { ...output, annotations: Array.from({ length: 51 }, () => annotation) } },
      422,
    ],
    ["an output without a summary", { output: { title: "Title" } }, 422],
    [
      "three actions",
      { actions: [1, 2, 3].map((n) => ({ label: "l".repeat(20), identifier: `${n}`, description: "d" })) },
      201,
    ],
    [
      "four actions",
      { actions: [1, 2, 3, 4].map((n) => ({ label: "l", identifier: `${n}`, description: "d" })) },
      422,
    ],
    [
      "a label of 21 characters",
      { actions: [{ label: "l".repeat(21), identifier: "i", description: "d" }] },
      422,
    ],
    [
      "an identifier of 21 characters",
      { actions: [{ label: "l", identifier: "i".repeat(21), description: "d" }] },
      422,
    ],
    [
      "a description of 41 characters",
      { actions: [{ label: "l", identifier: "i", description: "d".repeat(41) }] },
      422,
    ],
    ["a commit that is not there", { head_sha: "f".repeat(40) }, 422],
    ["a completed run without conclusion", { status: "completed" }, 422],
  ];
  test.each(cases)("with %s", async (_, body, status) => {
    const repository = await limited();
    const request = { ...place(repository), name: "check", head_sha: await repository.head(), ...body };
    expect(await statusOf(world.bot.request("POST /repos/{owner}/{repo}/check-runs", request))).toBe(status);
  });

  let repositoryOfLimits: ReturnType<SmallWorld["repository"]> | undefined;
  function limited() {
    repositoryOfLimits ??= world.repository("limits");
    return repositoryOfLimits;
  }
});

describe("people ask again", () => {
  test("by Re-run, by Re-run all, and by a button that the run offers", async () => {
    const { alice, bot, carol, receiver, sandbox } = world;
    const repository = await world.repository("rerun");
    const head_sha = await repository.head();
    await bot.rest.checks.create({
      ...place(repository),
      name: "check",
      head_sha,
      conclusion: "neutral",
      output,
      actions: [{ label: "Check again", identifier: "recheck", description: "Read anew" }],
    });
    const check = await repository.check(head_sha, "check");
    if (!check) throw new Error("no check run");
    await sandbox.settled();
    receiver.forget();
    await alice.rerun(repository, check);
    await alice.rerunAll(repository, check);
    await alice.press(repository, check, "recheck");
    await sandbox.settled();
    expect(receiver.names()).toEqual(
      expect.arrayContaining([
        "check_run.rerequested",
        "check_suite.rerequested",
        "check_run.requested_action",
      ]),
    );
    expect(receiver.of("check_run", "requested_action")[0]?.payload.requested_action).toEqual({
      identifier: "recheck",
    });
    expect(await statusOf(alice.press(repository, check, "other"))).toBe(422);
    expect(await statusOf(carol.rerun(repository, check))).toBe(403);
  });

  test("every push asks the App for a suite", async () => {
    const { alice, receiver, sandbox } = world;
    const repository = await world.repository("suites");
    await sandbox.settled();
    receiver.forget();
    const { sha } = await alice.push(repository, "change", { files: { "a.md": "a" } });
    await sandbox.settled();
    expect(
      receiver.of("check_suite", "requested").map(({ payload }) => payload.check_suite.head_sha),
    ).toEqual([sha]);
  });
});
