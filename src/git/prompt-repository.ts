// A repository that releases prompts, read by those who pin them: a clone on this machine, or fetched for the moment.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PromptId, Sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import { TAG_PREFIX, tagPrefixOf } from "../core/release/tag-name.ts";
import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";
import { openClone } from "./clone.ts";
import { GitFailure } from "./failure.ts";
import { Git, type GitOptions } from "./git.ts";
import { findObject } from "./revision.ts";
import { listRemoteTags } from "./tag-list.ts";
import { type CloneTags, cloneTags } from "./tags.ts";

export interface PromptRepository extends CloneTags {
  /** The file as it is at the commit, wherever its bytes are. */
  readAt(commit: Sha, path: string): Promise<FileAtCommit>;
  /** Ends its processes, and removes what was fetched. */
  close(): Promise<void>;
}

/** @throws UserError where there is no clone in the folder */
export async function openPromptRepository(
  folder: string,
  options: GitOptions = {},
): Promise<PromptRepository> {
  const clone = await openClone(folder, options);
  return {
    ...cloneTags(clone.git),
    async readAt(commit, path) {
      const blob = await findObject(clone, `${commit}:${path}`);
      return blob ? clone.objects.read(blob) : { kind: "missing" };
    },
    close: () => clone.close(),
  };
}

/**
 * Fetches the tags of some prompts with the commits they point at, without history; files come when they are asked for,
 * where the server can do that.
 * @throws UserError where it cannot be reached
 */
export async function fetchPromptRepository(
  url: string,
  prompts: readonly PromptId[],
  options: GitOptions = {},
): Promise<PromptRepository> {
  const folder = await mkdtemp(join(tmpdir(), "prompt-steward-pins-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const git = new Git(folder, options);
    await git.text("init", "--quiet", "--bare");
    await git.text("config", "remote.origin.url", url);
    const refs = prompts.map((prompt) => `refs/tags/${tagPrefixOf(prompt)}*`);
    await fetchRefs(git, refs);
    const repository = await openPromptRepository(folder, options);
    return {
      ...repository,
      // Of other prompts it is enough to know that they are there.
      names: (prefix) =>
        prefix === TAG_PREFIX ? listRemoteTags(git, "origin", prefix) : repository.names(prefix),
      close: async () => {
        await repository.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    if (!(error instanceof GitFailure)) throw error;
    throw new UserError(
      `${visible(withoutSecrets(url))} cannot be read: ${visible(withoutSecrets(error.reason))}.`,
      "Check the address and the connection, and that git may read it without being asked for a password (a credential helper, an SSH key, or `url.<base>.insteadOf`).",
    );
  }
}

async function fetchRefs(git: Git, refs: readonly string[]): Promise<void> {
  const args = ["fetch", "--quiet", "--no-tags", "--depth=1", "--filter=tree:0", "origin"];
  try {
    await git.text(...args, ...refs.map((ref) => `+${ref}:${ref}`));
  } catch (error) {
    // So git says that the remote has none of them.
    if (!(error instanceof GitFailure) || error.code !== 1 || error.reason !== "") throw error;
  }
}

/** An address may hold a password or a token. */
function withoutSecrets(text: string): string {
  return text.replace(/(\w+:\/\/)[^@/\s]+@/g, "$1");
}
