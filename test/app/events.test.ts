// What each event leads to, and which it leaves alone.

import { describe, expect, test } from "vitest";
import { CONFIG } from "../builders/a-pull-request.ts";
import { HEAD, REPO, serveAcmePrompts, TRIAGE, titlesOf, WRITE_CHECK } from "../support/acme-prompts.ts";
import {
  commentJson,
  comparisonJson,
  contentJson,
  installedJson,
  objectName,
  permissionJson,
  reactionJson,
  refJson,
  simplePullJson,
  tokenJson,
} from "../support/github-json.ts";
import { aWire, refusal, type Wire } from "../support/wire.ts";
import { APP_ID, anApp, INSTALLATION } from "./an-app.ts";
import { checkRunEvent, commentEvent, EXAMPLES, event, pullEvent, pushEvent } from "./events.ts";

function aRepository(situation: Parameters<typeof serveAcmePrompts>[1] = {}): Wire {
  return serveAcmePrompts(aWire(), situation)
    .on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() })
    .on(REACT, ({ body }) => ({ status: 201, body: reactionJson((body as { content: string }).content) }))
    .on(REPLY, ({ body }) => ({ status: 201, body: commentJson((body as { body: string }).body) }));
}

const REACT = `POST ${REPO}/issues/comments/5/reactions`;
const REPLY = `POST ${REPO}/issues/7/comments`;

function reactionsOf(wire: Wire): unknown[] {
  return wire.sent(REACT).map(({ body }) => (body as { content: string }).content);
}

describe("a comment", () => {
  test("`/steward recheck` judges again, with a receipt", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("issue_comment", commentEvent("Please look.\n\n/steward recheck"));
    expect(reactionsOf(wire)).toEqual(["eyes", "+1"]);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
    expect(wire.sent(REPLY)).toEqual([]);
  });

  test("`/steward recheck` asks GitHub whether anything changed", async () => {
    const wire = aRepository();
    const app = await anApp();
    await app.deliver("pull_request", pullEvent("opened"));
    wire.on(`GET ${REPO}/collaborators/alice/permission`, { body: permissionJson("alice", "read") });
    await app.deliver("issue_comment", commentEvent("/steward recheck"));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice", "Waiting for @bob"]);
  });

  test("`/steward help` is answered", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("issue_comment", commentEvent("/steward help"));
    expect(wire.sent(REPLY).map(({ body }) => body)).toMatchInlineSnapshot(`
      [
        {
          "body": "Write a command on a line of its own.

      | Command | What it does | Who may |
      | --- | --- | --- |
      | \`/steward recheck\` | reads everything anew and judges the pull request again; of a merged one it releases what is not released yet | everybody |
      | \`/steward help\` | shows this list | everybody |
      | \`/promote <environment> [id] [reason: …]\` | moves the environment to what this merged pull request released, of one prompt or all of them | owner, backup, admins |
      ",
        },
      ]
    `);
    expect(titlesOf(wire)).toEqual([]);
  });

  test("an unknown verb is answered with the help", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("issue_comment", commentEvent("/steward dance"));
    expect(wire.sent(REPLY)).toHaveLength(1);
  });

  test("`/steward recheck` on an issue says where it belongs", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("issue_comment", commentEvent("/steward recheck", { on: "issue" }));
    expect(wire.sent(REPLY).map(({ body }) => body)).toEqual([
      { body: "There is nothing to judge here: `/steward recheck` belongs on a pull request." },
    ]);
  });

  test("the same command ten times is done once", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("issue_comment", commentEvent("/steward recheck\n\n".repeat(10)));
    expect(titlesOf(wire)).toHaveLength(1);
    expect(reactionsOf(wire)).toEqual(["eyes", "+1"]);
  });

  test("in a locked thread commands without a receipt", async () => {
    const wire = aRepository().on(REACT, refusal(403, "Unable to create reaction because issue is locked."));
    await (await anApp()).deliver("issue_comment", commentEvent("/steward recheck"));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });

  test("whose command fails says so with a reaction", async () => {
    const wire = aRepository().on(`GET ${REPO}/pulls/7`, refusal(500, "Server Error"));
    await expect((await anApp()).deliver("issue_comment", commentEvent("/steward recheck"))).rejects.toThrow(
      "Server Error",
    );
    expect(reactionsOf(wire)).toEqual(["eyes", "confused"]);
  });

  test.each([
    ["of a bot", commentEvent("/steward recheck", { by: "helper[bot]" })],
    ["in a quote", commentEvent("> /steward recheck")],
    ["in code", commentEvent("```\n/steward recheck\n```")],
    ["of another tool", commentEvent("/retest")],
    ["without any", commentEvent("Looks good")],
    ["that was edited", { ...commentEvent("/steward recheck"), action: "edited" }],
  ])("a command %s is none", async (_, payload) => {
    const wire = aRepository();
    await (await anApp()).deliver("issue_comment", payload);
    expect(wire.exchanges).toEqual([]);
  });
});

