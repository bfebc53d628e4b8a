// A client of the sandbox's API with somebody's token. Failed requests throw and are not printed too.

import { Octokit } from "@octokit/rest";

const silent = () => undefined;

export function octokitFor(apiUrl: string, token: string): Octokit {
  return new Octokit({
    auth: token,
    baseUrl: apiUrl,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}
