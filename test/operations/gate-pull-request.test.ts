// The gate at work on a repository: what it asks, what it writes, whom it asks, and what it does when something fails.

import { describe, expect, test } from "vitest";
import { login, type Sha } from "../../src/core/identity.ts";
import { decodeRecord, EMPTY_RECORD } from "../../src/core/review/record.ts";
import { gatePullRequest } from "../../src/operations/gate-pull-request.ts";
import { commitSha } from "../builders/a-pull-request.ts";
import { aRepository } from "../builders/a-repository.ts";

const TRIAGE = { "prompts/triage.txt": "Route." };
const README = { "README.md": "x" };

describe("asks for nothing that does not matter", () => {
  test("of a pull request without prompts", async () => {
    const repository = aRepository().commit("c1", README);
    await gatePullRequest(repository.ports(), repository.pull(7, "c1"));
    expect(repository.log).toEqual(["config main", "changes c1", "checks c1", "write c1 success"]);
  });

  test("of one that was opened just now", async () => {
    const repository = aRepository().commit("c1", TRIAGE);
    await gatePullRequest(repository.ports(), repository.pull(7, "c1"), { reviews: [] });
    expect(repository.log).toEqual([
      "config main",
      "changes c1",
      "prompts support/triage",
      "access alice",
      "write c1 action_required",
      "request 7 alice",
    ]);
  });

  test("of a review, where the record is remembered", async () => {
    const repository = aRepository().commit("c1", TRIAGE);
    const pull = repository.pull(7, "c1");
    const first = await gatePullRequest(repository.ports(), pull);
    repository.approve(7, "alice", "c1").log.length = 0;
    const arrived = new Map([[701, commitSha("c1")]]);
    const record = first?.evaluation.record ?? EMPTY_RECORD;
    await gatePullRequest(repository.ports(), pull, { arrived, record });
    expect(repository.log).toEqual([
      "config main",
      "changes c1",
      "prompts support/triage",
      "reviews 7",
      "access alice",
      "checks c1",
      "write c1 success",
    ]);
  });

  test("of a draft", async () => {
    const repository = aRepository();
    await gatePullRequest(repository.ports(), repository.pull(7, "c1", { isDraft: true }));
    expect(repository.log.map((call) => call.split(" ")[0])).toEqual(["checks", "write"]);
  });

  test("of a closed one, which gets no check", async () => {
    const repository = aRepository();
    expect(
      await gatePullRequest(repository.ports(), repository.pull(7, "c1", { state: "closed" })),
    ).toBeUndefined();
    expect(repository.log).toEqual([]);
  });
});

describe("asks for reviews", () => {
  const waiting = () => aRepository().commit("c1", TRIAGE);
  test("of the owner, once", async () => {
    const repository = waiting();
    const pull = repository.pull(7, "c1");
    const first = await gatePullRequest(repository.ports(), pull);
    expect(first?.asked).toEqual(["alice"]);
    const alreadyAsked = new Set(first?.asked);
    await gatePullRequest(repository.ports(), pull, { alreadyAsked });
    expect(repository.requested).toEqual(["alice"]);
  });

  test("and tells whom GitHub refused", async () => {
    const repository = waiting();
    const ports = repository.ports();
    const refusing = { ...ports.pulls, requestReviewers: async () => ({ refused: [login("alice")] }) };
    const gated = await gatePullRequest({ ...ports, pulls: refusing }, repository.pull(7, "c1"));
    expect(gated).toMatchObject({ asked: [], refused: ["alice"] });
    expect(repository.lastCheck?.conclusion).toBe("action_required");
  });

  test("not where somebody asked already", async () => {
    const repository = waiting();
    await gatePullRequest(
      repository.ports(),
      repository.pull(7, "c1", { requestedReviewers: [login("alice")] }),
    );
    expect(repository.requested).toEqual([]);
  });

  test("not where this is not the moment", async () => {
    const repository = waiting();
    await gatePullRequest(repository.ports(), repository.pull(7, "c1"), { mayAsk: false });
    expect(repository.requested).toEqual([]);
  });

  test("not of who has looked at it, though the approval is void by now", async () => {
    const repository = waiting().commit("c2", { "prompts/triage.txt": "Other." });
    repository.pull(7, "c2");
    repository.approve(7, "alice", "c1");
    const gated = await gatePullRequest(repository.ports(), repository.pull(7, "c2"));
    expect(gated?.evaluation.conclusion).toBe("action_required");
    expect(repository.requested).toEqual([]);
  });
});

