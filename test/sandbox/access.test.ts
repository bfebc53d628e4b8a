import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { octokitFor } from "../../src/sandbox/actors/octokit.ts";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let open: Repository;
let hidden: Repository;
beforeAll(async () => {
  world = await aWorld();
  const files = { "a.md": "a\n" };
  open = await world.repository("open", { files });
  hidden = await world.repository("hidden", { files, visibility: "private", people: { carol: "read" } });
});
afterAll(() => world.stop());

async function roleOf(login: string, repository: Repository): Promise<string> {
  const { octokit } = world.acme.owner;
  const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
    ...place(repository),
    username: login,
  });
  return `${data.permission} as ${data.role_name}`;
}

describe("a person's role", () => {
  test("comes from invitations, membership and ownership", async () => {
    expect(await roleOf("alice", open)).toBe("write as write");
    expect(await roleOf("carol", open)).toBe("read as read");
    expect(await roleOf("alice", hidden)).toBe("read as read");
    expect(await roleOf("dave", open)).toBe("read as read");
    expect(await roleOf("dave", hidden)).toBe("none as none");
    expect(await roleOf("acme-owner", hidden)).toBe("admin as admin");
  });

  test("shows maintain as write and triage as read where only four words are known", async () => {
    const { acme, dave } = world;
    const repository = await acme.createRepository("roles", { people: { dave: "maintain" } });
    expect(await roleOf("dave", repository)).toBe("write as maintain");
    await repository.setAccess(dave, "triage");
    expect(await roleOf("dave", repository)).toBe("read as triage");
    await repository.removeAccess(dave);
    expect(await roleOf("dave", repository)).toBe("read as read");
  });

  test("comes from teams and from what they are part of", async () => {
    const { acme, dave, bot, sandbox, receiver } = world;
    const parent = await acme.createTeam("Prompt People");
    const child = await acme.createTeam("Support AI", { parent });
    await parent.grant(hidden, "write");
    receiver.forget();
    await child.add(dave);
    expect(await roleOf("dave", hidden)).toBe("write as write");
    const { data } = await bot.rest.teams.listMembersInOrg({ org: "acme", team_slug: parent.slug });
    expect(data.map(({ login }) => login)).toEqual(["dave"]);
    await child.remove(dave);
    await acme.removeMember(dave);
    expect(await roleOf("dave", hidden)).toBe("none as none");
    await sandbox.settled();
    expect(receiver.names()).toEqual(
      expect.arrayContaining([
        "organization.member_added",
        "membership.added",
        "membership.removed",
        "organization.member_removed",
      ]),
    );
  });

  test("changes are told as member events", async () => {
    const { acme, dave, sandbox, receiver } = world;
    const repository = await acme.createRepository("told");
    await sandbox.settled();
    receiver.forget();
    await repository.setAccess(dave, "write");
    await repository.setAccess(dave, "read");
    await repository.removeAccess(dave);
    await sandbox.settled();
    const members = receiver.of("member").map(({ payload }) => [payload.action, payload.changes?.permission]);
    expect(members).toEqual([
      ["added", { to: "write" }],
      ["edited", { from: "write", to: "read" }],
      ["removed", undefined],
    ]);
  });
});

describe("people are refused", () => {
  test.each([
    ["reading what is hidden", () => world.dave.octokit.rest.repos.get(place(hidden)), 404],
    ["pushing without write access", () => world.carol.push(open, "x", { files: { "x.md": "x" } }), 403],
    ["protecting a branch without being an administrator", () => protectAs(world.alice), 403],
    ["the members of an organization they are not in", () => membersAs(world.dave), 404],
  ])("%s", async (_, request, status) => {
    expect(await statusOf(request())).toBe(status);
  });

  function protectAs({ octokit }: SmallWorld["alice"]) {
    return octokit.rest.repos.updateBranchProtection({
      ...place(open),
      branch: "main",
      required_status_checks: null,
      required_pull_request_reviews: null,
      enforce_admins: null,
      restrictions: null,
    });
  }

  function membersAs({ octokit }: SmallWorld["alice"]) {
    return octokit.rest.orgs.listMembers({ org: "acme" });
  }
});

