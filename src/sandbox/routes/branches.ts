// Branches and their protection.

import { z } from "zod";
import { type Answer, ApiError, NO_CONTENT, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { ProtectionRecord } from "../pulls/protections.ts";
import type { Json } from "../sandbox.ts";
import { commitJson } from "../shapes/commit.ts";

const REPO = "/repos/{owner}/{repo}";
const BRANCH = `${REPO}/branches/{branch}` as const;

export const branchRoutes: readonly Route[] = [
  reads(`GET ${REPO}/branches`, "contents:read", async (call) => {
    const { world, repository } = call;
    return listAnswer(call, await world.refs.branches(repository), ({ name, sha }) => ({
      name,
      commit: { sha, url: `${world.url}/repos/${repository.fullName}/commits/${sha}` },
      protected: world.protections.of(repository, name) !== undefined,
    }));
  }),
  reads(`GET ${BRANCH}`, "contents:read", oneBranch),
  reads(
    `GET ${BRANCH}/protection`,
    "administration:read",
    async (call) => {
      const rules = call.world.protections.of(call.repository, call.parameters.branch ?? "");
      if (!rules) throw new ApiError(404, "Branch not protected");
      return ok(protectionJson(call, rules));
    },
    "admin",
  ),
  acts(`PUT ${BRANCH}/protection`, "administration:write", "admin", protect),
  acts(`DELETE ${BRANCH}/protection`, "administration:write", "admin", async (call) => {
    call.world.protections.set(call.repository, call.parameters.branch ?? "", undefined);
    return NO_CONTENT;
  }),
];

async function oneBranch(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const name = parameters.branch ?? "";
  const sha = await world.refs.branch(repository, name);
  if (!sha) throw new ApiError(404, "Branch not found");
  const rules = world.protections.of(repository, name);
  const names = rules?.requiredChecks?.names ?? [];
  const api = `${world.url}/repos/${repository.fullName}/branches/${name}`;
  return ok({
    name,
    commit: commitJson(world, repository, await world.objects.existing(repository, sha)),
    _links: { self: api, html: `${world.url}/${repository.fullName}/tree/${name}` },
    protected: rules !== undefined,
    protection: {
      enabled: rules !== undefined,
      required_status_checks: {
        enforcement_level: rules ? "everyone" : "off",
        contexts: names,
        checks: names.map((context) => ({ context, app_id: null })),
      },
    },
    protection_url: `${api}/protection`,
  });
}

const Checks = z.object({
  strict: z.boolean(),
  contexts: z.array(z.string()).default([]),
  checks: z.array(z.looseObject({ context: z.string() })).default([]),
});
const Switch = z.boolean().nullish();
const Rules = z.object({
  required_status_checks: Checks.nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .object({ required_approving_review_count: z.int().min(0).max(6).default(1) })
    .nullable(),
  restrictions: z.null("the sandbox restricts no pushes to certain people"),
  allow_force_pushes: Switch,
  allow_deletions: Switch,
});

async function protect(call: ActingCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const branch = parameters.branch ?? "";
  const wanted = readBody(call.body, Rules);
  if (!(await world.refs.branch(repository, branch))) throw new ApiError(404, "Branch not found");
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = wanted;
  const rules: ProtectionRecord = {
    requiredChecks: checks
      ? {
          names: [...new Set([...checks.contexts, ...checks.checks.map(({ context }) => context)])],
          isStrict: checks.strict,
        }
      : undefined,
    requiredApprovals: reviews?.required_approving_review_count,
    enforceAdmins: wanted.enforce_admins === true,
    allowForcePushes: wanted.allow_force_pushes === true,
    allowDeletions: wanted.allow_deletions === true,
  };
  world.protections.set(repository, branch, rules);
  return ok(protectionJson(call, rules));
}

function protectionJson({ world, repository, parameters }: RepositoryCall, rules: ProtectionRecord): Json {
  const url = `${world.url}/repos/${repository.fullName}/branches/${parameters.branch}/protection`;
  const { requiredChecks, requiredApprovals } = rules;
  return {
    url,
    ...(requiredChecks
      ? {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: requiredChecks.isStrict,
            contexts: requiredChecks.names,
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: requiredChecks.names.map((context) => ({ context, app_id: null })),
          },
        }
      : {}),
    ...(requiredApprovals === undefined
      ? {}
      : {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: false,
            require_code_owner_reviews: false,
            required_approving_review_count: requiredApprovals,
            require_last_push_approval: false,
          },
        }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rules.enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: rules.allowForcePushes },
    allow_deletions: { enabled: rules.allowDeletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}
