import { Octokit } from "@octokit/core";
import { describe, expect, test } from "vitest";
import { login, parseTeam } from "../../src/core/identity.ts";
import { repositoriesOfInstallation } from "../../src/github/installation.ts";
import { Memory } from "../../src/github/memory.ts";
import {
  commentJson,
  commitJson,
  installedJson,
  permissionJson,
  reactionJson,
  userJson,
} from "../support/github-json.ts";
import { aWire, refusal } from "../support/wire.ts";
import { REPO, somePorts } from "./a-client.ts";

const ALICE = login("alice");

describe("who may write", () => {
  const route = `GET ${REPO}/collaborators/alice/permission`;
  test.each([
    ["admin", true],
    ["write", true],
    ["read", false],
    ["none", false],
  ] as const)("with %s: %s", async (permission, may) => {
    aWire().on(route, { body: permissionJson("alice", permission) });
    expect(await somePorts().directory.canWrite(ALICE)).toBe(may);
  });

  test("nobody whom GitHub does not know", async () => {
    aWire();
    expect(await somePorts().directory.canWrite(ALICE)).toBe(false);
  });

  test("is remembered until people change, and then asked for conditionally", async () => {
    const wire = aWire().on(route, { body: permissionJson("alice", "write") });
    const memory = new Memory();
    const { directory } = somePorts({ memory });
    await directory.canWrite(ALICE);
    await directory.canWrite(ALICE);
    memory.forgetPeople();
    expect(await directory.canWrite(ALICE)).toBe(true);
    expect(wire.exchanges.map(({ status }) => status)).toEqual([200, 304]);
  });

  test("in one repository says nothing of another", async () => {
    aWire()
      .on(route, { body: permissionJson("alice", "admin") })
      .on("GET /repos/acme/other/collaborators/alice/permission", { body: permissionJson("alice", "read") });
    const memory = new Memory();
    expect(await somePorts({ memory }).directory.canWrite(ALICE)).toBe(true);
    expect(await somePorts({ memory, name: "other" }).directory.canWrite(ALICE)).toBe(false);
  });
});

describe("who is in a team", () => {
  const team = parseTeam("acme/ai-platform");
  const route = "GET /orgs/acme/teams/ai-platform/members";

  test("is read to the end", async () => {
    const all = Array.from({ length: 120 }, (_, at) => userJson(`Person${at}`));
    aWire()
      .on(`${route}?per_page=100&page=1`, { body: all.slice(0, 100) })
      .on(`${route}?per_page=100&page=2`, { body: all.slice(100) });
    const members = team && (await somePorts().directory.members(team));
    expect(members).toHaveLength(120);
    expect(members?.[0]).toBe("person0");
  });

  test.each([404, 403])(
    "is unknown where the team is hidden (%i), and not asked for again",
    async (status) => {
      const wire = aWire().on(route, refusal(status, "Not Found"));
      const { directory } = somePorts();
      expect(team && (await directory.members(team))).toBeUndefined();
      expect(team && (await directory.members(team))).toBeUndefined();
      expect(wire.exchanges).toHaveLength(1);
    },
  );
});

describe("whose an e-mail address is", () => {
  const route = `GET ${REPO}/commits`;
  const theirs = commitJson({ by: "Alice", email: "Alice@Example.test" });
  test.each([
    ["is shown by a commit that carries it", [theirs], "alice"],
    ["is unknown where no commit carries it", [], undefined],
    [
      "is unknown where the commit is another's",
      [commitJson({ by: "bob", email: "bob@example.test" })],
      undefined,
    ],
    ["is unknown where nobody claims it", [commitJson({ by: null, email: "alice@example.test" })], undefined],
  ])("%s", async (_, body, expected) => {
    const wire = aWire().on(route, { body });
    const { directory } = somePorts();
    expect(await directory.accountOf("alice@example.test")).toBe(expected);
    await directory.accountOf("alice@example.test");
    expect(wire.exchanges.map(({ path }) => path)).toEqual([
      `${REPO}/commits?author=alice%40example.test&per_page=1`,
    ]);
  });

  test("is unknown in an empty repository", async () => {
    aWire().on(route, refusal(409, "Git Repository is empty."));
    expect(await somePorts().directory.accountOf("alice@example.test")).toBeUndefined();
  });
});

describe("a conversation", () => {
  const react = `POST ${REPO}/issues/comments/5/reactions`;
  test("takes receipts and replies", async () => {
    const wire = aWire()
      .on(react, { status: 201, body: reactionJson("eyes") })
      .on(`POST ${REPO}/issues/7/comments`, { status: 201, body: commentJson("Hello") });
    const { conversation } = somePorts();
    await conversation.react(5, "eyes");
    await conversation.reply(7, "Hello");
    expect(wire.exchanges.map(({ body }) => body)).toEqual([{ content: "eyes" }, { body: "Hello" }]);
  });

  test.each([403, 404, 422])("that has no place for a receipt (%i) goes on without", async (status) => {
    aWire().on(react, refusal(status, "Unable to react"));
    await expect(somePorts().conversation.react(5, "eyes")).resolves.toBeUndefined();
  });

  test("in a locked thread fails to take a reply", async () => {
    aWire().on(`POST ${REPO}/issues/7/comments`, refusal(403, "This issue is locked"));
    await expect(somePorts().conversation.reply(7, "Hello")).rejects.toMatchObject({ status: 403 });
  });
});

test("the repositories of an installation, archived ones left out, to the end", async () => {
  const all = Array.from({ length: 101 }, (_, at) => ({ name: `repo${at}`, archived: at === 3 }));
  const route = "GET /installation/repositories";
  aWire()
    .on(`${route}?per_page=100&page=1`, { body: installedJson(all.slice(0, 100)) })
    .on(`${route}?per_page=100&page=2`, { body: installedJson(all.slice(100)) });
  const found = await repositoriesOfInstallation({ octokit: new Octokit(), memory: new Memory() });
  expect(found).toHaveLength(100);
  expect(found[0]).toEqual({ owner: "acme", name: "repo0", defaultBranch: "main" });
});
