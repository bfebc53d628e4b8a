// `/promote` on a merged pull request: who may, when, what is recorded, and what people read.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { login } from "../../../src/core/identity.ts";
import { readHistory } from "../../../src/core/release/history.ts";
import { renderPromotion } from "../../../src/core/release/render/promotion.ts";
import { GRACE } from "../../../src/operations/mirror-releases.ts";
import { promotePullRequest } from "../../../src/operations/promote-pull-request.ts";
import { release } from "../../../src/operations/release.ts";
import { CONFIG, FakeRepository, triage } from "./a-repository.ts";

const TRIAGE = "prompts/triage.txt";
const MAIL = "prompts/mail.txt";

/** Releases 1.0.0 by #6 and 1.1.0 by #7. */
async function aRepository(config = CONFIG): Promise<FakeRepository> {
  const repository = new FakeRepository(config);
  const checks = [{ name: "promptfoo", state: "success" }] as const;
  await release(repository.ports(), repository.merge(6, { [TRIAGE]: "Sort.\n" }, { checks }));
  await release(repository.ports(), repository.merge(7, { [TRIAGE]: "Sort well.\n" }, { checks }));
  return repository;
}

interface Command {
  readonly number?: number;
  readonly environment?: string;
  readonly id?: string;
  readonly by?: string;
  readonly why?: string;
}

async function promoted(repository: FakeRepository, command: Command = {}): Promise<string> {
  const { number = 7, environment = "production", id, by = "alice", why = "" } = command;
  const outcomes = await promotePullRequest(repository.ports(), {
    branch: "main",
    number,
    environment,
    by: login(by),
    why,
    ...(id !== undefined && { id }),
  });
  return renderPromotion(outcomes, "https://github.com/acme/prompts");
}

describe("a promotion", () => {
  test("is recorded with who, when, from, to and why, and answered", async () => {
    const repository = await aRepository();
    await promoted(repository, { number: 6, by: "bob" });
    expect(await promoted(repository, { why: "Two weeks without a complaint" })).toBe(
      "`production` now runs `support/triage` [1.1.0](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v1.1.0). It ran 1.0.0 before ([changes](https://github.com/acme/prompts/compare/prompts/support/triage/v1.0.0...prompts/support/triage/v1.1.0)).",
    );
    const moves = readHistory(repository.tags.values()).prompts.get(triage)?.moves("production") ?? [];
    expect(moves.map(({ reading }) => reading)).toEqual([
      {
        kind: "record",
        record: expect.objectContaining({ n: 1, to: "1.0.0", by: "bob", pull: 6, why: expect.any(String) }),
      },
      {
        kind: "record",
        record: {
          prompt: triage,
          environment: "production",
          n: 2,
          from: "1.0.0",
          to: "1.1.0",
          by: "alice",
          at: "2030-01-01T12:00:00.000Z",
          why: "Two weeks without a complaint",
          pull: 7,
          bad: [],
        },
      },
    ]);
    const shown = repository.deployments.filter(({ environment }) => environment === "production");
    expect(shown.map(({ version, status }) => [version, status])).toEqual([
      ["1.0.0", "inactive"],
      ["1.1.0", "success"],
    ]);
  });

  test("that is asked for twice is made once", async () => {
    const repository = await aRepository();
    await promoted(repository);
    const { writes } = repository;
    expect(await promoted(repository, { by: "bob" })).toBe(
      "`production` runs `support/triage` 1.1.0 already, since 2030-01-01 by `@alice`.",
    );
    expect(repository.writes).toBe(writes);
  });

  test("to an older release says so", async () => {
    const repository = await aRepository();
    await promoted(repository);
    expect(await promoted(repository, { number: 6 })).toContain(
      "**1.0.0 is lower than 1.1.0, which runs now.**",
    );
  });

  test("of all that a pull request released answers for each", async () => {
    const repository = new FakeRepository();
    await release(repository.ports(), repository.merge(7, { [TRIAGE]: "Sort.\n", [MAIL]: "Write.\n" }));
    expect((await promoted(repository, { by: "carol" })).split("\n")).toEqual([
      "- `support/triage` was not promoted. `@carol` is neither owner nor backup of `support/triage`, nor an admin. `@alice`, `@bob`, `@root` or `@acme/ai-platform` can promote it.",
      expect.stringMatching(/^- `production` now runs `mail`/),
    ]);
    expect(await promoted(repository, { by: "root", id: "support/triage" })).toContain(
      "now runs `support/triage`",
    );
  });

  test("is finished by writing the command again where it was killed after its tag", async () => {
    const repository = await aRepository();
    const killed = repository.killAfter(2).then(() => "killed");
    expect(await Promise.race([killed, promoted(repository)])).toBe("killed");
    repository.restart();
    repository.time += GRACE;
    expect(await promoted(repository)).toContain("runs `support/triage` 1.1.0 already");
    const shown = repository.deployments.filter(({ environment }) => environment === "production");
    expect(shown.map(({ version, status }) => [version, status])).toEqual([["1.1.0", "success"]]);
  });

  test("by several people at the same time gives each move its number", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const repository = await aRepository();
        repository.turn = () => scheduler.schedule(Promise.resolve());
        const runs = [
          promoted(repository, { number: 6, by: "alice" }),
          promoted(repository, { number: 7, by: "bob" }),
          promoted(repository, { number: 7, by: "root" }),
        ];
        await scheduler.waitFor(Promise.all(runs));
        const history = readHistory(repository.tags.values()).prompts.get(triage);
        const moves = history?.moves("production") ?? [];
        expect(moves.map(({ n }) => n)).toEqual(moves.map((_, position) => position + 1));
        const chain = moves.map(({ reading }) => (reading.kind === "record" ? reading.record : undefined));
        expect(chain.map((one) => one?.from)).toEqual([
          undefined,
          ...chain.slice(0, -1).map((one) => one?.to),
        ]);
        const shown = repository.deployments.filter((one) => one.environment === "production");
        expect(new Set(shown.map(({ move }) => move)).size).toBe(shown.length);
      }),
      { numRuns: 100 },
    );
  });

  test("holds though its deployment cannot be written, and says so", async () => {
    const repository = await aRepository();
    repository.refusing.set("deployments", new Error("no"));
    expect(await promoted(repository)).toMatch(/now runs `support\/triage`.*could not|now runs .*Error: no/);
    expect(repository.tagNames).toContain("prompts/support/triage/env/production/1");
  });
});

