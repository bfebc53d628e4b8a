// Probot's Octokit, with its limits kept for each installation by itself: GitHub counts them so, and one busy
// organisation must not make the others wait.

import type { OctokitOptions } from "@octokit/core/types";
import Bottleneck from "bottleneck";
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

/** How fast an installation writes, and does what notifies people. */
export interface Pace {
  readonly writes: Bottleneck.Group;
  readonly notifications: Bottleneck.Group;
}

/**
 * GitHub's secondary limits are 900 points a minute, of which a write costs 5, and about 80 a minute of what notifies
 * people. The throttling plugin keeps under them by a write a second and a notification every three, however few there
 * are; a check that everybody waits for must not queue behind them, so a short burst goes at once and the rest at the
 * rate that GitHub allows.
 * Source: docs.github.com, "Rate limits for the REST API", secondary rate limits.
 */
const AS_GITHUB_ALLOWS: Pace = {
  writes: new Bottleneck.Group({
    id: "prompt-steward-writes",
    maxConcurrent: 5,
    reservoir: 60,
    reservoirIncreaseAmount: 2,
    reservoirIncreaseInterval: 1000,
    reservoirIncreaseMaximum: 60,
  }),
  notifications: new Bottleneck.Group({
    id: "prompt-steward-notifications",
    maxConcurrent: 1,
    reservoir: 20,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseInterval: 1000,
    reservoirIncreaseMaximum: 20,
  }),
};

/** Only GitHub itself needs the pace; where nothing limits, as in tests, none is kept. */
export const UNPACED: Pace = { writes: new Bottleneck.Group(), notifications: new Bottleneck.Group() };

export const StewardOctokit = octokitWithPace(AS_GITHUB_ALLOWS);

export function octokitWithPace({ writes, notifications }: Pace): typeof ProbotOctokit {
  return ProbotOctokit.defaults((options: OctokitOptions) => ({
    ...options,
    throttle: {
      ...options.throttle,
      ...idOf(options.auth),
      write: writes,
      notifications,
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
}

function idOf(auth: unknown): { id: string } | Record<string, never> {
  if (typeof auth !== "object" || auth === null || !("installationId" in auth)) return {};
  return { id: String(auth.installationId) };
}
