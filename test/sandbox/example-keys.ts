// GitHub's published examples of webhooks, to hold ours against: what every example of an event has, ours must have.

import { createRequire } from "node:module";
import type { ReceivedWebhook } from "./a-world.ts";

/** What webhooks lack that every example of their event has: `push: head_commit.id`. */
export function missingKeys(received: readonly ReceivedWebhook[]): string[] {
  const missing = received.flatMap(({ event, payload }) => {
    const own = new Set(keysOf(payload));
    const absent = commonKeys(event, payload.action).filter((key) => !own.has(key));
    return absent.map((key) => `${event} ${payload.action ?? ""}: ${key}`);
  });
  return [...new Set(missing)];
}

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
