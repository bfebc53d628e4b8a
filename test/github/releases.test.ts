// GitHub Releases: one for a tag, whoever makes it at the same moment.

import { describe, expect, test } from "vitest";
import type { NewGitHubRelease } from "../../src/core/ports.ts";
import { releaseJson } from "../support/github-json.ts";
import { aWire, refusal, type Wire } from "../support/wire.ts";
import { releasePorts } from "./release-client.ts";

const CREATE = "POST /repos/acme/prompts/releases";
const BY_TAG = "GET /repos/acme/prompts/releases/tags/prompts%2Ftriage%2Fv1.0.0";
const LIST = "GET /repos/acme/prompts/releases";
const DELETE = "DELETE /repos/acme/prompts/releases/5";

const release: NewGitHubRelease = {
  tag: "prompts/triage/v1.0.0",
  title: "triage 1.0.0",
  body: "Notes",
  isPreRelease: true,
};

const created = { status: 201, body: releaseJson(release.tag, 5) };
const exists = {
  status: 422,
  body: {
    message: "Validation Failed",
    documentation_url: "https://docs.github.com/rest",
    errors: [{ resource: "Release", code: "already_exists", field: "tag_name" }],
  },
};

function aRepository(): Wire {
  return aWire().on(CREATE, created);
}

test("under a tag of this run's it is made at once", async () => {
  const wire = aRepository();
  await releasePorts().releases.ensure(release, "held");
  expect(wire.counted).toEqual([CREATE]);
  expect(wire.sent(CREATE)[0]?.body).toEqual({
    tag_name: release.tag,
    name: "triage 1.0.0",
    body: "Notes",
    prerelease: true,
    make_latest: "false",
  });
});

test("one that is there already is none to make", async () => {
  const wire = aRepository().on(CREATE, exists);
  await releasePorts().releases.ensure(release, "held");
  expect(wire.counted).toEqual([CREATE]);
});

test("any other refusal is an error", async () => {
  aRepository().on(CREATE, refusal(403, "Resource not accessible by integration"));
  await expect(releasePorts().releases.ensure(release, "held")).rejects.toThrow("Resource not accessible");
});

describe("under a tag of an earlier run", () => {
  test("it is looked for first", async () => {
    const wire = aRepository().on(BY_TAG, { body: releaseJson(release.tag, 4) });
    await releasePorts().releases.ensure(release, "unsure");
    expect(wire.sent(CREATE)).toEqual([]);
  });

  test("the only one stays", async () => {
    const wire = aRepository().on(LIST, { body: [releaseJson(release.tag, 5), releaseJson("other", 1)] });
    await releasePorts().releases.ensure(release, "unsure");
    expect(wire.exchanges.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });

  test("the second of two that were made at one moment is taken back", async () => {
    const wire = aRepository()
      .on(LIST, { body: [releaseJson(release.tag, 5), releaseJson(release.tag, 4)] })
      .on(DELETE, { status: 204 });
    await releasePorts().releases.ensure(release, "unsure");
    expect(wire.sent(DELETE)).toHaveLength(1);
  });

  test("the first of two stays", async () => {
    const wire = aRepository().on(LIST, { body: [releaseJson(release.tag, 6), releaseJson(release.tag, 5)] });
    await releasePorts().releases.ensure(release, "unsure");
    expect(wire.sent(DELETE)).toEqual([]);
  });
});
