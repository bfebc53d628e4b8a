// Holds the webhooks of a long story against GitHub's published examples: what every example of an event has, ours has.

import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { aWorld, place } from "./a-world.ts";

type Json = Readonly<Record<string, unknown>>;

const examples: readonly { name: string; examples: readonly Json[] }[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples/api.github.com/index.json",
);

/** Enterprises, and what GitHub has dropped since the examples were made. */
const ABSENT = new Set(["enterprise", "installation"]);

/** Keys that all examples of the event have, with the keys of their objects below, to a depth of two. */
function commonKeys(name: string, action: unknown): string[] {
  const all = examples.find((one) => one.name === name)?.examples ?? [];
  const same = all.filter((example) => example.action === action);
  const [first = [], ...rest] = (same.length > 0 ? same : all).map((example) => keysOf(example));
  return first.filter((key) => rest.every((keys) => keys.includes(key)));
}

function keysOf(json: Json, prefix = "", depth = 2): string[] {
  return Object.entries(json).flatMap(([key, value]) => {
    if (prefix === "" && ABSENT.has(key)) return [];
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const nested = isObject && depth > 1 ? keysOf(value as Json, `${prefix}${key}.`, depth - 1) : [];
    return [`${prefix}${key}`, ...nested];
  });
}

test("every webhook has the keys that GitHub's examples of it have", async () => {
  const world = await aWorld();
  const { alice, bob, carol, dave, acme, bot, sandbox, receiver } = world;
  const repository = await world.repository("story", { files: { "a.md": "a\n" } });
  await repository.protect("main", { mergeQueue: "required", requiredChecks: ["c"] });
  await alice.push(repository, "change", { files: { "a.md": "b\n" } });
  const pull = await alice.openPullRequest(repository, { head: "change", body: "Body" });
  await alice.editBody(pull, "Other");
  await alice.convertToDraft(pull);
  await alice.markReady(pull);
  const { sha } = await alice.push(repository, "change", { files: { "c.md": "c\n" } });
  await alice.close(pull);
  await alice.reopen(pull);
  const review = await bob.review(pull, "APPROVE");
  await bob.editReview(pull, review, "Good");
  await alice.dismiss(pull, review, "No");
  await carol.comment(pull, "Hello");
  const run = { ...place(repository), name: "c", head_sha: sha, conclusion: "success" } as const;
  await bot.rest.checks.create({
    ...run,
    output: { title: "T", summary: "S" },
    actions: [{ label: "Again", identifier: "again", description: "Again" }],
  });
  const check = await pull.check("c");
  if (!check) throw new Error("no check run");
  await alice.rerun(repository, check);
  await alice.rerunAll(repository, check);
  await alice.press(repository, check, "again");
  await alice.enqueue(pull);
  const team = await acme.createTeam("Team", { members: [dave] });
  await team.remove(dave);
  await repository.setAccess(dave, "read");
  await repository.removeAccess(dave);
  await acme.removeMember(dave);
  await sandbox.settled();

  const missing = receiver.all().flatMap(({ event, payload }) => {
    const own = new Set(keysOf(payload));
    const absent = commonKeys(event, payload.action).filter((key) => !own.has(key));
    return absent.map((key) => `${event} ${payload.action ?? ""}: ${key}`);
  });
  expect([...new Set(missing)]).toEqual([]);
  expect(new Set(receiver.names()).size).toBeGreaterThan(20);
  await world.stop();
});
