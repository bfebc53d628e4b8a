// GitHub's answer about deployments of prompts, in our words, from REST and GraphQL alike.

import * as z from "zod";
import type { PromptId } from "../core/identity.ts";
import type { KnownDeployment } from "../core/release/facts.ts";
import { parseVersion } from "../core/release/version.ts";
import { nodes } from "./connection.ts";

const Deployment = z.object({
  id: z.string(),
  task: z.string().nullish(),
  environment: z.string().nullish(),
  payload: z.string().nullish(),
  state: z.string().nullish(),
  latestStatus: z.object({ state: z.string() }).nullish(),
});

const TASK = "prompt:";

export function taskOf(prompt: PromptId): string {
  return `${TASK}${prompt}`;
}

const Payload = z.object({ version: z.string(), move: z.int().positive() });

/** @returns undefined for a deployment of something else */
function toDeployment(json: unknown): KnownDeployment | undefined {
  const { id, task, environment, payload, state, latestStatus } = Deployment.parse(json);
  if (!task?.startsWith(TASK) || !environment) return undefined;
  return knownDeployment({
    id,
    task,
    environment,
    payload: parseJson(payload ?? ""),
    // `state` follows the latest status, which is absent where there is none yet.
    state: latestStatus?.state ?? state ?? "",
  });
}

export function knownDeployment(facts: {
  readonly id: string;
  readonly task: string;
  readonly environment: string;
  readonly payload: unknown;
  readonly state: string;
}): KnownDeployment {
  const payload = Payload.safeParse(
    typeof facts.payload === "string" ? parseJson(facts.payload) : facts.payload,
  );
  const version = payload.success ? parseVersion(payload.data.version) : undefined;
  const state = facts.state.toUpperCase();
  return {
    id: facts.id,
    prompt: facts.task.slice(TASK.length) as PromptId,
    environment: facts.environment,
    ...(payload.success && version && { version, move: payload.data.move }),
    state: ["SUCCESS", "ACTIVE"].includes(state) ? "success" : state === "INACTIVE" ? "inactive" : "other",
  };
}

const Moves = nodes(
  z.object({
    target: z.object({ target: z.object({ deployments: nodes(z.unknown()) }).nullish() }).nullish(),
  }),
);

/** Deployments to an environment of the commits that its moves point at. */
export function toDeployments(json: unknown): KnownDeployment[] {
  return Moves.parse(json).flatMap(({ target }) =>
    (target?.target?.deployments ?? []).flatMap((one) => toDeployment(one) ?? []),
  );
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // GitHub gives a payload that was sent as text as text within text.
    return typeof value === "string" ? JSON.parse(value) : value;
  } catch {
    return undefined;
  }
}
