// GitHub Deployments mirror the moves of environments, one for each move.

import { describe, expect, test } from "vitest";
import type { PromptId } from "../../src/core/identity.ts";
import type { DeploymentMove } from "../../src/core/ports.ts";
import { version } from "../../src/core/release/version.ts";
import { deploymentJson, deploymentStatusJson } from "../support/github-json.ts";
import { answeredBy } from "../support/graphql.ts";
import { aWire, refusal, type Wire } from "../support/wire.ts";
import { releasePorts } from "./release-client.ts";

const ROUTE = "/repos/acme/prompts/deployments";
const triage = "triage" as PromptId;

function aMove(parts: Partial<DeploymentMove> = {}): DeploymentMove {
  return {
    prompt: triage,
    environment: "staging",
    move: 2,
    version: version("1.1.0"),
    digest: "d".repeat(64),
    tag: "prompts/triage/v1.1.0",
    description: "triage 1.1.0: Pull request #7 was merged",
    state: "success",
    ...parts,
  };
}

function deployment(id: number, move: number) {
  const payload = { prompt: "triage", version: `1.${move - 1}.0`, move };
  return deploymentJson({ id, task: "prompt:triage", environment: "staging", payload });
}

interface Statuses {
  readonly inputs: { deploymentId: string; state: string; autoInactive: boolean; description: string }[];
}

function aRepository(failing: readonly string[] = []): { wire: Wire } & Statuses {
  const inputs: Statuses["inputs"] = [];
  const root = {
    createDeploymentStatus: ({ input }: { input: Statuses["inputs"][number] }) => {
      if (failing.includes(input.deploymentId)) throw new Error("Resource not accessible by integration");
      inputs.push(input);
      return { deploymentStatus: { id: `DES_${inputs.length}` } };
    },
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => ({
        __typename: "Deployment",
        id,
        state: "ACTIVE",
        latestStatus: id === "DE_1" ? { state: "INACTIVE" } : null,
      })),
  };
  const wire = aWire()
    .on(`POST ${ROUTE}`, { status: 201, body: deployment(9, 2) })
    .on("POST /graphql", answeredBy(root));
  return { wire, inputs };
}

const held = () => "held" as const;
const unsure = () => "unsure" as const;

test("a move is a deployment with a status, and ends the one before, in two requests", async () => {
  const { wire, inputs } = aRepository();
  expect(await releasePorts().deployments.record([aMove()], ["DE_1"], held)).toEqual([]);
  expect(wire.counted).toEqual([`POST ${ROUTE}`, "POST /graphql"]);
  expect(wire.exchanges[0]?.body).toEqual({
    ref: "prompts/triage/v1.1.0",
    task: "prompt:triage",
    environment: "staging",
    description: "triage 1.1.0: Pull request #7 was merged",
    payload: { prompt: "triage", version: "1.1.0", move: 2, digest: "d".repeat(64) },
    auto_merge: false,
    required_contexts: [],
  });
  expect(inputs).toMatchObject([
    { deploymentId: "DE_1", state: "INACTIVE", autoInactive: false },
    { deploymentId: "DE_9", state: "SUCCESS", autoInactive: false },
  ]);
});

test("a long description is cut where GitHub's limit is", async () => {
  const { wire, inputs } = aRepository();
  await releasePorts().deployments.record([aMove({ description: "x".repeat(500) })], [], held);
  expect(wire.exchanges[0]?.body).toMatchObject({ description: expect.stringMatching(/^x{139}…$/) });
  expect(inputs[0]?.description).toHaveLength(140);
});

describe("after an earlier run", () => {
  test("a deployment that lacks only its status gets it", async () => {
    const { wire, inputs } = aRepository();
    await releasePorts().deployments.record([aMove({ known: "DE_7" })], [], unsure);
    expect(wire.counted).toEqual(["POST /graphql"]);
    expect(inputs).toMatchObject([{ deploymentId: "DE_7", state: "SUCCESS" }]);
  });

  test("one that is there is found by its move, not by its version", async () => {
    const { wire, inputs } = aRepository();
    wire.on(`GET ${ROUTE}`, { body: [deployment(8, 3), deployment(7, 2), deployment(6, 1)] });
    await releasePorts().deployments.record([aMove()], [], unsure);
    expect(wire.sent(`POST ${ROUTE}`)).toEqual([]);
    expect(inputs).toMatchObject([{ deploymentId: "DE_7" }]);
  });

  test("the second of two that were made at one moment is taken back", async () => {
    const { wire, inputs } = aRepository();
    wire
      .on(`GET ${ROUTE}`, { body: [] }, { body: [deployment(9, 2), deployment(8, 2)] })
      .on(`POST ${ROUTE}/9/statuses`, { status: 201, body: deploymentStatusJson("inactive") })
      .on(`DELETE ${ROUTE}/9`, { status: 204 });
    await releasePorts().deployments.record([aMove()], [], unsure);
    expect(wire.sent(`DELETE ${ROUTE}/9`)).toHaveLength(1);
    expect(inputs).toMatchObject([{ deploymentId: "DE_8", state: "SUCCESS" }]);
  });
});

describe("what fails is told, with the mend, and keeps nothing else from being written", () => {
  test("a deployment that is not allowed", async () => {
    const { wire, inputs } = aRepository();
    wire.on(`POST ${ROUTE}`, refusal(403, "Resource not accessible by integration"), {
      status: 201,
      body: deployment(9, 2),
    });
    const moves = [aMove({ tag: "prompts/mail/v1.0.0", prompt: "mail" as PromptId }), aMove()];
    const [problem, ...others] = await releasePorts().deployments.record(moves, [], held);
    expect(others).toEqual([]);
    expect(problem).toEqual({
      tag: "prompts/mail/v1.0.0",
      message: expect.stringContaining(
        "The deployment of mail 1.1.0 to staging could not be made: Resource not accessible",
      ),
      fix: expect.stringContaining("`deployments: write`"),
      isFinal: true,
    });
    expect(inputs).toHaveLength(1);
  });

  test("a status that is not allowed", async () => {
    aRepository(["DE_9"]);
    expect(await releasePorts().deployments.record([aMove()], [], held)).toMatchObject([
      { tag: "prompts/triage/v1.1.0", message: expect.stringContaining("could not be given its status") },
    ]);
  });

  test("a merge that GitHub made instead of a deployment", async () => {
    const { wire } = aRepository();
    wire.on(`POST ${ROUTE}`, { status: 202, body: { message: "Auto-merged main into tag." } });
    expect(await releasePorts().deployments.record([aMove()], [], held)).toMatchObject([
      { message: expect.stringContaining("Auto-merged main into tag."), isFinal: false },
    ]);
  });
});

test("a prompt's deployments are listed with their states", async () => {
  const { wire } = aRepository();
  wire.on(`GET ${ROUTE}`, { body: [deployment(2, 2), deployment(1, 1)] });
  expect(await releasePorts().deployments.list(triage, "staging")).toEqual([
    { id: "DE_2", prompt: "triage", environment: "staging", version: "1.1.0", move: 2, state: "success" },
    { id: "DE_1", prompt: "triage", environment: "staging", version: "1.0.0", move: 1, state: "inactive" },
  ]);
  expect(wire.exchanges[0]?.path).toBe(`${ROUTE}?task=prompt%3Atriage&environment=staging&per_page=30`);
});
