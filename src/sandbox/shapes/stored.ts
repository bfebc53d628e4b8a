// What the emulator stores, shown as GitHub shows it: whole seconds, and each person as the sandbox knows them.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { toSeconds, type World } from "../world.ts";
import { simpleUser } from "./accounts.ts";

const TIMES = /(^date$|^timestamp$|_at$)/;

export function shown(world: World, json: unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => shown(world, item));
  if (typeof json !== "object" || json === null) return json;
  const account = isAccount(json) ? world.registry.find(json.login) : undefined;
  if (account) return simpleUser(world, account);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      typeof value === "string" && TIMES.test(key) ? toSeconds(value) : shown(world, value),
    ]),
  );
}

function isAccount(json: object): json is { login: string } {
  return "login" in json && typeof json.login === "string" && "node_id" in json;
}

/** An issue or comment, with what its author is to the repository. */
export function authored(world: World, repository: RepositoryRecord, json: unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => authored(world, repository, item));
  if (typeof json !== "object" || json === null) return json;
  const item = shown(world, json) as Record<string, unknown> & { user?: { login: string } | null };
  const author = item.user && world.registry.find(item.user.login);
  if (!author || !("author_association" in item)) return item;
  return { ...item, author_association: world.access.association(author, repository) };
}
