// The node ids that GraphQL's mutations want, remembered once any answer has shown them.

import { type RepositoryClient, repositoryParameters } from "./client.ts";

export interface RepositoryIds {
  remember(id: string): void;
  repository(): Promise<string>;
}

export function repositoryIds(client: RepositoryClient): RepositoryIds {
  let known: string | undefined;
  return {
    remember(id) {
      known = id;
    },
    async repository() {
      if (known === undefined) {
        const { data } = await client.octokit.request(
          "GET /repos/{owner}/{repo}",
          repositoryParameters(client),
        );
        known = data.node_id;
      }
      return known;
    },
  };
}
