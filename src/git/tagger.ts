// Whose name goes into the tags that are made here.

import { UserError } from "../core/user-error.ts";
import { GitFailure } from "./failure.ts";
import type { Git } from "./git.ts";

export interface Tagger {
  readonly name: string;
  readonly email: string;
}

/**
 * As git is set up, or as `GIT_COMMITTER_NAME` and `GIT_COMMITTER_EMAIL` say; never guessed from the machine's name.
 * Starts one process.
 * @throws UserError where git has not been told
 */
export async function readTagger(git: Git): Promise<Tagger> {
  try {
    const line = await git.text("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT");
    const [, name, email] = /^(.*?) <([^<>]*)> /.exec(line) ?? [];
    if (name && email !== undefined) return { name, email };
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
  }
  throw new UserError(
    "Git has not been told who you are, so a tag made here would be nobody's.",
    'Tell it once: `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`.',
  );
}