describe("asked to check again", () => {
  const button = { requested_action: { identifier: "recheck" } };
  const suite = (more: object) => {
    const json = event("check_suite", {}, "rerequested") as { check_suite: object };
    const check_suite = {
      ...json.check_suite,
      head_sha: HEAD,
      app: { id: APP_ID },
      pull_requests: [],
      ...more,
    };
    return { ...json, check_suite };
  };
  test.each([
    ["by Re-run", "check_run", checkRunEvent("rerequested")],
    ["by our button", "check_run", { ...checkRunEvent("requested_action"), ...button }],
    ["by Re-run all", "check_suite", suite({})],
  ])("%s, it judges the pull requests with that head, forks' too", async (_, name, payload) => {
    const wire = aRepository({ pull: { from: "fork" } });
    await (await anApp()).deliver(name, payload);
    expect(wire.sent(`GET ${REPO}/pulls`)).toHaveLength(1);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });

  test("with the pull request named, it looks for no other", async () => {
    const wire = aRepository();
    const pull_requests = [{ number: 7, head: { sha: HEAD } }];
    await (await anApp()).deliver("check_run", checkRunEvent("rerequested", { pull_requests }));
    expect(wire.sent(`GET ${REPO}/pulls`)).toEqual([]);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });

  test.each([
    ["another App's check", "check_run", checkRunEvent("rerequested", { app: { id: 99 } })],
    ["another check", "check_run", checkRunEvent("rerequested", { name: "tests" })],
    [
      "another button",
      "check_run",
      { ...checkRunEvent("requested_action"), requested_action: { identifier: "x" } },
    ],
    ["another App's suite", "check_suite", suite({ app: { id: 99 } })],
  ])("for %s, it does nothing", async (_, name, payload) => {
    const wire = aRepository();
    await (await anApp()).deliver(name, payload);
    expect(wire.exchanges).toEqual([]);
  });
});

