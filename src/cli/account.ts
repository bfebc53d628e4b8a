// Which GitHub account the person at the keyboard has: as they say, else as git's settings tell.

import { type Login, parseLogin } from "../core/identity.ts";
import { loginOfNoreply } from "../core/review/co-authors.ts";
import { UserError } from "../core/user-error.ts";
import type { Git } from "../git/git.ts";
import { readSetting } from "../git/settings.ts";
import { readTagger } from "../git/tagger.ts";

/** @param said with --as @throws UserError where nothing tells */
export async function accountOf(git: Git, said: string | undefined): Promise<Login> {
  const found =
    said === undefined
      ? (loginOfNoreply((await readTagger(git)).email) ??
        parseLogin((await readSetting(git, "github.user")) ?? ""))
      : parseLogin(said);
  if (found) return found;
  throw said === undefined
    ? new UserError(
        "Git's settings do not tell which GitHub account is yours, and the tag names who moved what.",
        "Say it with --as @you, or once for all with `git config --global github.user you`.",
      )
    : new UserError(`${JSON.stringify(said)} is no GitHub account.`, "Write it as --as @alice.");
}
