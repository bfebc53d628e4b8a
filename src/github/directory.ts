// Who may write, who is in a team, and whose an e-mail address is.

import * as z from "zod";
import type { Login } from "../core/identity.ts";
import type { Directory } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";
import { conditional } from "./conditional.ts";
import { keyOf } from "./memory.ts";
import { allPages } from "./pages.ts";
import { loginOf } from "./to-domain.ts";

const Permission = z.object({ permission: z.string() });
const Member = z.object({ login: z.string() });
const Found = z.array(
  z.object({
    commit: z.object({ author: z.object({ email: z.string().nullish() }).nullish() }),
    author: z.object({ login: z.string().optional() }).nullish(),
  }),
);

export function directory(client: RepositoryClient): Directory {
  const { octokit, memory } = client;
  const parameters = repositoryParameters(client);
  const prefix = keyOf(client.repository);
  return {
    canWrite(person) {
      return memory.writers.get(`${prefix} ${person}`, async () => {
        const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
        const read = (data: unknown) => Permission.parse(data).permission;
        const answer = await unlessMissing(() =>
          conditional(octokit, memory.answers, route, { ...parameters, username: person }, read),
        );
        // `maintain` is shown as write here, `triage` as read, a custom role as the one it builds on.
        return answer !== undefined && ["admin", "write"].includes(answer.value);
      });
    },

    async members(team) {
      const members = await memory.members.get(team, async () => {
        const [org = "", slug = ""] = team.split("/");
        const route = "GET /orgs/{org}/teams/{team_slug}/members";
        const toLogin = (json: unknown): Login => loginOf(Member.parse(json).login);
        return (
          (await unlessMissing(
            () => allPages(client, route, { org, team_slug: slug }, toLogin),
            [404, 403],
          )) ?? "unknown"
        );
      });
      return members === "unknown" ? undefined : members;
    },

    async accountOf(email) {
      const found = await memory.accounts.get(`${prefix} ${email}`, async () => {
        return (await accountOf(client, email)) ?? "unknown";
      });
      return found === "unknown" ? undefined : found;
    },
  };
}

/** The account behind a commit's e-mail address, found through a commit of this repository that carries it. */
async function accountOf(client: RepositoryClient, email: string): Promise<Login | undefined> {
  const route = "GET /repos/{owner}/{repo}/commits";
  const parameters = { ...repositoryParameters(client), author: email, per_page: 1 };
  // 409 is GitHub's answer for a repository without commits.
  const answer = await unlessMissing(() => client.octokit.request(route, parameters), [404, 409, 422]);
  const [found] = Found.parse(answer?.data ?? []);
  const isTheirs = found?.commit.author?.email?.toLowerCase() === email.toLowerCase();
  return isTheirs && found.author?.login ? loginOf(found.author.login) : undefined;
}