describe("a merge group", () => {
  const group = objectName("group");
  const base = objectName("base");
  const head_ref = `refs/heads/gh-readonly-queue/main/pr-7-${base}`;
  const asked = event(
    "merge_group",
    { merge_group: { head_sha: group, head_ref, base_sha: base, base_ref: "refs/heads/main" } },
    "checks_requested",
  );

  function aQueue(text: string): Wire {
    const approval = { id: 11, by: "alice" };
    return aRepository({ reviews: [approval] })
      .on(`GET ${REPO}/compare/${base}...${group}`, {
        body: comparisonJson({ files: [{ ...TRIAGE, text }], commits: [{ sha: group }] }),
      })
      .on(`GET ${REPO}/git/matching-refs/heads%2Fgh-readonly-queue%2Fmain%2F`, {
        body: [refJson(head_ref, group)],
      });
  }

  test("with the approved bytes passes", async () => {
    const wire = aQueue(TRIAGE.text);
    await (await anApp()).deliver("merge_group", asked);
    expect(titlesOf(wire)).toEqual(["What merges is what was approved"]);
    expect(wire.sent(WRITE_CHECK)[0]?.body).toMatchObject({ head_sha: group, conclusion: "success" });
  });

  test("with other bytes fails", async () => {
    const wire = aQueue("Merged by hand.\n");
    await (await anApp()).deliver("merge_group", asked);
    expect(wire.sent(WRITE_CHECK)[0]?.body).toMatchObject({ head_sha: group, conclusion: "failure" });
  });

  test("that cannot be read fails, so that the queue does not wait", async () => {
    const wire = aQueue(TRIAGE.text).on(
      `GET ${REPO}/compare/${base}...${group}`,
      refusal(500, "Server Error"),
    );
    await expect((await anApp()).deliver("merge_group", asked)).rejects.toThrow("Server Error");
    expect(titlesOf(wire)).toEqual(["Could not be judged"]);
  });

  test("is judged again on Re-run", async () => {
    const wire = aQueue(TRIAGE.text);
    const check_suite = { head_branch: head_ref.slice("refs/heads/".length) };
    await (await anApp()).deliver(
      "check_run",
      checkRunEvent("rerequested", { head_sha: group, check_suite }),
    );
    expect(titlesOf(wire)).toEqual(["What merges is what was approved"]);
  });
});

describe("a push", () => {
  const touching = { commits: [{ added: [], modified: [".github/prompt-steward.yml"], removed: [] }] };

  test("that changes the config judges the open pull requests again, by the new one", async () => {
    const wire = aRepository();
    const app = await anApp();
    await app.deliver("pull_request", pullEvent("opened"));
    const changed = CONFIG.replace('owner: "@alice"', 'owner: "@carol"');
    wire.on(`GET ${REPO}/contents/.github%2Fprompt-steward.yml`, {
      body: contentJson(".github/prompt-steward.yml", changed),
    });
    await app.deliver("push", pushEvent(touching));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice", "Waiting for @carol"]);
  });

  test.each([
    ["elsewhere", { commits: [{ added: ["README.md"], modified: [], removed: [] }] }],
    ["that deletes a branch", { ...touching, deleted: true }],
    ["of a tag", { ...touching, ref: "refs/tags/v1" }],
  ])("%s judges nothing", async (_, more) => {
    const wire = aRepository();
    await (await anApp()).deliver("push", pushEvent(more));
    expect(wire.exchanges).toEqual([]);
  });

  test("that rewrites the branch may have changed anything", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("push", pushEvent({ forced: true }));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });

  test("with hundreds of open pull requests is paced, and one that fails stops none", async () => {
    const wire = aRepository();
    const pulls = Array.from({ length: 100 }, (_, at) => ({
      number: at + 1,
      head: objectName(`head ${at}`),
    }));
    for (const pull of pulls) serveAcmePrompts(wire, { pull, files: [{ path: "README.md", text: "Hello" }] });
    wire.on(`GET ${REPO}/pulls?state=open&base=main&per_page=100&page=1`, {
      body: pulls.map(simplePullJson),
    });
    wire.on(`GET ${REPO}/pulls?state=open&base=main&per_page=100&page=2`, { body: [] });
    wire.on(
      `GET ${REPO}/compare/refs%2Fheads%2Fmain...${objectName("head 3")}`,
      refusal(500, "Server Error"),
    );
    const pauses: number[] = [];
    const app = await anApp({ pause: async (duration) => void pauses.push(duration) });
    await expect(app.deliver("push", pushEvent(touching))).rejects.toThrow();
    expect(titlesOf(wire)).toHaveLength(100);
    expect(pauses).toEqual(Array.from({ length: 40 }, () => 9000));
  });

  test("to the organisation's default config judges where that rules", async () => {
    const wire = aRepository({ config: null });
    const shared = "/repos/acme/.github";
    wire
      .on("GET /installation/repositories", {
        body: installedJson([{ name: ".github" }, { name: "prompts" }]),
      })
      .on(`GET ${shared}/pulls`, { body: [] })
      .on(`GET ${shared}/contents/.github%2Fprompt-steward.yml`, {
        body: contentJson(".github/prompt-steward.yml", CONFIG),
      });
    const push = pushEvent(touching) as { repository: object };
    await (await anApp()).deliver("push", { ...push, repository: { ...push.repository, name: ".github" } });
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });
});