describe("keeps the record of what reviewers saw", () => {
  /** @alice approved c1, and that was recorded on its check. */
  async function approvedAtC1() {
    const repository = aRepository().commit("c1", TRIAGE).commit("c2", { "prompts/triage.txt": "Smuggled." });
    repository.pull(7, "c1");
    repository.approve(7, "alice", "c1");
    await gatePullRequest(repository.ports(), repository.pull(7, "c1"), {
      arrived: new Map([[701, commitSha("c1")]]),
    });
    expect(repository.lastCheck?.conclusion).toBe("success");
    return repository;
  }

  function seenIn(text: string | undefined): (Sha | undefined)[] {
    return [...decodeRecord(text ?? "").seenAt.values()];
  }

  test("in the check run, and finds it there after a push", async () => {
    const repository = await approvedAtC1();
    await gatePullRequest(repository.ports(), repository.pull(7, "c2"), { formerHeads: [commitSha("c1")] });
    expect(repository.log).toContain("checks c1");
    expect(repository.lastCheck?.conclusion).toBe("action_required");
    expect(seenIn(repository.lastCheck?.text)).toEqual([commitSha("c1")]);
  });

  test("past a stay as a draft, which writes check runs without one", async () => {
    const repository = await approvedAtC1();
    await gatePullRequest(repository.ports(), repository.pull(7, "c1", { isDraft: true }));
    expect(repository.lastCheck?.text).toBe("");
    await gatePullRequest(repository.ports(), repository.pull(7, "c1"));
    expect(seenIn(repository.lastCheck?.text)).toEqual([commitSha("c1")]);
  });

  test("past a judgement that failed", async () => {
    const repository = await approvedAtC1();
    repository.failing("reviews", new Error("down"));
    const pull = repository.pull(7, "c1");
    await expect(gatePullRequest(repository.ports(), pull)).rejects.toThrow("down");
    expect(repository.lastCheck?.title).toBe("Could not be judged");
    repository.recovered();
    await gatePullRequest(repository.ports(), pull);
    expect(seenIn(repository.lastCheck?.text)).toEqual([commitSha("c1")]);
    expect(repository.lastCheck?.conclusion).toBe("success");
  });

  test("and believes no check run of another pull request", async () => {
    const repository = await approvedAtC1();
    repository.pull(8, "c1");
    repository.log.length = 0;
    const gated = await gatePullRequest(repository.ports(), repository.pull(8, "c1"));
    expect(gated?.evaluation.conclusion).toBe("action_required");
  });

  test("looks for it on few commits", async () => {
    const repository = await approvedAtC1();
    repository.forgetChecks().log.length = 0;
    const formerHeads = Array.from({ length: 30 }, (_, n) => commitSha(`former ${n}`));
    await gatePullRequest(repository.ports(), repository.pull(7, "c2"), { formerHeads });
    expect(repository.log.filter((call) => call.startsWith("checks"))).toHaveLength(5);
  });
});

