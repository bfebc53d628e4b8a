// Rulesets: who may create, move and delete the refs whose names they match. A ruleset may let some actors pass, as
// GitHub lets the installed Apps that an administrator names.

import { minimatch } from "minimatch";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ApiError } from "../http/answer.ts";
import type { Role } from "../sandbox.ts";
import type { World } from "../world.ts";

export type RefAct = "created" | "forwarded" | "forced" | "deleted";

export type RuleType = "creation" | "update" | "deletion" | "non_fast_forward" | "merge_queue";

export interface BypassActor {
  readonly actor_id: number | null;
  readonly actor_type: "Integration" | "OrganizationAdmin" | "RepositoryRole";
  readonly bypass_mode: "always" | "pull_request" | "exempt";
}

export interface RulesetRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly { readonly type: RuleType; readonly parameters?: unknown }[];
  readonly bypassActors: readonly BypassActor[];
  readonly createdAt: string;
}

export class Rulesets {
  #all: readonly RulesetRecord[] = [];

  add(ruleset: RulesetRecord): void {
    this.#all = [...this.#all, ruleset];
  }

  remove(ruleset: RulesetRecord): void {
    this.#all = this.#all.filter((one) => one !== ruleset);
  }

  of(repository: RepositoryRecord): RulesetRecord[] {
    return this.#all.filter((one) => one.repository === repository);
  }

  requiresQueue(repository: RepositoryRecord, branch: string): boolean {
    const matching = this.of(repository).filter((one) => matches(one, `refs/heads/${branch}`));
    return matching.some(({ rules }) => rules.some(({ type }) => type === "merge_queue"));
  }
}

const REFUSALS: readonly [rule: RuleType, acts: readonly RefAct[], words: string][] = [
  ["creation", ["created"], "Cannot create ref due to creations being restricted."],
  ["update", ["forwarded", "forced"], "Cannot update this protected ref."],
  ["deletion", ["deleted"], "Cannot delete this protected ref."],
  ["non_fast_forward", ["forced"], "Cannot force-push to this branch"],
];

/** @returns what GitHub says of the rules that the act breaks; undefined where it breaks none */
export function brokenRules(
  world: World,
  repository: RepositoryRecord,
  ref: string,
  act: RefAct,
  actor: Account,
): string | undefined {
  const broken = world.rulesets
    .of(repository)
    .filter((ruleset) => matches(ruleset, ref) && !mayBypass(world, ruleset, actor))
    .flatMap(({ rules }) => rules.map(({ type }) => type));
  const words = REFUSALS.filter(([rule, acts]) => acts.includes(act) && broken.includes(rule));
  if (words.length === 0) return undefined;
  return `Repository rule violations found\n\n${words.map(([, , text]) => `${text}\n\n`).join("")}`;
}

/** @throws ApiError 422 where rules forbid it */
export function assertRulesAllow(...about: Parameters<typeof brokenRules>): void {
  const refusal = brokenRules(...about);
  if (refusal) throw new ApiError(422, refusal);
}

/** Patterns are Ruby's `File.fnmatch` with `FNM_PATHNAME`: `*` ends at a slash, `**` does not. */
function matches({ target, include, exclude, repository }: RulesetRecord, ref: string): boolean {
  if (!ref.startsWith(target === "tag" ? "refs/tags/" : "refs/heads/")) return false;
  const isNamed = (pattern: string) =>
    pattern === "~ALL" ||
    (pattern === "~DEFAULT_BRANCH" && ref === `refs/heads/${repository.defaultBranch}`) ||
    minimatch(ref, pattern, { dot: true, nocomment: true, nonegate: true, noext: true });
  return include.some(isNamed) && !exclude.some(isNamed);
}

/** The numbers of the roles that every repository has. */
const ROLES: Readonly<Record<number, Role>> = { 2: "maintain", 4: "write", 5: "admin" };

function mayBypass(world: World, { bypassActors, repository }: RulesetRecord, actor: Account): boolean {
  return bypassActors.some((one) => isActor(world, repository, one, actor));
}

function isActor(
  world: World,
  repository: RepositoryRecord,
  { actor_type, actor_id }: BypassActor,
  actor: Account,
): boolean {
  switch (actor_type) {
    case "Integration":
      return world.apps.find(actor_id ?? 0)?.bot === actor;
    case "OrganizationAdmin":
      return world.access.organizationRole(repository.owner, actor) === "admin";
    case "RepositoryRole":
      return ROLES[actor_id ?? 0] === world.access.roleOf(actor, repository);
  }
}
