// Whatever is killed in between and whoever works at the same time: one tag, one Release, one deployment for each prompt
// of each landing.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReleasePorts } from "../../../src/core/ports.ts";
import { readHistory } from "../../../src/core/release/history.ts";
import { recordFindings } from "../../../src/core/release/record-findings.ts";
import { GRACE } from "../../../src/operations/mirror-releases.ts";
import { type Push, release } from "../../../src/operations/release.ts";
import { FakeRepository, never } from "./a-repository.ts";

const TRIAGE = "prompts/triage.txt";
const MAIL = "prompts/mail.txt";
const TONE = "prompts/tone.txt";

/** What the repository shows in the end, free of clocks and of the order of writing. */
function seen(repository: FakeRepository) {
  const { prompts, findings } = readHistory(repository.tags.values());
  return {
    findings: [...findings, ...recordFindings({ prompts, findings })],
    versions: [...prompts.values()].flatMap(({ releases }) =>
      releases.map(({ prompt, version, record }) => `${prompt} ${version} of #${record?.pull ?? "none"}`),
    ),
    moves: [...prompts.values()].flatMap((prompt) =>
      prompt.moves("staging").map(({ n, to }) => `${prompt.prompt} ${n}: ${to}`),
    ),
    releases: repository.releases.map(({ tag }) => tag).sort(),
    deployments: repository.deployments
      .map(({ prompt, move, status }) => `${prompt} ${move} ${status}`)
      .sort(),
    issues: repository.issues.map(({ marker }) => marker).sort(),
  };
}

interface Case {
  readonly name: string;
  readonly land: (repository: FakeRepository) => Push;
}

const CASES: readonly Case[] = [
  { name: "one prompt", land: (one) => one.merge(7, { [TRIAGE]: "Sort well.\n" }) },
  { name: "two prompts", land: (one) => one.merge(7, { [TRIAGE]: "Sort well.\n", [MAIL]: "Write.\n" }) },
  { name: "a direct push", land: (one) => one.push({ [TRIAGE]: "Mine.\n" }) },
  { name: "a deletion", land: (one) => one.merge(7, { [TRIAGE]: null }) },
  { name: "a prompt to adopt", land: (one) => one.merge(7, { [TONE]: "Kind.\n" }) },
  {
    name: "a merge queue's push",
    land: (one) =>
      one.together(
        one.merge(7, { [TRIAGE]: "Two.\n" }),
        one.merge(8, { [TRIAGE]: "Three.\n", [MAIL]: "1\n" }),
      ),
  },
];

async function aRepository(): Promise<FakeRepository> {
  const repository = new FakeRepository(undefined, { [TONE]: "Be kind.\n" });
  await release(repository.ports(), repository.merge(1, { [TRIAGE]: "Sort.\n" }));
  return repository;
}

describe.each(CASES)("$name, killed after any of its writes", ({ land }) => {
  test("is the same after it was run again", async () => {
    const whole = await aRepository();
    const before = whole.writes;
    await release(whole.ports(), land(whole));
    const writes = whole.writes - before;
    expect(writes).toBeGreaterThanOrEqual(3);
    const expected = seen(whole);

    for (let survived = 1; survived <= writes; survived += 1) {
      for (const wait of [0, GRACE + 1_000]) {
        const repository = await aRepository();
        const push = land(repository);
        const killed = repository.killAfter(survived).then(() => "killed");
        expect(await Promise.race([killed, release(repository.ports(), push)])).toBe("killed");
        repository.restart();
        repository.time += wait;
        await release(repository.ports(), push);
        expect(seen(repository), `killed after write ${survived} of ${writes}`).toEqual(expected);
      }
    }
  });

  test("is the same though every second start is killed as well", async () => {
    const whole = await aRepository();
    await release(whole.ports(), land(whole));
    const repository = await aRepository();
    const push = land(repository);
    for (let start = 0; start < 40; start += 1) {
      const killed = repository.killAfter(1);
      await Promise.race([killed, release(repository.ports(), push)]);
      repository.restart();
      repository.time += GRACE;
    }
    await release(repository.ports(), push);
    expect(seen(repository)).toEqual(seen(whole));
  });
});

describe("several workers at the same time", () => {
  test("of one push leave what one of them alone leaves", async () => {
    for (const { land } of CASES) {
      const alone = await aRepository();
      await release(alone.ports(), land(alone));
      const expected = seen(alone);
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 3 }), async (scheduler, workers) => {
          const repository = await aRepository();
          const push = land(repository);
          repository.turn = () => scheduler.schedule(Promise.resolve());
          const runs = Array.from({ length: workers }, () => release(repository.ports(), push));
          await scheduler.waitFor(Promise.all(runs));
          expect(seen(repository)).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    }
  });

  test("of two merges that want the same version give each its own, in the order of the branch", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const repository = await aRepository();
        const first = repository.merge(7, { [TRIAGE]: "Two.\n" });
        const second = repository.merge(8, { [TRIAGE]: "Three.\n" });
        repository.turn = () => scheduler.schedule(Promise.resolve());
        const runs = [second, first].map((push) => release(repository.ports(), push));
        await scheduler.waitFor(Promise.all(runs));
        const { versions, moves, releases, deployments, findings } = seen(repository);
        expect({ versions, moves, findings }).toEqual({
          versions: [
            "support/triage 1.0.0 of #1",
            "support/triage 1.1.0 of #7",
            "support/triage 1.2.0 of #8",
          ],
          moves: ["support/triage 1: 1.0.0", "support/triage 2: 1.1.0", "support/triage 3: 1.2.0"],
          findings: [],
        });
        expect(releases).toEqual(["1.0.0", "1.1.0", "1.2.0"].map((of) => `prompts/support/triage/v${of}`));
        expect(deployments.at(-1)).toBe("support/triage 3 success");
        expect(deployments).toHaveLength(3);
      }),
      { numRuns: 200 },
    );
  });

  test("one of whom is killed anywhere leave what one alone leaves", async () => {
    const land = (one: FakeRepository) => one.merge(7, { [TRIAGE]: "Two.\n", [MAIL]: "Write.\n" });
    const alone = await aRepository();
    await release(alone.ports(), land(alone));
    const expected = seen(alone);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 12 }), async (scheduler, survived) => {
        const repository = await aRepository();
        const push = land(repository);
        repository.turn = () => scheduler.schedule(Promise.resolve());
        const dying = release(mortal(repository.ports(), survived), push);
        dying.catch(() => undefined);
        await scheduler.waitFor(release(repository.ports(), push));
        expect(seen(repository)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

/** The ports of a process that is gone after so many requests. */
function mortal(ports: ReleasePorts, requests: number): ReleasePorts {
  let left = requests;
  const alive = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      left -= 1;
      const answer = left < 0 ? never : await call(...args);
      return left <= 0 ? never : answer;
    };
  };
  return {
    ...ports,
    landings: { ...ports.landings, read: alive(ports.landings.read) },
    tags: { ...ports.tags, create: alive(ports.tags.create) },
    releases: { ensure: alive(ports.releases.ensure) },
    deployments: { ...ports.deployments, record: alive(ports.deployments.record) },
    issues: { ensure: alive(ports.issues.ensure) },
  };
}
