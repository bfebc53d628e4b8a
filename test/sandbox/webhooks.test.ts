import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, type SmallWorld } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
let pull: PullRequest;

beforeAll(async () => {
  world = await aWorld();
  repository = await world.repository("hooks", { files: { "a.md": "a\n", "old.md": "old\n" } });
  await world.alice.push(repository, "change", { files: { "a.md": "b\n" } });
  pull = await world.alice.openPullRequest(repository, { head: "change" });
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.receiver.answerWith(200);
  await world.sandbox.settled();
  world.receiver.forget();
});

describe("a webhook", () => {
  test("is signed with the App's secret and carries GitHub's headers", async () => {
    const { alice, app, receiver, sandbox, acme } = world;
    await alice.comment(pull, "Hello");
    await sandbox.settled();
    const [received] = receiver.all();
    if (!received) throw new Error("no webhook");
    const signature = createHmac("sha256", app.webhookSecret).update(received.body).digest("hex");
    expect(received.headers).toMatchObject({
      "x-hub-signature-256": `sha256=${signature}`,
      "x-github-event": "issue_comment",
      "x-github-hook-installation-target-type": "integration",
      "x-github-delivery": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(received.payload).toMatchObject({
      action: "created",
      installation: { id: app.installationOn(acme) },
      organization: { login: "acme" },
      repository: { full_name: "acme/hooks" },
      sender: { login: "alice", type: "User" },
      issue: { number: pull.number, pull_request: { url: expect.stringContaining("/pulls/") } },
    });
  });

  test("of a push lists what each commit added, removed and modified", async () => {
    const { acme, receiver, sandbox } = world;
    const files = { "new.md": "new\n", "a.md": "c\n", "old.md": null };
    const { before, sha } = await acme.owner.push(repository, "main", { files, message: "Tidy" });
    await sandbox.settled();
    const [push] = receiver.of("push");
    expect(push?.payload).toMatchObject({
      ref: "refs/heads/main",
      before,
      after: sha,
      forced: false,
      commits: [{ id: sha, message: "Tidy", added: ["new.md"], removed: ["old.md"], modified: ["a.md"] }],
    });
  });

  test.each([
    [
      "an event without its permission",
      { permissions: {}, events: ["push"] },
      /needs the permission contents/,
    ],
    [
      "an event that the sandbox does not send",
      { permissions: {}, events: ["gollum"] },
      /sends no event gollum/,
    ],
  ])("%s cannot be subscribed to", async (_, registration, message) => {
    await expect(world.sandbox.registerApp(registration)).rejects.toThrow(message);
  });
});

describe("on their way webhooks", () => {
  test("may come twice, with one delivery id", async () => {
    const { alice, receiver, sandbox } = world;
    sandbox.deliveries.set({ kind: "twice" });
    await alice.comment(pull, "Twice");
    await sandbox.settled();
    sandbox.deliveries.set({ kind: "at-once" });
    const [first, second] = receiver.of("issue_comment");
    expect(first?.body).toBe(second?.body);
    expect(first?.headers["x-github-delivery"]).toBe(second?.headers["x-github-delivery"]);
  });

  test("may come in another order", async () => {
    const { alice, receiver, sandbox } = world;
    sandbox.deliveries.set({ kind: "held" });
    await alice.editBody(pull, "One");
    await alice.editBody(pull, "Two");
    await sandbox.settled();
    expect(receiver.all()).toEqual([]);
    await sandbox.deliveries.release("reversed");
    expect(receiver.of("pull_request").map(({ payload }) => payload.pull_request.body)).toEqual([
      "Two",
      "One",
    ]);
  });

  test("may come late, after what happened later", async () => {
    const { alice, receiver, sandbox } = world;
    sandbox.deliveries.set({ kind: "late", milliseconds: 1500 });
    await alice.comment(pull, "First");
    sandbox.deliveries.set({ kind: "at-once" });
    await alice.comment(pull, "Second");
    await sandbox.settled();
    expect(receiver.all().map(({ payload }) => payload.comment.body)).toEqual(["Second", "First"]);
  });

  test("may be lost; nobody sends them again but who asks for it", async () => {
    const { alice, receiver, sandbox } = world;
    sandbox.deliveries.set({ kind: "lost" });
    await alice.comment(pull, "Lost");
    sandbox.deliveries.set({ kind: "at-once" });
    await sandbox.settled();
    expect(receiver.all()).toEqual([]);

    const asApp = world.asApp();
    const { data } = await asApp.rest.apps.listWebhookDeliveries({ per_page: 5 });
    expect(data[0]).toMatchObject({ event: "issue_comment", status_code: 502, redelivery: false });
    const delivery_id = data[0]?.id ?? 0;
    const { data: whole } = await asApp.rest.apps.getWebhookDelivery({ delivery_id });
    expect(whole.request.payload).toMatchObject({ comment: { body: "Lost" } });
    await asApp.rest.apps.redeliverWebhookDelivery({ delivery_id });
    await sandbox.settled();
    expect(receiver.names()).toEqual(["issue_comment.created"]);
    const { data: after } = await asApp.rest.apps.listWebhookDeliveries({ per_page: 1 });
    expect(after[0]).toMatchObject({ guid: data[0]?.guid, status_code: 200, redelivery: true });
  });

  test("that find nobody listening are recorded as that", async () => {
    const { alice, app, receiver, sandbox } = world;
    app.deliverTo("http://127.0.0.1:9/");
    await alice.comment(pull, "Nobody");
    await sandbox.settled();
    app.deliverTo(receiver.url);
    expect(sandbox.deliveries.all().at(-1)).toMatchObject({ event: "issue_comment", status: 502 });
  });

  test("that the App answers with an error are recorded as that", async () => {
    const { alice, receiver, sandbox } = world;
    receiver.answerWith(500);
    await alice.comment(pull, "Fails");
    await sandbox.settled();
    expect(sandbox.deliveries.all().at(-1)).toMatchObject({ event: "issue_comment", status: 500 });
  });
});

test("a deep list of deliveries is read by cursor", async () => {
  const { alice, sandbox } = world;
  for (const text of ["1", "2", "3"]) await alice.comment(pull, text);
  await sandbox.settled();
  const asApp = world.asApp();
  const all = await asApp.paginate(asApp.rest.apps.listWebhookDeliveries, { per_page: 2 });
  expect(all.length).toBe(sandbox.deliveries.all().length);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});
