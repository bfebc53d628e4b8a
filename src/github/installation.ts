// The repositories an installation of the App may see.

import * as z from "zod";
import type { RepositoryClient } from "./client.ts";
import { conditional } from "./conditional.ts";
import { collect, PAGE_SIZE } from "./pages.ts";

export interface InstalledRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
}

const Page = z.object({
  repositories: z.array(
    z.object({
      owner: z.object({ login: z.string() }),
      name: z.string(),
      default_branch: z.string(),
      archived: z.boolean().default(false),
      disabled: z.boolean().default(false),
    }),
  ),
});

/** Those that can change: archived and disabled ones are left out. */
export async function repositoriesOfInstallation({
  octokit,
  memory,
}: Pick<RepositoryClient, "octokit" | "memory">): Promise<InstalledRepository[]> {
  const route = "GET /installation/repositories";
  const read = (data: unknown) => Page.parse(data).repositories;
  const all = await collect((page) =>
    conditional(octokit, memory.answers, route, { per_page: PAGE_SIZE, page }, read),
  );
  return all
    .filter(({ archived, disabled }) => !archived && !disabled)
    .map(({ owner, name, default_branch }) => ({ owner: owner.login, name, defaultBranch: default_branch }));
}
