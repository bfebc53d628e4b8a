import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

const LINES = "one\ntwo\nthree\nfour\nfive\n";

/** @alice changes the last line in a pull request, base has gained another first line meanwhile. */
async function diverged(name: string): Promise<{ repository: Repository; pull: PullRequest }> {
  const { alice, acme } = world;
  const repository = await world.repository(name, { files: { "a.md": LINES, "old.md": "old\n" } });
  await alice.push(repository, "change", { files: { "a.md": LINES.replace("five", "5") } });
  await alice.push(repository, "change", { files: { "b.md": "b\n" }, message: "Add b" });
  const pull = await alice.openPullRequest(repository, { head: "change", title: "Change five" });
  await acme.owner.push(repository, "main", {
    files: { "a.md": LINES.replace("one", "1"), "c.md": "c\n", "old.md": null },
  });
  return { repository, pull };
}

describe("a merge", () => {
  test.each(["merge", "squash", "rebase"] as const)(
    "by %s keeps what base gained meanwhile",
    async (method) => {
      const { alice } = world;
      const { repository, pull } = await diverged(`by-${method}`);
      const before = await repository.head();
      const { sha } = await alice.merge(pull, method);
      expect(await repository.head()).toBe(sha);
      expect(await repository.read("a.md")).toBe("1\ntwo\nthree\nfour\n5\n");
      expect(await repository.read("b.md")).toBe("b\n");
      expect(await repository.read("c.md")).toBe("c\n");
      expect(await repository.read("old.md")).toBeUndefined();

      const basehead = `${before}...${sha}`;
      const compared = await alice.octokit.rest.repos.compareCommitsWithBasehead({
        ...place(repository),
        basehead,
      });
      const commits = compared.data.commits;
      expect(commits.map(({ parents }) => parents.length)).toEqual(
        { merge: [1, 1, 2], squash: [1], rebase: [1, 1] }[method],
      );
      expect(commits.at(-1)?.committer?.login).toBe("web-flow");
      expect(commits.at(-1)?.author?.login).toBe("alice");
      expect(await pull.read()).toMatchObject({ merged: true, state: "closed", changed_files: 2 });
    },
  );

  test("moves an edit along with a renamed file", async () => {
    const { alice, acme } = world;
    const repository = await world.repository("renamed", { files: { "a.md": LINES } });
    await alice.push(repository, "change", { files: { "a.md": LINES.replace("five", "5") } });
    const pull = await alice.openPullRequest(repository, { head: "change" });
    await acme.owner.push(repository, "main", { files: { "a.md": null, "docs/a.md": LINES } });
    await alice.merge(pull);
    expect(await repository.read("a.md")).toBeUndefined();
    expect(await repository.read("docs/a.md")).toBe(LINES.replace("five", "5"));
  });

  const conflicts: [
    name: string,
    ours: Record<string, string | null>,
    theirs: Record<string, string | null>,
  ][] = [
    ["the same line", { "a.md": LINES.replace("one", "1") }, { "a.md": LINES.replace("one", "I") }],
    ["an edit of what base deleted", { "a.md": LINES.replace("one", "1") }, { "a.md": null }],
    ["the same new file with other text", { "n.md": "mine\n" }, { "n.md": "yours\n" }],
  ];
  test.each(conflicts)(
    "that conflicts in %s is refused, until it is resolved by hand",
    async (name, ours, theirs) => {
      const { alice, acme } = world;
      const repository = await world.repository(name.replaceAll(/\W/g, "-"), { files: { "a.md": LINES } });
      await alice.push(repository, "change", { files: ours });
      const pull = await alice.openPullRequest(repository, { head: "change" });
      await acme.owner.push(repository, "main", { files: theirs });
      expect(await pull.read()).toMatchObject({ mergeable_state: "dirty" });
      expect(await statusOf(alice.merge(pull))).toBe(405);
      await expect(alice.mergeBaseInto(pull)).rejects.toThrow(/conflicts in/);
      const resolution = Object.fromEntries(Object.keys(ours).map((path) => [path, "resolved\n"]));
      await alice.mergeBaseInto(pull, resolution);
      expect(await pull.read()).toMatchObject({ mergeable_state: "clean" });
      await alice.merge(pull);
      for (const path of Object.keys(ours)) expect(await repository.read(path)).toBe("resolved\n");
    },
  );
});

describe("protected branches", () => {
  test("a required check that is missing or red refuses the merge, neutral satisfies it", async () => {
    const { alice, bot } = world;
    const { repository, pull } = await diverged("protected");
    await repository.protect("main", { requiredChecks: ["prompt-steward"] });
    expect(await pull.read()).toMatchObject({ mergeable_state: "blocked" });
    await expect(alice.merge(pull)).rejects.toThrow(/"prompt-steward" is expected/);
    const write = async (conclusion: "failure" | "neutral") =>
      bot.rest.checks.create({
        ...place(repository),
        name: "prompt-steward",
        head_sha: (await pull.read()).head.sha,
        conclusion,
      });
    await write("failure");
    await expect(alice.merge(pull)).rejects.toThrow(/is failing/);
    await write("neutral");
    expect(await pull.read()).toMatchObject({ mergeable_state: "clean" });
    await alice.push(repository, "change", { files: { "d.md": "d" } });
    expect(await statusOf(alice.merge(pull))).toBe(405);
    await write("neutral");
    await alice.merge(pull);
  });

  test("approvals count of who may write, and end with a dismissal", async () => {
    const { alice, bob, carol } = world;
    const { repository, pull } = await diverged("approvals");
    await repository.protect("main", { requiredApprovals: 1 });
    await carol.review(pull, "APPROVE");
    expect(await statusOf(alice.merge(pull))).toBe(405);
    const review = await bob.review(pull, "APPROVE");
    expect(await pull.read()).toMatchObject({ mergeable_state: "clean" });
    await alice.dismiss(pull, review, "Again please");
    expect(await statusOf(alice.merge(pull))).toBe(405);
    await bob.review(pull, "APPROVE");
    await alice.merge(pull);
  });

  test("pushes, force pushes and deletions are refused, administrators pass where they may", async () => {
    const { alice, acme } = world;
    const repository = await world.repository("direct", { files: { "a.md": LINES } });
    await repository.protect("main", { requiredChecks: ["prompt-steward"] });
    const push = (person: typeof alice) => person.push(repository, "main", { files: { "a.md": "x\n" } });
    expect(await statusOf(push(alice))).toBe(422);
    expect(await statusOf(push(acme.owner))).toBe(422);
    const { octokit } = alice;
    const content = Buffer.from("x").toString("base64");
    const edit = { ...place(repository), path: "new.md", message: "Edit", content };
    expect(await statusOf(octokit.rest.repos.createOrUpdateFileContents(edit))).toBe(422);
    await repository.protect("main", { requiredChecks: ["prompt-steward"], admins: "may-bypass" });
    expect(await statusOf(push(alice))).toBe(422);
    expect(await statusOf(push(acme.owner))).toBe(200);
    expect(await statusOf(acme.owner.deleteBranch(repository, "main"))).toBe(422);
  });
});
