// Pull requests and their reviews, read from GitHub's REST API.

import { type Login, sha } from "../core/identity.ts";
import type { PullRequests } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, statusOf } from "./client.ts";
import { allPages } from "./pages.ts";
import { toPullRequest, toReview } from "./to-domain.ts";

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
      const pulls = await allPages(octokit, "GET /repos/{owner}/{repo}/pulls", {
        ...parameters,
        state: "open",
        ...(base ? { base } : {}),
      });
      return pulls.map(toPullRequest);
    },

    async reviews(number) {
      const reviews = await allPages(octokit, "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
        ...parameters,
        pull_number: number,
      });
      return reviews.flatMap((review) => toReview(review) ?? []);
    },

    async requestReviewers(number, people) {
      const request = (reviewers: readonly string[]) =>
        octokit.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", {
          ...parameters,
          pull_number: number,
          reviewers: [...reviewers],
        });
      try {
        await request(people);
        return { refused: [] };
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        if (people.length === 1) return { refused: people };
      }
      // One unacceptable name fails the whole request, so ask one by one to find it.
      const refused: Login[] = [];
      for (const person of people) {
        await request([person]).catch((error: unknown) => {
          if (statusOf(error) !== 422) throw error;
          refused.push(person);
        });
      }
      return { refused };
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
