// The repositories an installation of the App may see.

import type { GitHubClient } from "./client.ts";
import { PAGE_SIZE } from "./pages.ts";

export interface InstalledRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
}

export async function repositoriesOfInstallation(octokit: GitHubClient): Promise<InstalledRepository[]> {
  const found: InstalledRepository[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request("GET /installation/repositories", { per_page: PAGE_SIZE, page });
    found.push(
      ...data.repositories
        .filter(({ archived }) => !archived)
        .map(({ owner, name, default_branch }) => ({
          owner: owner.login,
          name,
          defaultBranch: default_branch,
        })),
    );
    if (data.repositories.length < PAGE_SIZE) return found;
  }
}