describe("people change", () => {
  const demoted = { body: permissionJson("alice", "read") };
  test.each([
    ["a collaborator", "member", event("member", { member: { login: "alice" } }, "removed")],
    ["a team's access", "team", event("team", { team: { slug: "writers" } }, "removed_from_repository")],
  ])("%s: what they own is judged again", async (_, name, payload) => {
    const wire = aRepository();
    const app = await anApp();
    await app.deliver("pull_request", pullEvent("opened"));
    wire.on(`GET ${REPO}/collaborators/alice/permission`, demoted);
    await app.deliver(name, payload);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice", "Waiting for @bob"]);
  });

  test("a team's members: every repository of the installation that names them is judged again", async () => {
    const wire = aRepository().on("GET /installation/repositories", {
      body: installedJson([{ name: "prompts" }]),
    });
    const app = await anApp();
    await app.deliver("pull_request", pullEvent("opened"));
    wire.on(`GET ${REPO}/collaborators/alice/permission`, demoted);
    const { repository: _repository, ...payload } = event(
      "membership",
      { member: { login: "alice" } },
      "removed",
    );
    await app.deliver("membership", payload);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice", "Waiting for @bob"]);
  });

  test("somebody no policy names: nothing is judged", async () => {
    const config = CONFIG.replace(', "@acme/ai-platform"', "");
    const wire = aRepository({ config });
    await (await anApp()).deliver("member", event("member", { member: { login: "zoe" } }, "added"));
    expect(wire.sent(`GET ${REPO}/pulls`)).toEqual([]);
    expect(titlesOf(wire)).toEqual([]);
  });
});

test("what one installation has seen is not shown to another", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  // The other installation may not see the repository that its event names.
  wire.on(`POST /app/installations/99/access_tokens`, {
    status: 201,
    body: { ...tokenJson(), token: "ghs_other" },
  });
  const seen = wire.exchanges.length;
  for (const route of [
    `GET ${REPO}/contents/.github%2Fprompt-steward.yml`,
    `GET ${REPO}/pulls/7`,
    WRITE_CHECK,
  ]) {
    wire.on(route, refusal(404, "Not Found"));
  }
  const payload = { ...pullEvent("edited", { updatedAt: "2030-01-01T00:00:05Z" }), installation: { id: 99 } };
  await app.deliver("pull_request", payload).catch(() => undefined);
  const later = wire.exchanges.slice(seen);
  expect(later.length).toBeGreaterThan(1);
  expect(later.filter(({ headers }) => headers["if-none-match"] !== undefined)).toEqual([]);
  for (const { body } of later) expect(JSON.stringify(body ?? "")).not.toContain("alice");
});

describe("every payload that GitHub gives as an example is taken without a crash", () => {
  test.each(EXAMPLES.map(({ name, examples }) => ({ name, examples })))(
    "$name",
    async ({ name, examples }) => {
      const wire = aWire().tolerating("");
      wire.on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() });
      wire.on("GET /installation/repositories", { body: installedJson([]) });
      for (const [method, path] of [
        ["GET", "pulls"],
        ["GET", "pulls/1/reviews"],
      ] as const) {
        wire.on(`${method} /repos/Codertocat/Hello-World/${path}`, { body: [] });
      }
      wire.on("POST /repos/Codertocat/Hello-World/check-runs", { status: 201, body: { id: 1 } });
      const app = await anApp();
      for (const example of examples) {
        for (const payload of [example, { ...example, installation: { id: INSTALLATION } }]) {
          await app.deliver(name, payload).catch((error: unknown) => {
            // What GitHub does not have is no crash: the check says so, and the log.
            if (!/Not Found|cannot be read/.test(String(error))) throw error;
          });
        }
      }
    },
  );
});
