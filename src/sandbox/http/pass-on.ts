// Hands a request to the emulator, under the names it knows, and shows its answer as GitHub would.

import { ROOT } from "../emulator.ts";
import { storedBy } from "../git/objects.ts";
import { authored } from "../shapes/stored.ts";
import { type Answer, ApiError } from "./answer.ts";
import type { ActingCall, RepositoryCall } from "./route.ts";

/** @param rest the path below the repository, with query */
export async function readStored(call: RepositoryCall, rest: string): Promise<Answer> {
  const { world, repository } = call;
  const path = `/repos/${repository.fullName}${rest}`;
  const { status, body, link } = await world.emulator.request({ method: "GET", path, as: ROOT });
  if (status >= 400) throw refused(status, body);
  const headers = link ? { link } : {};
  return { status, body: authored(world, repository, body), headers };
}

/** Git data carries its author in the body, so the sandbox may store it for whoever acts. */
export async function storeGit(call: ActingCall, rest: string, body: unknown): Promise<Answer> {
  return store(call, rest, body, storedBy(call.repository));
}

/** What shows its author (issues, comments, reviews) is stored by whoever acts. */
export async function storeBy(call: ActingCall, rest: string, body: unknown): Promise<Answer> {
  return store(call, rest, body, call.actor.login);
}

async function store(call: ActingCall, rest: string, body: unknown, as: string): Promise<Answer> {
  const { world, repository, method } = call;
  const path = `/repos/${repository.fullName}${rest}`;
  const answer = await world.emulator.request({ method, path, as, body });
  if (answer.status >= 400) throw refused(answer.status, answer.body);
  return { status: answer.status, body: authored(world, repository, answer.body) };
}

/** The part of the path below the repository, with the query, as it was asked. */
export function restOf({ path, query }: RepositoryCall): string {
  const rest = path.split("/").slice(4).join("/");
  return `/${rest}${query.size > 0 ? `?${query}` : ""}`;
}

function refused(status: number, body: unknown): ApiError {
  const message = (body as { message?: string } | undefined)?.message ?? "emulate failed";
  // What the emulator refuses to do for the sandbox itself would be a bug of the sandbox.
  if (status === 401 || status >= 500) return new ApiError(500, `emulate: ${message}`);
  return new ApiError(status, message);
}
