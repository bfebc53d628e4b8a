// Who makes a request, by the token it carries, and what that token may do.

import { ApiError, forbiddenToIntegration, notFound } from "../http/answer.ts";
import type { Level, Permission } from "../http/route.ts";
import type { Role, TokenKind } from "../sandbox.ts";
import { type Access, isAtLeast } from "./access.ts";
import type { AppRecord, Apps, Installation, Permissions } from "./apps.ts";
import type { Account } from "./registry.ts";
import type { RepositoryRecord } from "./repositories.ts";

export type Caller =
  | { readonly kind: "none" }
  | { readonly kind: "person"; readonly account: Account }
  | { readonly kind: "app"; readonly app: AppRecord }
  | {
      readonly kind: "installation";
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Undefined: all of the organization. */
      readonly repositories: readonly RepositoryRecord[] | undefined;
      readonly expiresAt: number;
    }
  | {
      readonly kind: "workflow";
      readonly repository: RepositoryRecord;
      readonly permissions: Permissions;
      readonly bot: Account;
      readonly app: AppRecord;
    };

export class Callers {
  readonly #tokens = new Map<string, Caller>();
  readonly #apps: Apps;

  constructor(apps: Apps) {
    this.#apps = apps;
  }

  grant(token: string, caller: Caller): string {
    this.#tokens.set(token, caller);
    return token;
  }

  /** @throws ApiError 401 for a token nobody gave out, or that has ended */
  identify(authorization: string | undefined): Caller {
    const token = tokenOf(authorization);
    if (!token) return { kind: "none" };
    const caller = this.#tokens.get(token);
    if (caller?.kind === "installation" && caller.expiresAt < Date.now()) throw badCredentials();
    if (caller) return caller;
    const app = token.startsWith("ey") ? this.#apps.ofJwt(token) : undefined;
    if (app) return { kind: "app", app };
    if (token.startsWith("ey")) throw new ApiError(401, "A JSON web token could not be decoded");
    throw badCredentials();
  }
}

function tokenOf(authorization: string | undefined): string | undefined {
  const [scheme = "", value = ""] = (authorization ?? "").split(" ");
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (/^basic$/i.test(scheme)) return Buffer.from(value, "base64").toString().split(":")[1];
  return undefined;
}

function badCredentials(): ApiError {
  return new ApiError(401, "Bad credentials");
}

/** The account that shows as the author of what the caller does. */
export function actorOf(caller: Caller): Account | undefined {
  switch (caller.kind) {
    case "person":
      return caller.account;
    case "installation":
      return caller.installation.app.bot;
    case "workflow":
      return caller.bot;
    case "app":
    case "none":
      return undefined;
  }
}

/** The App a check run is written by; undefined for people, who may not write any. */
export function appOf(caller: Caller): AppRecord | undefined {
  switch (caller.kind) {
    case "installation":
      return caller.installation.app;
    case "workflow":
      return caller.app;
    case "app":
    case "person":
    case "none":
      return undefined;
  }
}

export function nameOf(caller: Caller): { token: TokenKind; by: string; limit: string } {
  switch (caller.kind) {
    case "person":
      return { token: "person", by: caller.account.login, limit: caller.account.login };
    case "installation":
      return {
        token: "installation",
        by: caller.installation.app.slug,
        limit: `installation ${caller.installation.id}`,
      };
    case "workflow":
      return { token: "workflow", by: caller.bot.login, limit: `workflow ${caller.repository.fullName}` };
    case "app":
      return { token: "app", by: caller.app.slug, limit: `app ${caller.app.id}` };
    case "none":
      return { token: "none", by: "", limit: "" };
  }
}

/** @throws ApiError 404 where the repository is hidden from the caller, 401 or 403 where it may not do this */
export function authorize(
  caller: Caller,
  repository: RepositoryRecord,
  access: Access,
  needed: { permission: Permission; role: Role; acts: "acts" | "reads" },
): void {
  switch (caller.kind) {
    case "person": {
      const role = access.roleOf(caller.account, repository);
      if (role === "none") throw notFound();
      if (isAtLeast(role, needed.role)) return;
      throw new ApiError(
        403,
        needed.role === "admin" ? "Must have admin rights to Repository." : "Must have push access",
      );
    }
    case "installation":
    case "workflow": {
      const isOwn = isWithin(caller, repository);
      if (!isOwn && repository.isPrivate) throw notFound();
      // What is public may be read by every token, whatever it was given.
      if (!isOwn && needed.acts === "reads") return;
      if (!isOwn || !grants(caller.permissions, needed.permission)) throw forbiddenToIntegration();
      return;
    }
    case "app":
      throw new ApiError(401, "A JSON web token cannot be used here: get an installation access token.");
    case "none":
      if (repository.isPrivate) throw notFound();
      if (needed.acts === "acts") throw new ApiError(401, "Requires authentication");
  }
}

function isWithin(
  caller: Extract<Caller, { kind: "installation" | "workflow" }>,
  repository: RepositoryRecord,
): boolean {
  if (caller.kind === "workflow") return caller.repository === repository;
  if (repository.owner !== caller.installation.account) return false;
  return caller.repositories?.includes(repository) ?? true;
}

export function grants(permissions: Permissions, needed: Permission): boolean {
  const [names = "", level = "read"] = needed.split(":") as [string, Level];
  if (needed === "metadata:read") return true;
  return names.split("|").some((name) => {
    const granted = permissions[name];
    return granted === "write" || (granted === "read" && level === "read");
  });
}
