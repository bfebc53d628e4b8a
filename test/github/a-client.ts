// The repository acme/prompts as the adapter sees it over the test's wire.

import { Octokit } from "@octokit/core";
import type { ReviewPorts } from "../../src/core/ports.ts";
import { Memory } from "../../src/github/memory.ts";
import { gitHubPorts } from "../../src/github/ports.ts";

export const REPO = "/repos/acme/prompts";

export function somePorts({
  memory = new Memory(),
  name = "prompts",
  appId,
}: {
  readonly memory?: Memory;
  readonly name?: string;
  readonly appId?: number;
} = {}): ReviewPorts {
  return gitHubPorts(new Octokit({ auth: "made-up" }), { owner: "acme", name }, memory, {
    serverUrl: "https://github.com",
    ...(appId === undefined ? {} : { appId }),
  });
}
