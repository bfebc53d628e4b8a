// Pull requests and their reviews, read from GitHub's REST API.

import { type Login, sha } from "../core/identity.ts";
import type { PullRequests } from "../core/ports.ts";
import { isForbidden, type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";
import { allPages } from "./pages.ts";
import { toPullRequest, toReview } from "./to-domain.ts";

/** GitHub takes no more reviewers at once. */
const REVIEWERS_A_REQUEST = 15;

export function pullRequests(client: RepositoryClient): PullRequests {
  const { octokit } = client;
  const parameters = repositoryParameters(client);
  return {
    async read(number) {
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
        ...parameters,
        pull_number: number,
      });
      return toPullRequest(data);
    },

    async listOpen(base) {
      const wanted = { ...parameters, state: "open", ...(base ? { base } : {}) };
      return allPages(client, "GET /repos/{owner}/{repo}/pulls", wanted, toPullRequest);
    },

    async reviews(number) {
      const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
      const reviews = await allPages(client, route, { ...parameters, pull_number: number }, toReview);
      return reviews.filter((review) => review !== undefined);
    },

    async requestReviewers(number, people) {
      const asked: Login[] = [];
      try {
        for (let start = 0; start < people.length; start += REVIEWERS_A_REQUEST) {
          asked.push(...(await request(client, number, people.slice(start, start + REVIEWERS_A_REQUEST))));
        }
      } catch (error) {
        // Whoever may not ask may ask nobody.
        if (!isForbidden(error)) throw error;
      }
      return { refused: people.filter((person) => !asked.includes(person)) };
    },

    async queued(base) {
      const prefix = `heads/gh-readonly-queue/${base}/`;
      const refs = await octokit.request("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
        ...parameters,
        ref: prefix,
      });
      return refs.data.flatMap(({ ref, object }) => {
        const [, number] = /^pr-(\d+)-/.exec(ref.slice(`refs/${prefix}`.length)) ?? [];
        return number ? [{ number: Number(number), sha: sha(object.sha) }] : [];
      });
    },
  };
}

/** @returns those whom GitHub asked */
async function request(
  client: RepositoryClient,
  number: number,
  people: readonly Login[],
): Promise<readonly Login[]> {
  const route = "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers";
  const parameters = { ...repositoryParameters(client), pull_number: number, reviewers: [...people] };
  const isTaken = await unlessMissing(
    async () => (await client.octokit.request(route, parameters)) && true,
    [422],
  );
  if (isTaken || people.length === 1) return isTaken ? people : [];
  // One unacceptable name fails the whole request, so ask one by one to find it.
  const asked: Login[] = [];
  for (const person of people) asked.push(...(await request(client, number, [person])));
  return asked;
}
