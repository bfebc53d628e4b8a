// Probot's Octokit, with its limits kept for each installation by itself: GitHub counts them so, and one busy
// organisation must not make the others wait.

import type { OctokitOptions } from "@octokit/core/types";
import { ProbotOctokit } from "probot";

/** A request is sent again so often after GitHub said that there were too many. */
const MOST_RETRIES = 3;

interface LimitedRequest {
  readonly method: string;
  readonly url: string;
}

interface Logging {
  readonly log: { warn(message: string): unknown };
}

export const StewardOctokit = ProbotOctokit.defaults((options: OctokitOptions) => ({
  ...options,
  throttle: {
    ...options.throttle,
    ...idOf(options.auth),
    // Probot gives up at the secondary limits; a required check that stays unanswered would block the pull request.
    onSecondaryRateLimit: (
      retryAfter: number,
      { method, url }: LimitedRequest,
      { log }: Logging,
      retryCount: number,
    ) => {
      log.warn(`GitHub asks to slow down at ${method} ${url}; sending it again in ${retryAfter} s.`);
      return retryCount < MOST_RETRIES;
    },
  },
}));

function idOf(auth: unknown): { id: string } | Record<string, never> {
  if (typeof auth !== "object" || auth === null || !("installationId" in auth)) return {};
  return { id: String(auth.installationId) };
}
