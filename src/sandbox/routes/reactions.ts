// Reactions to comments, issues and pull requests.

import { z } from "zod";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ROOT } from "../emulator.ts";
import { type Answer, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { simpleUser } from "../shapes/accounts.ts";
import { nodeId, type World } from "../world.ts";

const CONTENTS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
type Content = (typeof CONTENTS)[number];

interface ReactionRecord {
  readonly id: number;
  readonly subject: string;
  readonly by: Account;
  readonly content: Content;
  readonly createdAt: string;
}

type SubjectKind = "comment" | "issue";

export class Reactions {
  #all: readonly ReactionRecord[] = [];

  of(subject: string): ReactionRecord[] {
    return this.#all.filter((one) => one.subject === subject);
  }

  add(reaction: ReactionRecord): void {
    this.#all = [...this.#all, reaction];
  }

  remove(id: number): boolean {
    const before = this.#all.length;
    this.#all = this.#all.filter((one) => one.id !== id);
    return this.#all.length < before;
  }
}

/** How a comment or an issue tells its reactions. */
export function rollup(world: World, repository: RepositoryRecord, kind: SubjectKind, id: number): Json {
  const reactions = world.reactions.of(subjectOf(repository, kind, id));
  const counts = CONTENTS.map((content) => [
    content,
    reactions.filter((one) => one.content === content).length,
  ]);
  const place = kind === "comment" ? `issues/comments/${id}` : `issues/${id}`;
  return {
    url: `${world.url}/repos/${repository.fullName}/${place}/reactions`,
    total_count: reactions.length,
    ...Object.fromEntries(counts),
  };
}

const ON_COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const ON_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/reactions";
const WRITE = "issues|pull_requests:write";

export const reactionRoutes: readonly Route[] = [
  reads(`GET ${ON_COMMENT}`, "issues|pull_requests:read", (call) => list(call, "comment")),
  acts(`POST ${ON_COMMENT}`, WRITE, "read", (call) => react(call, "comment")),
  acts(`DELETE ${ON_COMMENT}/{reaction_id}`, WRITE, "read", remove),
  reads(`GET ${ON_ISSUE}`, "issues|pull_requests:read", (call) => list(call, "issue")),
  acts(`POST ${ON_ISSUE}`, WRITE, "read", (call) => react(call, "issue")),
  acts(`DELETE ${ON_ISSUE}/{reaction_id}`, WRITE, "read", remove),
];

async function list(call: RepositoryCall, kind: SubjectKind): Promise<Answer> {
  const subject = await existingSubject(call, kind);
  return listAnswer(call, call.world.reactions.of(subject), (one) => reactionJson(call.world, one));
}

async function react(call: ActingCall, kind: SubjectKind): Promise<Answer> {
  const { world, actor } = call;
  const { content } = readBody(call.body, z.object({ content: z.enum(CONTENTS) }));
  const subject = await existingSubject(call, kind);
  const same = world.reactions.of(subject).find((one) => one.by === actor && one.content === content);
  if (same) return ok(reactionJson(world, same));
  const reaction = { id: world.nextId(), subject, by: actor, content, createdAt: world.now() };
  world.reactions.add(reaction);
  return created(reactionJson(world, reaction));
}

async function remove({ world, parameters }: ActingCall): Promise<Answer> {
  if (!world.reactions.remove(Number(parameters.reaction_id))) throw notFound();
  return NO_CONTENT;
}

/** @throws ApiError 404 where there is nothing to react to */
async function existingSubject(call: RepositoryCall, kind: SubjectKind): Promise<string> {
  const { world, repository, parameters } = call;
  const id = Number(kind === "comment" ? parameters.comment_id : parameters.issue_number);
  if (kind === "issue" && world.pulls.find(repository, id)) return subjectOf(repository, kind, id);
  const place = kind === "comment" ? `issues/comments/${id}` : `issues/${id}`;
  const path = `/repos/${repository.fullName}/${place}`;
  const { status } = await world.emulator.request({ method: "GET", path, as: ROOT });
  if (status !== 200) throw notFound();
  return subjectOf(repository, kind, id);
}

function subjectOf({ id: repository }: RepositoryRecord, kind: SubjectKind, id: number): string {
  return `${repository} ${kind} ${id}`;
}

function reactionJson(world: World, { id, by, content, createdAt }: ReactionRecord): Json {
  return { id, node_id: nodeId("REA", id), user: simpleUser(world, by), content, created_at: createdAt };
}
