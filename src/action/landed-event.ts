// The event that started the workflow, as far as releasing needs it: a push, a merge, or a person who asks for it.

import { context } from "@actions/github";
import * as z from "zod";
import type { Login, RepositoryName, Sha } from "../core/identity.ts";
import { UserError } from "../core/user-error.ts";
import { type Push, PushPayload } from "../github/push-payload.ts";

export type LandedEvent = { readonly repository: RepositoryName; readonly defaultBranch: string } & (
  | {
      readonly kind: "push";
      readonly before: Sha;
      readonly after: Sha;
      /** Undefined where the payload does not name all of them: then what changed is read by a comparison. */
      readonly commits?: readonly Sha[];
      readonly paths?: readonly string[];
      readonly pusher?: Login;
    }
  | { readonly kind: "pull-request"; readonly number: number }
  /** Nothing landed; the reason is a sentence. */
  | { readonly kind: "none"; readonly reason: string }
);

const Repository = z.object({ repository: z.object({ default_branch: z.string() }) });
const Closed = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    merged: z.boolean().nullish(),
    base: z.object({ ref: z.string() }),
  }),
});

type Context = Pick<typeof context, "eventName" | "payload" | "repo">;

/**
 * @param asked number of the pull request that an input names; goes before the event
 * @param from what GitHub's toolkit read of the workflow's environment
 */
export function readLandedEvent(asked: number | undefined, from: Context = context): LandedEvent {
  const { eventName, payload } = from;
  const { owner, repo: name } = from.repo;
  const { repository } = read(Repository, payload, eventName);
  const shared = { repository: { owner, name }, defaultBranch: repository.default_branch };
  if (asked !== undefined) return { ...shared, kind: "pull-request", number: asked };
  switch (eventName) {
    case "push":
      return { ...shared, ...pushed(read(PushPayload, payload, eventName), shared.defaultBranch) };
    case "pull_request":
    case "pull_request_target": {
      const { number, merged, base } = read(Closed, payload, eventName).pull_request;
      if (!merged) return { ...shared, kind: "none", reason: `Pull request #${number} is not merged.` };
      return base.ref === shared.defaultBranch
        ? { ...shared, kind: "pull-request", number }
        : { ...shared, kind: "none", reason: `Pull request #${number} went into ${base.ref}.` };
    }
    default:
      throw new UserError(
        `This Action cannot release on the event ${JSON.stringify(eventName)}.`,
        "Start the workflow on push, or pass the number of a merged pull request as input pull-request.",
      );
  }
}

function pushed({ ref, before, after, created, deleted, whole, pusher }: Push, branch: string) {
  if (ref !== `refs/heads/${branch}`) {
    return { kind: "none", reason: `The push went to ${ref}; releases come from ${branch}.` } as const;
  }
  if (created || deleted) {
    return { kind: "none", reason: `The branch ${branch} was ${created ? "created" : "deleted"}.` } as const;
  }
  return { kind: "push", before, after, ...whole, ...(pusher && { pusher }) } as const;
}

function read<T>(shape: z.ZodType<T>, payload: unknown, event: string): T {
  const parsed = shape.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "payload";
  throw new UserError(
    `The payload of the event ${event} is not GitHub's: ${where}: ${issue?.message ?? "invalid"}.`,
    "Run this Action in a GitHub workflow.",
  );
}
