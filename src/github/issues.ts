// Issues that are filed once, found again by a hidden marker among those with our label.

import * as z from "zod";
import type { Issues } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters } from "./client.ts";
import { allPages } from "./pages.ts";

/** Set on all that we file, so that a marker is looked for among few. */
const ISSUE_LABEL = "prompt-steward";

const Filed = z.object({ number: z.number(), body: z.string().nullish() });

export function issues(client: RepositoryClient): Issues {
  return {
    async ensure({ marker, title, body }) {
      const parameters = repositoryParameters(client);
      const wanted = { ...parameters, labels: ISSUE_LABEL, state: "all" };
      const route = "GET /repos/{owner}/{repo}/issues";
      const filed = await allPages(client, route, wanted, (json) => Filed.parse(json));
      const found = filed.find((issue) => issue.body?.includes(marker));
      if (found) return { number: found.number, isNew: false };
      const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/issues", {
        ...parameters,
        title: title.slice(0, 250).toWellFormed(),
        body,
        labels: [ISSUE_LABEL],
      });
      return { number: data.number, isNew: true };
    },
  };
}
