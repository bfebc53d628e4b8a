// Tags on GitHub: made all at once or not at all, with what stands in the way in words that can be acted on.

import { describe, expect, test } from "vitest";
import { sha } from "../../src/core/identity.ts";
import type { NewTag } from "../../src/core/ports.ts";
import { UserError } from "../../src/core/user-error.ts";
import { objectName, refJson, repositoryJson, tagObjectJson } from "../support/github-json.ts";
import { answeredBy, page } from "../support/graphql.ts";
import { aWire, refusal, type Wire } from "../support/wire.ts";
import { releasePorts } from "./release-client.ts";

const COMMIT = sha(objectName("commit"));
const OBJECTS = "POST /repos/acme/prompts/git/tags";
const REFS = "POST /repos/acme/prompts/git/refs";

function aTag(name: string): NewTag {
  return { name, commit: COMMIT, message: `${name}\n`, taggedAt: "2030-01-01T12:00:00.000Z" };
}

const RELEASE = aTag("prompts/triage/v1.0.0");
const MOVE = aTag("prompts/triage/env/staging/1");

function aRepository(graph: object = {}): Wire {
  return aWire()
    .on(OBJECTS, ({ body }) => {
      const { tag } = body as { tag: string };
      return { status: 201, body: tagObjectJson(tag, objectName(tag)) };
    })
    .on("POST /graphql", answeredBy(graph));
}

function refsThere(...names: readonly string[]): object {
  const ref = ({ qualifiedName }: { qualifiedName: string }) =>
    names.includes(qualifiedName.slice("refs/tags/".length)) ? { name: qualifiedName } : null;
  return { repository: { id: "R_1", ref } };
}

test("one tag is an object and a ref", async () => {
  const wire = aRepository().on(REFS, { status: 201, body: refJson(`refs/tags/${RELEASE.name}`, COMMIT) });
  expect(await releasePorts().tags.create([RELEASE])).toEqual({ kind: "created" });
  expect(wire.sent(OBJECTS)[0]?.body).toEqual({
    tag: RELEASE.name,
    message: RELEASE.message,
    object: COMMIT,
    type: "commit",
    tagger: {
      name: "Prompt Steward",
      email: "prompt-steward@users.noreply.github.com",
      date: "2030-01-01T12:00:00.000Z",
    },
  });
  expect(wire.sent(REFS)[0]?.body).toEqual({
    ref: `refs/tags/${RELEASE.name}`,
    sha: objectName(RELEASE.name),
  });
});

test("several get their refs in one step, and only where none is there", async () => {
  let input: unknown;
  const wire = aRepository({
    updateRefs: (given: { input: unknown }) => {
      input = given.input;
      return { clientMutationId: null };
    },
  });
  wire.on("GET /repos/acme/prompts", { body: repositoryJson("R_made_up") });
  expect(await releasePorts().tags.create([RELEASE, MOVE])).toEqual({ kind: "created" });
  expect(wire.counted).toEqual([OBJECTS, OBJECTS, "GET /repos/acme/prompts", "POST /graphql"]);
  expect(JSON.parse(JSON.stringify(input))).toEqual({
    repositoryId: "R_made_up",
    refUpdates: [RELEASE, MOVE].map(({ name }) => ({
      name: `refs/tags/${name}`,
      beforeOid: "0".repeat(40),
      afterOid: objectName(name),
      force: false,
    })),
  });
});

test("no tag costs nothing", async () => {
  const wire = aRepository();
  expect(await releasePorts().tags.create([])).toEqual({ kind: "created" });
  expect(wire.counted).toEqual([]);
});

describe("somebody was first", () => {
  test("with one tag", async () => {
    aRepository(refsThere(RELEASE.name)).on(REFS, refusal(422, "Reference already exists"));
    expect(await releasePorts().tags.create([RELEASE])).toEqual({ kind: "taken", names: [RELEASE.name] });
  });

  test("with one of several", async () => {
    aRepository({
      ...refsThere(MOVE.name),
      updateRefs: () => {
        throw new Error("Reference update failed");
      },
    }).on("GET /repos/acme/prompts", { body: repositoryJson("R_made_up") });
    expect(await releasePorts().tags.create([RELEASE, MOVE])).toEqual({ kind: "taken", names: [MOVE.name] });
  });
});

describe("is refused", () => {
  test.each([
    [
      "by a ruleset",
      "Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n",
      "A ruleset or tag protection of this repository forbids Prompt Steward to create the tag prompts/triage/v1.0.0 and 1 more: Repository rule violations found Cannot create ref due to creations being restricted. Add the App to the bypass list of the ruleset (Settings, Rules, Rulesets), or leave `prompts/**` out of its tags.",
    ],
    [
      "for want of a permission",
      "Resource not accessible by integration",
      "Prompt Steward may not create the tag prompts/triage/v1.0.0 and 1 more: Resource not accessible by integration. Give it the permission `contents: write` (docs/permissions.md).",
    ],
    [
      "by a tag where a folder of tags is needed",
      "cannot lock ref 'refs/tags/prompts/triage/v1.0.0': 'refs/tags/prompts/triage' exists; cannot create it",
      "The tag prompts/triage/v1.0.0 and 1 more cannot be created beside one that is there: cannot lock ref 'refs/tags/prompts/triage/v1.0.0': 'refs/tags/prompts/triage' exists; cannot create it. Delete the tag that somebody made by hand under `prompts/`.",
    ],
  ])("%s, with the mend", async (_, message, expected) => {
    aRepository({
      ...refsThere(),
      updateRefs: () => {
        throw new Error(message);
      },
    }).on("GET /repos/acme/prompts", { body: repositoryJson("R_made_up") });
    const created = releasePorts().tags.create([RELEASE, MOVE]);
    await expect(created).rejects.toThrow(UserError);
    await expect(created).rejects.toThrow(expected);
  });

  test("for a reason that nobody can mend, as a bug", async () => {
    aRepository({
      ...refsThere(),
      updateRefs: () => {
        throw new Error("Something went wrong");
      },
    }).on("GET /repos/acme/prompts", { body: repositoryJson("R_made_up") });
    const created = releasePorts().tags.create([RELEASE, MOVE]);
    await expect(created).rejects.not.toThrow(UserError);
    await expect(created).rejects.toThrow("Something went wrong");
  });
});

test("a list goes on over all pages", async () => {
  const tag = (name: string, target: object) => ({ name, prefix: "refs/tags/prompts/triage/", target });
  const annotated = {
    __typename: "Tag",
    oid: objectName("object"),
    message: "hello",
    tagger: null,
    target: { __typename: "Commit", oid: COMMIT },
  };
  const pages: Record<string, object> = {
    "": page([tag("v1.0.0", annotated)], "2"),
    "2": page([tag("v0.9.0", { __typename: "Commit", oid: COMMIT })], "3"),
    "3": page([
      tag("broken", { __typename: "Blob", oid: COMMIT }),
      { name: "gone", prefix: "", target: null },
    ]),
  };
  const wire = aRepository({
    repository: { refs: ({ after }: { after?: string }) => pages[after ?? ""] },
  });
  expect(await releasePorts().tags.list("prompts/triage/")).toEqual([
    {
      name: "prompts/triage/v1.0.0",
      kind: "annotated",
      object: objectName("object"),
      commit: COMMIT,
      message: "hello",
    },
    { name: "prompts/triage/v0.9.0", kind: "lightweight", object: COMMIT, commit: COMMIT },
    { name: "prompts/triage/broken", kind: "lightweight", object: COMMIT },
  ]);
  expect(wire.counted).toHaveLength(3);
});
