// Repositories that release prompts, as people name them: `acme/prompts`, an address, or a clone on this machine.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { PromptId } from "../core/identity.ts";
import { UserError } from "../core/user-error.ts";
import { Git } from "../git/git.ts";
import {
  fetchPromptRepository,
  openPromptRepository,
  type PromptRepository,
} from "../git/prompt-repository.ts";
import { hostedRepository, remoteUrl } from "../git/remotes.ts";

export interface NamedRepository {
  /** As lock files have it, `acme/prompts`. */
  readonly name: string;
  readonly place:
    | { readonly kind: "url"; readonly url: string }
    | { readonly kind: "folder"; readonly folder: string };
}

const NAME = /^[a-z\d][a-z\d-]{0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/i;

/**
 * @param text `acme/prompts`, `https://…`, `git@…`, `../prompts`, each also as `acme/prompts=…`
 * @param folder where relative paths start
 * @throws UserError where it is none of these, or nobody tells what it is called
 */
export async function readRepository(text: string, folder: string): Promise<NamedRepository> {
  const equals = text.indexOf("=");
  const said = equals > 0 && NAME.test(text.slice(0, equals)) ? text.slice(0, equals) : undefined;
  const where = said === undefined ? text : text.slice(equals + 1);
  if (where.startsWith("-") || where.trim() === "" || where.includes("\0")) throw unreadable(text);
  const path = resolve(folder, where);
  const isUrl = /^[a-z][a-z+.-]*:\/\//i.test(where) || /^[^/\\:]+@[^/\\:]+:/.test(where);
  if (!isUrl && NAME.test(where))
    return { name: said ?? where, place: { kind: "url", url: addressOf(where) } };
  if (!isUrl && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw unreadable(text);
  const origin = isUrl ? where : await remoteUrl(new Git(path), "origin");
  const name = said ?? hostedRepository(origin ?? "")?.name;
  if (name === undefined || !NAME.test(name)) {
    throw new UserError(
      `What ${JSON.stringify(where)} is called on GitHub cannot be told from its address.`,
      `Say it: --repository acme/prompts=${where}`,
    );
  }
  return { name, place: isUrl ? { kind: "url", url: where } : { kind: "folder", folder: path } };
}

/** On the server of the workflow that runs us, else on github.com. */
export function addressOf(name: string): string {
  return `${process.env.GITHUB_SERVER_URL ?? "https://github.com"}/${name}.git`;
}

/** @param signal ends its processes of git at once */
export function openRepository(
  { place }: NamedRepository,
  prompts: readonly PromptId[],
  signal: AbortSignal,
): Promise<PromptRepository> {
  return place.kind === "url"
    ? fetchPromptRepository(place.url, prompts, { signal })
    : openPromptRepository(place.folder, { signal });
}

function unreadable(text: string): UserError {
  return new UserError(
    `--repository takes a GitHub repository, an address or a folder, got ${JSON.stringify(text)}.`,
    "Write it as acme/prompts, https://github.com/acme/prompts.git or ../prompts.",
  );
}
