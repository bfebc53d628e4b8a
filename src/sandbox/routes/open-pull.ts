// Opens a pull request, from a branch or a fork, as far as GitHub would take it.

import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type Answer, ApiError, created, readBody, unprocessable } from "../http/answer.ts";
import type { ActingCall } from "../http/route.ts";
import { compare } from "../pulls/comparison.ts";
import { pullHappened } from "../pulls/events.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import { fullPull } from "../shapes/pull-request.ts";
import { causeOf } from "../world.ts";
import { longestBody } from "./issues.ts";

const NewPull = z.object({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().max(longestBody).nullish(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().optional(),
  head_repo: z.string().optional(),
});

export async function openPull(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const wanted = readBody(call.body, NewPull);
  const head = headOf(call, wanted.head);
  const headSha = head && (await world.refs.branch(head.repository, head.ref));
  const baseSha = await world.refs.branch(repository, wanted.base);
  if (!head || !headSha) throw invalid("head");
  if (!baseSha) throw invalid("base");
  const mayPush = caller.kind !== "person" || isAtLeast(world.access.roleOf(actor, head.repository), "write");
  if (!mayPush)
    throw new ApiError(403, "You must have push access to the head branch to open a pull request.");
  const isDouble = world.pulls
    .of(repository)
    .some((pull) => pull.state === "open" && isSameBranches(pull, head, wanted.base));
  const label = `${head.repository.owner.login}:${head.ref}`;
  if (isDouble) throw unprocessable(`A pull request already exists for ${label}.`);
  await world.objects.share(head.repository, repository, headSha);
  const comparison = await compare(world, repository, baseSha, headSha);
  if (!comparison) throw unprocessable(`The ${wanted.base} branch has no history in common with ${label}`);
  if (comparison.ahead.length === 0) throw unprocessable(`No commits between ${wanted.base} and ${label}`);

  const number = await numberOf(call, wanted, headSha);
  const now = world.now();
  const pull: PullRecord = {
    id: world.nextId(),
    number,
    repository,
    author: actor,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    title: wanted.title,
    body: wanted.body ?? null,
    state: "open",
    isDraft: wanted.draft,
    head: { ...head, sha: headSha },
    base: { ref: wanted.base, sha: baseSha },
    requestedReviewers: [],
    requestedTeams: [],
    comments: 0,
  };
  world.pulls.add(pull);
  await world.refs.set(repository, `refs/pull/${number}/head`, headSha);
  await pullHappened(world, pull, "opened", causeOf(actor, caller));
  return created(await fullPull(world, pull));
}

/** The emulator stores the texts and gives the number. Of forks it knows nothing: the head is a branch made for it. */
async function numberOf(
  { world, repository, actor }: ActingCall,
  { title, body, base }: z.infer<typeof NewPull>,
  headSha: string,
): Promise<number> {
  const head = `sandbox-head-${world.nextId()}`;
  await world.refs.set(repository, `refs/heads/${head}`, headSha);
  const path = `/repos/${repository.fullName}/pulls`;
  const request = { method: "POST", path, as: actor.login, body: { title, body: body ?? null, head, base } };
  const { number } = (await world.emulator.expect(request)) as { number: number };
  await world.refs.set(repository, `refs/heads/${head}`, undefined);
  return number;
}

function headOf(
  { world, repository }: ActingCall,
  head: string,
): { repository: RepositoryRecord; ref: string } | undefined {
  const [owner = "", ...rest] = head.includes(":") ? head.split(":") : [repository.owner.login, head];
  const ref = rest.at(-1) ?? "";
  const found =
    owner.toLowerCase() === repository.owner.login.toLowerCase()
      ? repository
      : world.repositories
          .network(repository)
          .find((one) => one.owner.login.toLowerCase() === owner.toLowerCase());
  return found && { repository: found, ref };
}

function isSameBranches(
  pull: PullRecord,
  head: { repository: RepositoryRecord; ref: string },
  base: string,
): boolean {
  return pull.head.repository === head.repository && pull.head.ref === head.ref && pull.base.ref === base;
}

/** @param field of the request */
export function invalid(field: string): ApiError {
  return new ApiError(422, "Validation Failed", [{ resource: "PullRequest", field, code: "invalid" }]);
}