describe("is refused", () => {
  test.each<[string, (repository: FakeRepository) => void, Command, string]>([
    [
      "to those who have no say",
      () => undefined,
      { by: "mallory" },
      "`support/triage` was not promoted. `@mallory` is neither owner nor backup of `support/triage`, nor an admin. `@alice`, `@bob`, `@root` or `@acme/ai-platform` can promote it.",
    ],
    [
      "to an owner without write access",
      (repository) => repository.readers.add("alice"),
      {},
      "`support/triage` was not promoted. The config names `@alice` as owner, but they have no write access to this repository.",
    ],
    [
      "to an environment that is none",
      () => undefined,
      { environment: "prod`uction" },
      "Nothing was promoted. There is no environment `prod'uction`. The config names `staging`, `production`.",
    ],
    [
      "of a prompt the pull request did not change",
      () => undefined,
      { id: "mail" },
      "Nothing was promoted. This pull request changed no prompt `mail`. It changed `support/triage`.",
    ],
    [
      "on an issue",
      () => undefined,
      { number: 99 },
      "Nothing was promoted. This is no pull request. Write the command on the merged pull request of the release.",
    ],
    [
      "before the merge",
      (repository) => repository.open.add(98),
      { number: 98 },
      "Nothing was promoted. This pull request is not merged, so it released nothing. Merge it first.",
    ],
    [
      "before the release",
      (repository) => void repository.merge(8, { [TRIAGE]: "Sort best.\n" }),
      { number: 8 },
      "`support/triage` was not promoted. This pull request has released no version of it yet. Comment `/steward recheck` to have it released.",
    ],
    [
      "of no prompt",
      (repository) => void repository.merge(8, { "README.md": "Hello\n" }),
      { number: 8 },
      "Nothing was promoted. This pull request changed no governed prompt. Write the command on the one that did.",
    ],
  ])("%s", async (_, arrange, command, expected) => {
    const repository = await aRepository();
    arrange(repository);
    const { writes } = repository;
    expect(await promoted(repository, command)).toBe(expected);
    expect(repository.writes).toBe(writes);
  });

  test("while a required check is not green, at the landed commit before head", async () => {
    const repository = await aRepository(`${CONFIG}evaluation:\n  required_checks: [promptfoo]\n`);
    repository.checked(7, [{ name: "promptfoo", state: "failure" }]);
    expect(await promoted(repository)).toMatch(
      /^`support\/triage` was not promoted\. Its required checks are not green at [0-9a-f]{7}: `promptfoo` failed\. Let them pass/,
    );
    repository.checked(7, [{ name: "promptfoo", state: "success" }]);
    expect(await promoted(repository)).toContain("now runs");
  });

  test("of a retired prompt", async () => {
    const repository = await aRepository();
    await release(repository.ports(), repository.merge(8, { [TRIAGE]: null }));
    expect(await promoted(repository, { number: 8 })).toBe(
      "`support/triage` was not promoted. support/triage 2.0.0 retired the prompt: it has no bytes to run. Name another version.",
    );
  });
});
