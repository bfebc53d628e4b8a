// A route of the API: its name in GitHub's description, what it asks of who calls, and how it is answered.

import type { Caller } from "../accounts/callers.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Role } from "../sandbox.ts";
import type { World } from "../world.ts";
import type { Answer } from "./answer.ts";

export interface Call {
  readonly world: World;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
  readonly caller: Caller;
}

/** A call about a repository that the caller may see, by somebody who is known. */
export interface RepositoryCall extends Call {
  readonly repository: RepositoryRecord;
}

/** A call by a person or a bot. */
export interface ActingCall extends RepositoryCall {
  readonly actor: Account;
}

export interface OrganizationCall extends Call {
  readonly organization: Account;
}

export type Level = "read" | "write";

/** `checks:write`; with several names any of them is enough: `issues|pull_requests:write`. */
export type Permission = `${string}:${Level}`;

export type Route = { readonly name: `${string} /${string}` } & (
  | { readonly by: "anyone"; answer(call: Call): Promise<Answer> }
  | { readonly by: "app"; answer(call: Call): Promise<Answer> }
  | {
      readonly by: "reader";
      readonly permission: Permission;
      /** What a person needs to be in the repository. */
      readonly role: Role;
      answer(call: RepositoryCall): Promise<Answer>;
    }
  | {
      readonly by: "actor";
      readonly permission: Permission;
      readonly role: Role;
      answer(call: ActingCall): Promise<Answer>;
    }
  | {
      readonly by: "organization";
      readonly permission: Permission;
      readonly role: "anyone" | "member" | "admin";
      answer(call: OrganizationCall): Promise<Answer>;
    }
);

/** A route that reads a repository. */
export function reads(
  name: Route["name"],
  permission: Permission,
  answer: (call: RepositoryCall) => Promise<Answer>,
  role: Role = "read",
): Route {
  return { name, by: "reader", permission, role, answer };
}

/** A route that changes a repository, or acts in it. */
export function acts(
  name: Route["name"],
  permission: Permission,
  role: Role,
  answer: (call: ActingCall) => Promise<Answer>,
): Route {
  return { name, by: "actor", permission, role, answer };
}

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

export class RouteTable {
  readonly #entries: readonly { route: Route; method: string; pattern: RegExp }[];

  constructor(routes: readonly Route[]) {
    this.#entries = routes
      .map((route) => {
        const [method = "", template = ""] = route.name.split(" ");
        return { route, method, template, pattern: toPattern(template) };
      })
      .sort((a, b) => literalLength(b.template) - literalLength(a.template));
  }

  find(method: string, path: string): Match | undefined {
    for (const { route, method: wanted, pattern } of this.#entries) {
      const found = method === wanted ? pattern.exec(path) : null;
      if (!found) continue;
      const parameters = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
      return { route, parameters: Object.fromEntries(parameters) };
    }
    return undefined;
  }
}

/** These may span several segments of a path. */
const WITH_SLASHES = new Set(["path", "ref", "basehead", "branch", "tag"]);

function toPattern(template: string): RegExp {
  const pattern = template.replace(/\{([^}]+)\}/g, (_, name) => {
    return `(?<${name}>${WITH_SLASHES.has(name) ? ".+?" : "[^/]+"})`;
  });
  return new RegExp(`^${pattern}/?$`);
}

function literalLength(template: string): number {
  return template.replace(/\{[^}]+\}/g, "").length;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
