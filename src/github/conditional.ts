// GET requests that ask only for what changed since the last answer: GitHub does not count a 304.

import type { LruMap } from "toad-cache";
import { type GitHubClient, statusOf } from "./client.ts";

export interface Answer<T = unknown> {
  readonly value: T;
  /** Whether GitHub names a further page; undefined where it says nothing about pages. */
  readonly hasNext?: boolean;
}

type Kept = LruMap<Answer & { readonly etag: string }>;

/** @param read makes of GitHub's JSON what is kept: one route is always read in one way */
export async function conditional<T>(
  octokit: GitHubClient,
  kept: Kept,
  route: string,
  parameters: Record<string, unknown>,
  read: (data: unknown) => T,
): Promise<Answer<T>> {
  const key = `${route} ${JSON.stringify(parameters)}`;
  const previous = kept.get(key);
  const headers = previous ? { "if-none-match": previous.etag } : {};
  try {
    const response = await octokit.request(route, { ...parameters, headers });
    const { etag, link } = response.headers;
    const answer: Answer<T> = {
      value: read(response.data),
      ...(link === undefined ? {} : { hasNext: /rel="?next"?/.test(link) }),
    };
    if (etag) kept.set(key, { ...answer, etag });
    return answer;
  } catch (error) {
    if (previous && statusOf(error) === 304) return previous as Answer<T>;
    throw error;
  }
}
