// Reads lists page by page.

import type { GitHubClient } from "./client.ts";

export const PAGE_SIZE = 100;

/**
 * All items of a list.
 * @param most stop after so many items; GitHub itself ends some lists, such as the 3,000 files of a pull request
 */
export async function allPages<T = unknown>(
  octokit: GitHubClient,
  route: string,
  parameters: Record<string, unknown>,
  most = 10_000,
): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request(route, { ...parameters, per_page: PAGE_SIZE, page });
    const batch = Array.isArray(data) ? (data as T[]) : [];
    items.push(...batch);
    if (batch.length < PAGE_SIZE || items.length >= most) return items;
  }
}
