// A sandbox whose every request, answer and webhook is held against GitHub's own description.

import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { problemsOfExchange, problemsOfWebhook } from "./openapi.ts";

export interface ValidSandbox extends Sandbox {
  /** What was not as GitHub describes it. */
  problems(): readonly string[];
  /** Stops it. @throws Error naming everything that was not as GitHub describes it */
  stopValid(): Promise<void>;
}

/** What tests ask for to see it refused as unknown. */
const UNDESCRIBED = /^\/nowhere/;

/** GitHub's description of a suite's App knows none of the newer events that an App may well subscribe to. */
const OUTDATED = /check_suite\/app\/events\/\d+: must be equal to one of the allowed values/;

/** Of a fork that was deleted GitHub shows null, which only some of its descriptions say. */
const DELETED_FORK = /\/head\/repo: must be object/;

/** Of a label that nobody has described GitHub shows null, which only some of its descriptions say. */
const UNDESCRIBED_LABEL = /\/labels\/\d+\/description: must be string/;

/** Each App is sent its own, after the payload was seen. */
const OF_EACH_APP = /must have required property 'installation'/;

export async function startValidSandbox(): Promise<ValidSandbox> {
  const problems: string[] = [];
  const sandbox = await startSandbox({
    onExchange(exchange) {
      const { method, path, status } = exchange;
      if (UNDESCRIBED.test(path)) return;
      // The sandbox itself answers it from GitHub's published schema.
      if (path === "/graphql") return;
      for (const problem of problemsOfExchange(exchange)) {
        // A test may well send what GitHub refuses; then only the refusal must be GitHub's.
        if (status >= 400 && problem.trimStart().startsWith("request")) continue;
        if ([DELETED_FORK, UNDESCRIBED_LABEL].some((known) => known.test(problem))) continue;
        problems.push(`${method} ${path} -> ${status}: ${problem.trim()}`);
      }
    },
    onWebhook(event, payload) {
      for (const problem of problemsOfWebhook(event, payload)) {
        if ([OUTDATED, OF_EACH_APP, DELETED_FORK].some((known) => known.test(problem))) continue;
        problems.push(`webhook ${event} ${payload.action ?? ""}: ${problem.trim()}`);
      }
    },
  });
  return {
    ...sandbox,
    problems: () => problems,
    async stopValid() {
      await sandbox.stop();
      const told = [...new Set(problems)];
      if (told.length > 0) throw new Error(`Not as GitHub describes it:\n${told.slice(0, 40).join("\n")}`);
    },
  };
}
