// Who may write, who is in a team, and whose an e-mail address is.

import { type Login, login } from "../core/identity.ts";
import type { Directory } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";
import { accountOf } from "./history.ts";
import { remembered } from "./memory.ts";
import { allPages } from "./pages.ts";

export function directory(client: RepositoryClient): Directory {
  const { octokit, memory } = client;
  const parameters = repositoryParameters(client);
  const prefix = `${parameters.owner}/${parameters.repo}`;
  return {
    canWrite(person) {
      return remembered(memory.writers, `${prefix} ${person}`, async () => {
        const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
        const answer = await unlessMissing(() => octokit.request(route, { ...parameters, username: person }));
        return answer !== undefined && ["admin", "write"].includes(answer.data.permission);
      });
    },

    async members(team) {
      const members = await remembered(memory.members, team, async () => {
        const [org = "", slug = ""] = team.split("/");
        const route = "GET /orgs/{org}/teams/{team_slug}/members";
        const list = await unlessMissing(
          () => allPages<{ login: string }>(octokit, route, { org, team_slug: slug }),
          [404, 403],
        );
        return list?.map((member): Login => login(member.login)) ?? "unknown";
      });
      return members === "unknown" ? undefined : members;
    },

    async accountOf(email) {
      const found = await remembered(memory.accounts, `${prefix} ${email}`, async () => {
        return (await accountOf(client, email)) ?? "unknown";
      });
      return found === "unknown" ? undefined : found;
    },
  };
}
