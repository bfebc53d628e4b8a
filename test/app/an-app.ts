// The app over the test's wire: events go in as Probot hands them on, requests come out at nock.

import { generateKeyPairSync } from "node:crypto";
import type { OctokitOptions } from "@octokit/core/types";
import { Probot, ProbotOctokit } from "probot";
import { stewardApp } from "../../src/app/app.ts";
import type { GateOptions } from "../../src/app/gate.ts";

export const APP_ID = 12;
export const INSTALLATION = 34;

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

export interface TestApp {
  /** Resolves when all that the event leads to is done. */
  deliver(name: string, payload: object, id?: string): Promise<void>;
}

export async function anApp(options: Partial<GateOptions> = {}): Promise<TestApp> {
  const probot = new Probot({
    appId: APP_ID,
    privateKey,
    logLevel: "fatal",
    // Neither spaces writes nor sends again: tests of limits have an Octokit of their own.
    Octokit: ProbotOctokit.defaults((given: OctokitOptions) => ({
      ...given,
      throttle: { ...given.throttle, enabled: false },
      retry: { enabled: false },
    })),
  });
  await probot.load((app) =>
    stewardApp(
      app,
      { serverUrl: "https://github.com", appId: APP_ID },
      { startedAt: new Date("2029-01-01T00:00:00Z"), pause: async () => {}, ...options },
    ),
  );
  return {
    async deliver(name, payload, id = "1") {
      await probot.receive({ id, name, payload } as unknown as Parameters<Probot["receive"]>[0]);
    },
  };
}
