// Refs and annotated tags. A ref is created at most once, whoever tries at the same moment.

import { z } from "zod";
import { changeRefs } from "../git/ref-changes.ts";
import { type Answer, ApiError, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { refJson, tagJson } from "../shapes/git.ts";

const GIT = "/repos/{owner}/{repo}/git";

const Sha = z.string().regex(/^[0-9a-f]{40}$/);
const NewRef = z.object({ ref: z.string(), sha: Sha });
const MovedRef = z.object({ sha: Sha, force: z.boolean().default(false) });
const NewTag = z.object({
  tag: z.string().regex(/^[^\s~^:?*[\\]+$/, "is no name of a tag"),
  message: z.string(),
  object: Sha,
  type: z.enum(["commit", "tree", "blob", "tag"]),
  tagger: z
    .object({
      name: z.string().regex(/^[^<>\n]+$/),
      email: z.string().regex(/^[^<>\n]+$/),
      date: z.iso.datetime({ offset: true }).optional(),
    })
    .optional(),
});

export const refRoutes: readonly Route[] = [
  reads(`GET ${GIT}/ref/{ref}`, "contents:read", readRef),
  reads(`GET ${GIT}/matching-refs/{ref}`, "contents:read", matchingRefs),
  acts(`POST ${GIT}/refs`, "contents:write", "write", createRef),
  acts(`PATCH ${GIT}/refs/{ref}`, "contents:write", "write", updateRef),
  acts(`DELETE ${GIT}/refs/{ref}`, "contents:write", "write", async (call) => {
    const ref = `refs/${call.parameters.ref}`;
    await changeRefs(call, [{ ref, after: undefined, mode: "force" }]);
    return NO_CONTENT;
  }),
  reads(`GET ${GIT}/tags/{tag_sha}`, "contents:read", async ({ world, repository, parameters }) => {
    const tag = world.refs.tags.find(repository, parameters.tag_sha ?? "");
    if (!tag) throw notFound();
    return ok(tagJson(world, repository, tag));
  }),
  acts(`POST ${GIT}/tags`, "contents:write", "write", createTag),
];

async function readRef({ world, repository, parameters }: RepositoryCall): Promise<Answer> {
  const ref = `refs/${parameters.ref}`;
  const object = await world.refs.find(repository, ref);
  if (!object) throw notFound();
  return ok(refJson(world, repository, ref, object));
}

/** All of them at once: GitHub describes no pages here. */
async function matchingRefs({ world, repository, parameters }: RepositoryCall): Promise<Answer> {
  const found = await world.refs.matching(repository, `refs/${parameters.ref}`);
  return ok(found.map(({ ref, object }) => refJson(world, repository, ref, object)));
}

async function createRef(call: ActingCall): Promise<Answer> {
  const { ref, sha } = readBody(call.body, NewRef);
  if (!/^refs\/.+\/./.test(ref)) {
    throw new ApiError(422, "Reference name must start with 'refs' and have at least two slashes.");
  }
  await changeRefs(call, [{ ref, before: "0".repeat(40), after: sha, mode: "fast-forward" }]);
  return created(await shown(call, ref));
}

async function updateRef(call: ActingCall): Promise<Answer> {
  const ref = `refs/${call.parameters.ref}`;
  const { sha, force } = readBody(call.body, MovedRef);
  if (!(await call.world.refs.find(call.repository, ref)))
    throw new ApiError(422, "Reference does not exist");
  await changeRefs(call, [{ ref, after: sha, mode: force ? "force" : "fast-forward" }]);
  return ok(await shown(call, ref));
}

async function shown({ world, repository }: ActingCall, ref: string): Promise<unknown> {
  const object = await world.refs.find(repository, ref);
  return object && refJson(world, repository, ref, object);
}

/** The object alone: only a ref makes it a tag that anybody sees. */
async function createTag(call: ActingCall): Promise<Answer> {
  const { world, repository, actor } = call;
  const { tag, message, object: sha, type, tagger } = readBody(call.body, NewTag);
  const found = await world.refs.typeOf(repository, sha);
  if (!found) throw new ApiError(422, `Object does not exist: ${sha}`);
  if (found !== type) throw new ApiError(422, `Object ${sha} is a ${found}, not a ${type}`);
  const self = { name: actor.name, email: actor.email, date: world.now() };
  const object = { type, sha };
  const written = { tag, message, object, tagger: { ...self, ...tagger, date: tagger?.date ?? self.date } };
  return created(tagJson(world, repository, world.refs.tags.put(repository, written)));
}
