// Reactions and replies in the thread of an issue or pull request.

import type { Conversation } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters } from "./client.ts";

export function conversation(client: RepositoryClient): Conversation {
  const parameters = repositoryParameters(client);
  return {
    async react(comment, reaction) {
      await client.octokit.request("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
        ...parameters,
        comment_id: comment,
        content: reaction,
      });
    },

    async reply(number, markdown) {
      await client.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...parameters,
        issue_number: number,
        body: markdown,
      });
    },
  };
}