describe("a commit that is the head of two pull requests has one check", () => {
  const both = () => aRepository().config("dev", undefined).commit("c1", TRIAGE);

  test("so what waits in one keeps the other from turning it green", async () => {
    const repository = both();
    await gatePullRequest(repository.ports(), repository.pull(8, "c1"));
    for (const change of [{ into: "dev" }, { isDraft: true }]) {
      const gated = await gatePullRequest(repository.ports(), repository.pull(7, "c1", change));
      expect(gated?.heldBackBy?.pull.number).toBe(8);
      expect(repository.lastCheck).toMatchObject({
        pull: 7,
        conclusion: "action_required",
        title: "Held back by #8, which has the same head",
      });
    }
  });

  test("it is green once both are fine", async () => {
    const repository = both();
    repository.pull(8, "c1");
    await gatePullRequest(repository.ports(), repository.pull(8, "c1"));
    await gatePullRequest(repository.ports(), repository.pull(7, "c1", { into: "dev" }));
    repository.approve(8, "alice", "c1");
    await gatePullRequest(repository.ports(), repository.pull(8, "c1"));
    expect(repository.lastCheck).toMatchObject({ pull: 8, conclusion: "success" });
    await gatePullRequest(repository.ports(), repository.pull(7, "c1", { into: "dev" }));
    expect(repository.lastCheck).toMatchObject({ pull: 7, conclusion: "neutral" });
  });

  test.each([
    ["closed", { state: "closed" as const }],
    ["pushed to since", { head: { ref: "other", sha: commitSha("c9"), isFork: false } }],
  ])("the other does not matter once it is %s", async (_how, change) => {
    const repository = both();
    await gatePullRequest(repository.ports(), repository.pull(8, "c1"));
    repository.pull(8, "c1", change);
    const gated = await gatePullRequest(repository.ports(), repository.pull(7, "c1", { into: "dev" }));
    expect(gated?.heldBackBy).toBeUndefined();
    expect(repository.lastCheck?.conclusion).toBe("neutral");
  });
});

describe("a judgement that fails", () => {
  test("is the check's answer, tells no inside, and is thrown on", async () => {
    const repository = aRepository().commit("c1", TRIAGE);
    const error = Object.assign(new Error("token abc"), { status: 502 });
    repository.failing("reviews", error);
    await expect(gatePullRequest(repository.ports(), repository.pull(7, "c1"))).rejects.toBe(error);
    expect(repository.lastCheck).toMatchObject({
      pull: 7,
      conclusion: "failure",
      title: "Could not be judged",
    });
    expect(JSON.stringify(repository.lastCheck)).not.toContain("token abc");
  });

  test("is thrown as it was, where the check cannot be written either", async () => {
    const repository = aRepository()
      .failing("config", new Error("first"))
      .failing("write", new Error("second"));
    await expect(gatePullRequest(repository.ports(), repository.pull(7, "c1"))).rejects.toThrow("first");
  });

  test("for a head that cannot be read fails closed", async () => {
    const repository = aRepository();
    await expect(gatePullRequest(repository.ports(), repository.pull(7, "gone"))).rejects.toThrow(
      "cannot be read",
    );
    expect(repository.lastCheck?.conclusion).toBe("failure");
  });
});

describe("a merge by the owner is looked into", () => {
  const merged = (blobs: Parameters<ReturnType<typeof aRepository>["merge"]>[1]) => {
    const repository = aRepository().commit("m1", TRIAGE).merge("m1", blobs);
    repository.pull(7, "m1");
    return repository.approve(7, "alice", "m1");
  };
  const ours = { "prompts/triage.txt": "Route." };
  const theirs = { "prompts/triage.txt": "Base." };
  test.each([
    ["it took our side", { m1: ours, c1: ours, main: theirs }, "success"],
    ["it took base's side, or nobody has the file", { m1: {}, c1: {}, main: {} }, "success"],
    ["it wrote other bytes", { m1: ours, c1: {}, main: theirs }, "action_required"],
    ["a tree cannot be read whole", { m1: ours, c1: undefined, main: theirs }, "action_required"],
    ["the merge itself cannot be read whole", { m1: undefined, c1: ours, main: theirs }, "action_required"],
  ])("%s", async (_what, blobs, conclusion) => {
    const repository = merged(blobs);
    await gatePullRequest(repository.ports(), repository.pull(7, "m1"));
    expect(repository.lastCheck?.conclusion).toBe(conclusion);
  });
});
