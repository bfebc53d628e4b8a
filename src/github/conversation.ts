// Reactions and replies in the thread of an issue or pull request.

import type { Conversation } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";

/** The comment was deleted meanwhile, or its thread is locked: then there is no place for a receipt. */
const NO_PLACE = [403, 404, 410, 422];

export function conversation(client: RepositoryClient): Conversation {
  const parameters = repositoryParameters(client);
  return {
    async react(comment, reaction) {
      const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
      await unlessMissing(
        () => client.octokit.request(route, { ...parameters, comment_id: comment, content: reaction }),
        NO_PLACE,
      );
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
