// GET requests that ask only for what changed since the last answer: GitHub does not count a 304.

import type { GitHubClient } from "./client.ts";
import { statusOf } from "./client.ts";
import type { Memory } from "./memory.ts";

export async function conditional(
  octokit: GitHubClient,
  memory: Memory,
  route: string,
  parameters: Record<string, unknown>,
): Promise<unknown> {
  const key = `${route} ${JSON.stringify(parameters)}`;
  const previous = memory.answers.get(key);
  const headers = previous ? { "if-none-match": previous.etag } : {};
  try {
    const response = await octokit.request(route, { ...parameters, headers });
    const { etag } = response.headers;
    if (etag) memory.answers.set(key, { etag, data: response.data });
    return response.data;
  } catch (error) {
    if (previous && statusOf(error) === 304) return previous.data;
    throw error;
  }
}
