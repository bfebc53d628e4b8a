// Rulesets of a repository: who may create, move and delete branches and tags, and which branches have a merge queue.

import { z } from "zod";
import { type Answer, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { RulesetRecord } from "../rules/rulesets.ts";
import type { Json } from "../sandbox.ts";
import { nodeId } from "../world.ts";

const RULES = "/repos/{owner}/{repo}/rulesets";

const NewRuleset = z.object({
  name: z.string().min(1),
  target: z.enum(["branch", "tag"]).default("branch"),
  enforcement: z.literal("active", "the sandbox knows active rulesets only"),
  bypass_actors: z
    .array(
      z.object({
        actor_id: z.int().nullable().default(null),
        actor_type: z.enum(["Integration", "OrganizationAdmin", "RepositoryRole"]),
        bypass_mode: z.enum(["always", "pull_request", "exempt"]).default("always"),
      }),
    )
    .default([]),
  conditions: z.object({
    ref_name: z.object({
      include: z.array(z.string().regex(/^(refs\/.|~ALL$|~DEFAULT_BRANCH$)/)),
      exclude: z.array(z.string()),
    }),
  }),
  rules: z
    .array(
      z.object({
        type: z.enum(["creation", "update", "deletion", "non_fast_forward", "merge_queue"]),
        parameters: z.looseObject({}).optional(),
      }),
    )
    .min(1),
});

export const rulesetRoutes: readonly Route[] = [
  reads(`GET ${RULES}`, "metadata:read", async (call) =>
    listAnswer(call, call.world.rulesets.of(call.repository), (one) => summary(call, one)),
  ),
  reads(`GET ${RULES}/{ruleset_id}`, "metadata:read", async (call) => ok(whole(call, existing(call)))),
  acts(`POST ${RULES}`, "administration:write", "admin", add),
  acts(`DELETE ${RULES}/{ruleset_id}`, "administration:write", "admin", async (call) => {
    call.world.rulesets.remove(existing(call));
    return NO_CONTENT;
  }),
];

async function add(call: ActingCall): Promise<Answer> {
  const { world, repository } = call;
  const { name, target, bypass_actors, conditions, rules } = readBody(call.body, NewRuleset);
  const ruleset: RulesetRecord = {
    id: world.nextId(),
    repository,
    name,
    target,
    ...conditions.ref_name,
    rules,
    bypassActors: bypass_actors,
    createdAt: world.now(),
  };
  world.rulesets.add(ruleset);
  return created(whole(call, ruleset));
}

function existing({ world, repository, parameters }: RepositoryCall): RulesetRecord {
  const found = world.rulesets.of(repository).find(({ id }) => id === Number(parameters.ruleset_id));
  if (!found) throw notFound();
  return found;
}

function summary({ world }: RepositoryCall, ruleset: RulesetRecord): Json {
  const { id, repository, name, target, createdAt } = ruleset;
  return {
    id,
    name,
    target,
    source_type: "Repository",
    source: repository.fullName,
    enforcement: "active",
    node_id: nodeId("RRS", id),
    _links: {
      self: { href: `${world.url}/repos/${repository.fullName}/rulesets/${id}` },
      html: { href: `${world.url}/${repository.fullName}/rules/${id}` },
    },
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function whole(call: RepositoryCall, ruleset: RulesetRecord): Json {
  const { include, exclude, rules, bypassActors } = ruleset;
  return {
    ...summary(call, ruleset),
    conditions: { ref_name: { include, exclude } },
    rules,
    bypass_actors: bypassActors,
  };
}
