// What the sandbox serves of GitHub's GraphQL, field by field. A field or argument that it does not serve answers with
// an error that says so, never with null.

import type { GraphQLFieldResolver, GraphQLResolveInfo } from "graphql";
import { authorize, type Caller } from "../accounts/callers.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Permission } from "../http/route.ts";
import type { World } from "../world.ts";

export interface Context {
  readonly world: World;
  readonly caller: Caller;
  readonly actor: Account;
}

export interface Field<Source, Arguments> {
  /** What a token needs for it in the repository that its source is of. */
  readonly needs?: Permission;
  /** Arguments that are heeded. */
  readonly takes?: readonly string[];
  answer(source: Source, given: Arguments, context: Context): unknown;
}

/** By type and field. */
export type Served = Readonly<Record<string, Readonly<Record<string, Field<never, never>>>>>;

/** An error with the `type` that GitHub gives it. */
export class QueryError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A field that needs nothing and takes nothing. */
export function field<Source>(answer: (source: Source, context: Context) => unknown): Field<Source, object> {
  return { answer: (source, _, context) => answer(source, context) };
}

/** Fields that are kept in their source under their own names. */
export function kept<Name extends string>(...names: readonly Name[]): Record<Name, Field<object, object>> {
  const fields = names.map((name) => [name, field((source: object) => Reflect.get(source, name))]);
  return Object.fromEntries(fields) as Record<Name, Field<object, object>>;
}

export function servedBy(served: Served): GraphQLFieldResolver<unknown, Context> {
  return (source, given, context, info) => {
    const type = info.parentType.name;
    const found = served[type]?.[info.fieldName] ?? ofPage(type, info.fieldName, source);
    if (!found) throw unserved(`${type}.${info.fieldName}`);
    assertHeeded(found, given, info);
    const repository = repositoryOf(source);
    if (found.needs && repository) {
      const needed = { permission: found.needs, role: "read", acts: "reads" } as const;
      authorize(context.caller, repository, context.world.access, needed);
    }
    return found.answer(source as never, given as never, context);
  };
}

/** Connections, their edges and what mutations answer are made whole by whoever makes them. */
function ofPage(type: string, name: string, source: unknown): Field<object, object> | undefined {
  const isPage = /(Connection|Edge|Payload)$/.test(type) || type === "PageInfo";
  return isPage && typeof source === "object" && source !== null && Object.hasOwn(source, name)
    ? kept(name)[name]
    : undefined;
}

function assertHeeded(
  { takes = [] }: Field<never, never>,
  given: Readonly<Record<string, unknown>>,
  { parentType, fieldName }: GraphQLResolveInfo,
): void {
  for (const argument of parentType.getFields()[fieldName]?.args ?? []) {
    const value = given[argument.name];
    const isDefault = JSON.stringify(value) === JSON.stringify(argument.defaultValue);
    if (value === undefined || value === null || isDefault || takes.includes(argument.name)) continue;
    throw unserved(`${parentType.name}.${fieldName}(${argument.name}:)`);
  }
}

function repositoryOf(source: unknown): RepositoryRecord | undefined {
  return typeof source === "object" && source !== null && "repository" in source
    ? (source.repository as RepositoryRecord)
    : undefined;
}

function unserved(what: string): QueryError {
  return new QueryError("NOT_SERVED", `The sandbox does not serve ${what} (docs/sandbox.md)`);
}
