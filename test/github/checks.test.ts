import { describe, expect, test } from "vitest";
import { sha } from "../../src/core/identity.ts";
import type { CheckReport } from "../../src/core/review/report.ts";
import { checkRunJson, checkRunsJson, objectName } from "../support/github-json.ts";
import { aWire, refusal } from "../support/wire.ts";
import { REPO, somePorts } from "./a-client.ts";

const HEAD = sha(objectName("head"));

function aReport(more: Partial<CheckReport> = {}): CheckReport {
  const report = { pull: 7, conclusion: "success", title: "Fine", summary: "All of it." } as const;
  return { ...report, text: "<!-- record -->", annotations: [], ...more };
}

function annotations(count: number): CheckReport["annotations"] {
  return Array.from({ length: count }, (_, at) => ({
    path: "prompts/a.txt",
    line: at + 1,
    level: "failure",
    title: "rule",
    message: "Mend it.",
  }));
}

describe("writing the check run", () => {
  const create = `POST ${REPO}/check-runs`;
  const update = `PATCH ${REPO}/check-runs/5`;
  const aReadyWire = () =>
    aWire()
      .on(create, { status: 201, body: checkRunJson({ id: 5 }) })
      .on(update, { body: checkRunJson({ id: 5 }) });

  test("takes one request, and has a button where the App listens to it", async () => {
    const wire = aReadyWire();
    await somePorts({ appId: 1 }).checks.write(HEAD, aReport());
    expect(wire.exchanges.map(({ body }) => body)).toEqual([
      {
        name: "prompt-steward",
        head_sha: HEAD,
        external_id: "pull/7",
        status: "completed",
        conclusion: "success",
        output: { title: "Fine", summary: "All of it.", text: "<!-- record -->", annotations: [] },
        actions: [
          {
            label: "Check again",
            identifier: "recheck",
            description: "Read everything anew and judge again",
          },
        ],
      },
    ]);
  });

  test("with a workflow's token has no button, and leaves an empty text out", async () => {
    const wire = aReadyWire();
    const { pull: _pull, ...ofGroup } = aReport({ text: "" });
    await somePorts().checks.write(HEAD, ofGroup);
    const [{ body }] = wire.exchanges as unknown as [{ body: Record<string, unknown> }];
    expect(body).not.toHaveProperty("actions");
    expect(body).not.toHaveProperty("external_id");
    expect(body.output).not.toHaveProperty("text");
  });

  test.each([
    [0, 1],
    [50, 1],
    [51, 2],
    [120, 3],
    [2000, 10],
  ])("%i annotations take %i requests of at most fifty, and end at 500", async (count, requests) => {
    const wire = aReadyWire();
    await somePorts().checks.write(HEAD, aReport({ annotations: annotations(count) }));
    const sent = wire.exchanges.map(({ body }) => (body as { output: { annotations: unknown[] } }).output);
    expect(sent).toHaveLength(requests);
    expect(Math.max(...sent.map((output) => output.annotations.length))).toBeLessThanOrEqual(50);
    expect(sent.flatMap((output) => output.annotations)).toHaveLength(Math.min(count, 500));
  });

  test("on a commit that is gone fails as GitHub says", async () => {
    aWire().on(create, refusal(422, "No commit found for SHA"));
    await expect(somePorts().checks.write(HEAD, aReport())).rejects.toMatchObject({ status: 422 });
  });
});

describe("reading what was written", () => {
  const route = `GET ${REPO}/commits/${HEAD}/check-runs`;

  test("newest first, each with the pull request it is about", async () => {
    const wire = aWire().on(route, {
      body: checkRunsJson([{ id: 3, text: "old", pull: 7 }, { id: 9, text: "new", pull: 8 }, { id: 4 }]),
    });
    expect(await somePorts({ appId: 1 }).checks.read(HEAD)).toEqual([
      { text: "new", pull: 8 },
      { text: "" },
      { text: "old", pull: 7 },
    ]);
    expect(wire.exchanges[0]?.path).toContain("check_name=prompt-steward&filter=all&per_page=100&app_id=1");
  });

  test("of several pages", async () => {
    const runs = Array.from({ length: 130 }, (_, at) => ({ id: at + 1, text: `${at + 1}` }));
    const wire = aWire();
    for (const page of [1, 2]) {
      wire.on(`${route}?check_name=prompt-steward&filter=all&per_page=100&page=${page}`, {
        body: checkRunsJson(runs.slice((page - 1) * 100, page * 100)),
      });
    }
    const [newest] = await somePorts().checks.read(HEAD);
    expect(newest).toEqual({ text: "130" });
  });

  test("none on a commit without any", async () => {
    aWire().on(route, { body: checkRunsJson([]) });
    expect(await somePorts().checks.read(HEAD)).toEqual([]);
  });
});
