// Releases: created with the tag that they need, published, edited and deleted.

import { z } from "zod";
import { authorize } from "../accounts/callers.ts";
import { NO_COMMIT } from "../git/objects.ts";
import { changeRefs } from "../git/ref-changes.ts";
import { isRefName } from "../git/ref-name.ts";
import { type Answer, ApiError, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { ReleaseRecord } from "../releases/releases.ts";
import type { Json } from "../sandbox.ts";
import { releaseJson } from "../shapes/release.ts";
import { causeOf, toSeconds } from "../world.ts";

const LONGEST_BODY = 125_000;

const Parts = {
  target_commitish: z.string().min(1).optional(),
  name: z.string().nullish(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
  prerelease: z.boolean().optional(),
  make_latest: z.enum(["true", "false", "legacy"]).optional(),
  discussion_category_name: z.undefined("the sandbox has no discussions").optional(),
};
const NewRelease = z.object({
  ...Parts,
  tag_name: z.string().min(1),
  generate_release_notes: z.literal(false, "the sandbox generates no release notes").optional(),
});
const EditedRelease = z.object({ ...Parts, tag_name: z.string().min(1).optional() });

const RELEASES = "/repos/{owner}/{repo}/releases";

export const releaseRoutes: readonly Route[] = [
  reads(`GET ${RELEASES}`, "contents:read", async (call) =>
    listAnswer(call, visible(call), (release) => releaseJson(call.world, release)),
  ),
  acts(`POST ${RELEASES}`, "contents:write", "write", create),
  reads(`GET ${RELEASES}/latest`, "contents:read", async ({ world, repository }) =>
    shown(world.releases.latest(repository), world),
  ),
  reads(`GET ${RELEASES}/tags/{tag}`, "contents:read", async ({ world, repository, parameters }) =>
    shown(world.releases.ofTag(repository, parameters.tag ?? ""), world),
  ),
  reads(`GET ${RELEASES}/{release_id}`, "contents:read", async (call) =>
    ok(releaseJson(call.world, existing(call))),
  ),
  acts(`PATCH ${RELEASES}/{release_id}`, "contents:write", "write", edit),
  acts(`DELETE ${RELEASES}/{release_id}`, "contents:write", "write", async (call) => {
    const release = existing(call);
    call.world.releases.remove(release);
    happened(call, release, "deleted");
    return NO_CONTENT;
  }),
];

function shown(release: ReleaseRecord | undefined, world: RepositoryCall["world"]): Answer {
  if (!release) throw notFound();
  return ok(releaseJson(world, release));
}

/** Drafts are for those who may publish them. */
function visible({ world, repository, caller }: RepositoryCall): ReleaseRecord[] {
  const all = world.releases.of(repository);
  try {
    authorize(caller, repository, world.access, {
      permission: "contents:write",
      role: "write",
      acts: "acts",
    });
    return all;
  } catch (error) {
    if (error instanceof ApiError) return all.filter(({ isDraft }) => !isDraft);
    throw error;
  }
}

function existing(call: RepositoryCall): ReleaseRecord {
  const found = visible(call).find(({ id }) => id === Number(call.parameters.release_id));
  if (!found) throw notFound();
  return found;
}

async function create(call: ActingCall): Promise<Answer> {
  const { world, repository, actor } = call;
  const wanted = readBody(call.body, NewRelease);
  assertBody(wanted.body);
  const target = wanted.target_commitish ?? repository.defaultBranch;
  const isDraft = wanted.draft === true;
  await prepareTag(call, { tag: wanted.tag_name, target, isDraft });
  const now = world.now();
  const release: ReleaseRecord = {
    id: world.nextId(),
    repository,
    author: actor,
    tagName: wanted.tag_name,
    target,
    name: wanted.name ?? null,
    body: wanted.body ?? null,
    isDraft,
    isPrerelease: wanted.prerelease === true,
    createdAt: await dateOf(call, wanted.tag_name, target),
    updatedAt: now,
    publishedAt: isDraft ? null : now,
  };
  world.releases.add(release);
  if (!isDraft && !release.isPrerelease) world.releases.makeLatest(release, wanted.make_latest ?? "true");
  happened(call, release, "created");
  if (!isDraft) published(call, release);
  return created(releaseJson(world, release));
}

async function edit(call: ActingCall): Promise<Answer> {
  const { world } = call;
  const release = existing(call);
  const wanted = readBody(call.body, EditedRelease);
  assertBody(wanted.body);
  const before = { ...release };
  const isDraft = wanted.draft ?? before.isDraft;
  const tag = wanted.tag_name ?? before.tagName;
  const target = wanted.target_commitish ?? before.target;
  await prepareTag(call, { tag, target, isDraft }, release);
  const now = world.now();
  Object.assign(release, {
    tagName: tag,
    target,
    name: wanted.name === undefined ? before.name : wanted.name,
    body: wanted.body === undefined ? before.body : wanted.body,
    isDraft,
    isPrerelease: wanted.prerelease ?? before.isPrerelease,
    createdAt: await dateOf(call, tag, target),
    updatedAt: now,
    publishedAt: isDraft ? null : (before.publishedAt ?? now),
  });
  if (wanted.make_latest && !isDraft && !release.isPrerelease) {
    world.releases.makeLatest(release, wanted.make_latest);
  }
  tellEdit(call, before, release);
  return ok(releaseJson(world, release));
}

function tellEdit(call: ActingCall, before: ReleaseRecord, release: ReleaseRecord): void {
  const changes = {
    ...(before.name === release.name ? {} : { name: { from: before.name ?? "" } }),
    ...(before.body === release.body ? {} : { body: { from: before.body ?? "" } }),
    ...(before.tagName === release.tagName ? {} : { tag_name: { from: before.tagName } }),
  };
  happened(call, release, "edited", { changes });
  if (before.isDraft && !release.isDraft) published(call, release);
  else if (!before.isDraft && release.isDraft) happened(call, release, "unpublished");
  else if (before.isPrerelease && !release.isPrerelease) happened(call, release, "released");
}

function published(call: ActingCall, release: ReleaseRecord): void {
  happened(call, release, "published");
  happened(call, release, release.isPrerelease ? "prereleased" : "released");
}

function assertBody(body: string | null | undefined): void {
  if ((body ?? "").length <= LONGEST_BODY) return;
  throw invalid({
    code: "custom",
    field: "body",
    message: `body is too long (maximum is ${LONGEST_BODY} characters)`,
  });
}

/**
 * A release that is published needs its tag, which GitHub makes where it is missing.
 * @throws ApiError 422 where the tag has a release, cannot be made or may not be made
 */
async function prepareTag(
  call: ActingCall,
  { tag, target, isDraft }: { tag: string; target: string; isDraft: boolean },
  self?: ReleaseRecord,
): Promise<void> {
  const { world, repository } = call;
  const ref = `refs/tags/${tag}`;
  if (!isRefName(ref)) {
    throw invalid({ code: "custom", field: "tag_name", message: "tag_name is not well-formed" });
  }
  if (isDraft) return;
  const other = world.releases
    .of(repository)
    .find((one) => one !== self && one.tagName === tag && !one.isDraft);
  if (other && world.behaviour.releasesOfOneTag === "refused") {
    throw invalid({ code: "already_exists", field: "tag_name" });
  }
  if (await world.refs.find(repository, ref)) return;
  const commit = await world.refs.resolve(repository, target);
  if (!commit) throw invalid({ code: "invalid", field: "target_commitish" });
  try {
    await changeRefs(call, [{ ref, before: NO_COMMIT, after: commit, mode: "fast-forward" }]);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw invalid(
      { code: "custom", field: "pre_receive", message: `pre_receive ${error.message}` },
      { code: "custom", message: "Published releases must have a valid tag" },
    );
  }
}

function invalid(...errors: readonly Json[]): ApiError {
  return new ApiError(
    422,
    "Validation Failed",
    errors.map((one) => ({ resource: "Release", ...one })),
  );
}

async function dateOf({ world, repository }: ActingCall, tag: string, target: string): Promise<string> {
  const sha =
    (await world.refs.resolve(repository, `refs/tags/${tag}`)) ??
    (await world.refs.resolve(repository, target));
  const commit = sha ? await world.objects.commit(repository, sha) : undefined;
  return commit ? toSeconds(new Date(commit.committer.date).toISOString()) : world.now();
}

function happened(
  { world, repository, actor, caller }: ActingCall,
  release: ReleaseRecord,
  action: string,
  more: Json = {},
): void {
  const payload = { release: releaseJson(world, release), ...more };
  world.webhooks.happened({ name: "release", action, repository, cause: causeOf(actor, caller), payload });
}
