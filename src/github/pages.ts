// Reads lists page by page.

import type { RepositoryClient } from "./client.ts";
import { type Answer, conditional } from "./conditional.ts";

export const PAGE_SIZE = 100;
/** Longer lists than this are a mistake, of ours or of theirs. */
const MOST_PAGES = 200;

/** All items of a list, each read by `toItem`; GitHub itself ends some lists, such as that of a pull request's files. */
export function allPages<T>(
  { octokit, memory }: Pick<RepositoryClient, "octokit" | "memory">,
  route: string,
  parameters: Record<string, unknown>,
  toItem: (json: unknown) => T,
): Promise<T[]> {
  const read = (data: unknown) => (Array.isArray(data) ? data : []).map(toItem);
  return collect((page) =>
    conditional(octokit, memory.answers, route, { ...parameters, per_page: PAGE_SIZE, page }, read),
  );
}

/** @throws Error when the list does not end */
export async function collect<T>(readPage: (page: number) => Promise<Answer<T[]>>): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { value, hasNext } = await readPage(page);
    items.push(...value);
    // Where a server says nothing of pages, a full one may not be the last.
    if (!(hasNext ?? value.length >= PAGE_SIZE)) return items;
  }
  throw new Error(`GitHub's list has more than ${MOST_PAGES} pages`);
}
