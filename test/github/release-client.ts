// The releasing side of acme/prompts as the adapters see it over the test's wire.

import { Octokit } from "@octokit/core";
import type { ReleasePorts } from "../../src/core/ports.ts";
import { Memory } from "../../src/github/memory.ts";
import { gitHubReleasePorts } from "../../src/github/release-ports.ts";

export function releasePorts({ appId }: { readonly appId?: number } = {}): ReleasePorts {
  return gitHubReleasePorts(
    new Octokit({ auth: "made-up" }),
    { owner: "acme", name: "prompts" },
    new Memory(),
    {
      serverUrl: "https://github.com",
      clock: { now: () => new Date("2030-01-01T12:00:00Z"), pause: async () => undefined },
      ...(appId === undefined ? {} : { appId }),
    },
  );
}