describe("an App", () => {
  test("may do what it was granted and nothing else", async () => {
    const { bot, sandbox, app, acme } = world;
    const path = { ...place(open), path: "new.md", message: "No", content: "eA==" };
    expect(await statusOf(bot.rest.repos.createOrUpdateFileContents(path))).toBe(403);
    const owner = acme.owner.octokit;
    const narrow = await appClient().rest.apps.createInstallationAccessToken({
      installation_id: app.installationOn(acme),
      permissions: { contents: "read" },
      repositories: ["open"],
    });
    const client = octokitFor(sandbox.apiUrl, narrow.data.token);
    const head_sha = await open.head();
    expect(await statusOf(client.rest.checks.create({ ...place(open), name: "c", head_sha }))).toBe(403);
    expect(await statusOf(client.rest.repos.getContent({ ...place(open), path: "a.md" }))).toBe(200);
    expect(await statusOf(client.rest.repos.getContent({ ...place(hidden), path: "a.md" }))).toBe(404);
    const { data } = await client.rest.apps.listReposAccessibleToInstallation();
    expect(data.repositories.map(({ name }) => name)).toEqual(["open"]);
    expect(await statusOf(owner.rest.repos.get(place(hidden)))).toBe(200);
  });

  test("gets no more than it asked for at its registration", async () => {
    const { app, acme } = world;
    const request = appClient().rest.apps.createInstallationAccessToken({
      installation_id: app.installationOn(acme),
      permissions: { contents: "write" },
    });
    expect(await statusOf(request)).toBe(422);
  });

  test.each([
    ["a token that nobody gave out", "ghs_wrong", 401],
    ["a JWT that is none", "eyJ.e30.x", 401],
  ])("%s is refused", async (_, token, status) => {
    const client = octokitFor(world.sandbox.apiUrl, token);
    expect(await statusOf(client.rest.repos.get(place(open)))).toBe(status);
  });

  test("knows itself and where it is installed", async () => {
    const client = appClient();
    const { data } = await client.rest.apps.getAuthenticated();
    expect(data).toMatchObject({ id: world.app.appId, slug: "prompt-steward", installations_count: 1 });
    const installed = await client.rest.apps.getRepoInstallation(place(open));
    expect(installed.data.id).toBe(world.app.installationOn(world.acme));
  });

  function appClient() {
    return world.asApp();
  }
});

describe("the token of a workflow", () => {
  test("is held to its permissions and its repository", async () => {
    const { sandbox } = world;
    const token = await open.workflowToken({ permissions: { contents: "read", checks: "write" } });
    const client = octokitFor(sandbox.apiUrl, token);
    const head_sha = await open.head();
    const check = { name: "c", head_sha, conclusion: "success" } as const;
    expect(await statusOf(client.rest.checks.create({ ...place(open), ...check }))).toBe(201);
    expect(await statusOf(client.rest.checks.create({ ...place(hidden), ...check }))).toBe(404);
    const ref = { ...place(open), ref: "refs/heads/x", sha: head_sha };
    expect(await statusOf(client.rest.git.createRef(ref))).toBe(403);
    expect(await statusOf(client.rest.teams.list({ org: "acme" }))).toBe(403);
  });

  test("only reads for a pull request from a fork", async () => {
    const { sandbox, dave } = world;
    const fork = await dave.fork(open);
    await dave.push(fork, "idea", { files: { "b.md": "b\n" } });
    const pull = await dave.openPullRequest(open, { head: "dave:idea" });
    const scope = { permissions: { contents: "read", checks: "write", pull_requests: "write" } } as const;
    const client = octokitFor(sandbox.apiUrl, await open.workflowToken({ ...scope, for: pull }));
    const { head } = await pull.read();
    const check = { ...place(open), name: "c", head_sha: head.sha, conclusion: "success" } as const;
    expect(await statusOf(client.rest.checks.create(check))).toBe(403);
    expect(await statusOf(client.rest.pulls.get({ ...place(open), pull_number: pull.number }))).toBe(200);
  });

  test("starts no workflow by what it does, and is told to Apps all the same", async () => {
    const { sandbox, alice, receiver } = world;
    await alice.push(open, "change", { files: { "c.md": "c\n" } });
    const pull = await alice.openPullRequest(open, { head: "change" });
    await sandbox.settled();
    receiver.forget();
    const started = open.workflowEvents().length;
    expect(open.workflowEvents().at(-1)).toMatchObject({ name: "pull_request", action: "opened" });
    const client = octokitFor(
      sandbox.apiUrl,
      await open.workflowToken({ permissions: { pull_requests: "write" } }),
    );
    const at = { ...place(open), issue_number: pull.number };
    await client.rest.issues.createComment({ ...at, body: "Hello" });
    await sandbox.settled();
    expect(open.workflowEvents().length).toBe(started);
    expect(receiver.of("issue_comment")[0]?.payload.sender).toMatchObject({
      login: "github-actions[bot]",
      type: "Bot",
    });
  });
});

test("accounts come before the first repository", async () => {
  await expect(world.sandbox.createPerson("late")).rejects.toThrow(/late comes too late/);
});
