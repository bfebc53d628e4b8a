// The event that started the workflow, as far as the gate needs it.

import { readFileSync } from "node:fs";
import { z } from "zod";
import { type RepositoryName, type Sha, sha } from "../core/identity.ts";
import { UserError } from "../core/user-error.ts";

export type CheckEvent =
  | {
      readonly kind: "pull-request";
      readonly repository: RepositoryName;
      readonly number: number;
      /** The review that was submitted just now, and the commit it was given at. */
      readonly review?: { readonly id: number; readonly commit: Sha };
      /** The head before a push. */
      readonly before?: Sha;
      /** The pull request opened, reopened or left draft: the time to ask people for their review. */
      readonly isOpening: boolean;
    }
  | {
      readonly kind: "merge-group";
      readonly repository: RepositoryName;
      readonly baseRef: string;
      readonly baseSha: Sha;
      readonly headSha: Sha;
    };

const Pull = z.object({
  action: z.string().optional(),
  before: z
    .string()
    .regex(/^[\da-f]{40,64}$/)
    .optional(),
  pull_request: z.object({ number: z.int().positive() }),
  review: z.object({ id: z.number(), commit_id: z.string().nullish() }).optional(),
});
const Group = z.object({
  merge_group: z.object({ base_ref: z.string(), base_sha: z.string(), head_sha: z.string() }),
});

const OPENING = ["opened", "reopened", "ready_for_review"];

export function readEvent(env: NodeJS.ProcessEnv): CheckEvent {
  const name = env.GITHUB_EVENT_NAME ?? "";
  const repository = readRepository(env);
  const payload: unknown = env.GITHUB_EVENT_PATH
    ? JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"))
    : {};
  switch (name) {
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review": {
      const { action = "", before, pull_request, review } = Pull.parse(payload);
      return {
        kind: "pull-request",
        repository,
        number: pull_request.number,
        isOpening: name !== "pull_request_review" && OPENING.includes(action),
        ...(review?.commit_id && action === "submitted"
          ? { review: { id: review.id, commit: sha(review.commit_id) } }
          : {}),
        ...(before ? { before: sha(before) } : {}),
      };
    }
    case "merge_group": {
      const { base_ref, base_sha, head_sha } = Group.parse(payload).merge_group;
      const baseRef = base_ref.replace(/^refs\/heads\//, "");
      return { kind: "merge-group", repository, baseRef, baseSha: sha(base_sha), headSha: sha(head_sha) };
    }
    default:
      throw new UserError(
        `This Action cannot judge the event ${JSON.stringify(name)}.`,
        "Start the workflow on pull_request, pull_request_review or merge_group.",
      );
  }
}

function readRepository({ GITHUB_REPOSITORY = "" }: NodeJS.ProcessEnv): RepositoryName {
  const [owner, name] = GITHUB_REPOSITORY.split("/");
  if (owner && name) return { owner, name };
  throw new UserError("GITHUB_REPOSITORY is not set.", "Run this in a GitHub workflow.");
}
