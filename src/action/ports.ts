// The review gate's ports with a workflow's token.

import type { RepositoryName } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import { Memory } from "../github/memory.ts";
import { gitHubPorts } from "../github/ports.ts";
import { octokitFromToken, serverUrlOf } from "./octokit.ts";

/** @param report says on the job's log what is waited for */
export function portsFromToken(
  token: string,
  repository: RepositoryName,
  env: NodeJS.ProcessEnv,
  report: (message: string) => void,
): ReviewPorts {
  const octokit = octokitFromToken(token, env, report);
  return gitHubPorts(octokit, repository, new Memory(), { serverUrl: serverUrlOf(env) });
}
