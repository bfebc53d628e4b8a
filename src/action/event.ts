// The event that started the workflow, as far as the gate needs it.

import { context } from "@actions/github";
import * as z from "zod";
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
      /** Whether the pull request itself changed, which is when people are asked for their review. */
      readonly trigger: "change" | "review";
    }
  | {
      readonly kind: "merge-group";
      readonly repository: RepositoryName;
      readonly baseRef: string;
      readonly baseSha: Sha;
      readonly headSha: Sha;
    };

const Before = z.string().regex(/^[\da-f]{40,64}$/);
const Pull = z.object({
  action: z.string().default(""),
  before: Before.optional(),
  pull_request: z.object({ number: z.int().positive() }),
  review: z.object({ id: z.number(), commit_id: z.string().nullish() }).optional(),
});
const Group = z.object({
  merge_group: z.object({ base_ref: z.string(), base_sha: z.string(), head_sha: z.string() }),
});

type Context = Pick<typeof context, "eventName" | "payload" | "repo">;

/** @param from what GitHub's toolkit read of the workflow's environment */
export function readEvent(from: Context = context): CheckEvent {
  const name = from.eventName ?? "";
  switch (name) {
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review": {
      const { action, before, pull_request, review } = read(Pull, from);
      return {
        kind: "pull-request",
        repository: readRepository(from),
        number: pull_request.number,
        trigger: name === "pull_request_review" ? "review" : "change",
        ...(review?.commit_id && action === "submitted"
          ? { review: { id: review.id, commit: sha(review.commit_id) } }
          : {}),
        ...(before ? { before: sha(before) } : {}),
      };
    }
    case "merge_group": {
      const { base_ref, base_sha, head_sha } = read(Group, from).merge_group;
      return {
        kind: "merge-group",
        repository: readRepository(from),
        baseRef: base_ref.replace(/^refs\/heads\//, ""),
        baseSha: sha(base_sha),
        headSha: sha(head_sha),
      };
    }
    default:
      throw new UserError(
        `This Action cannot judge the event ${JSON.stringify(name)}.`,
        "Start the workflow on pull_request, pull_request_review or merge_group.",
      );
  }
}

function read<T>(shape: z.ZodType<T>, { eventName, payload }: Context): T {
  const parsed = shape.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "payload";
  throw new UserError(
    `The payload of the event ${eventName} is not GitHub's: ${where}: ${issue?.message ?? "invalid"}.`,
    IN_A_WORKFLOW,
  );
}

function readRepository(from: Context): RepositoryName {
  const { owner, repo } = from.repo;
  if (owner && repo) return { owner, name: repo };
  throw new UserError("GITHUB_REPOSITORY names no repository.", IN_A_WORKFLOW);
}

const IN_A_WORKFLOW = "Run this Action in a GitHub workflow.";
