// Pushes tags to a remote, all or none.

import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";
import { GitFailure } from "./failure.ts";
import type { Git } from "./git.ts";

export type PushOutcome =
  | { readonly kind: "pushed" }
  /** Somebody else's tag of that name was there first. */
  | { readonly kind: "taken"; readonly names: readonly string[] };

/**
 * Starts one process.
 * @throws UserError where the remote cannot be reached or refuses for another reason
 */
export async function pushTags(git: Git, remote: string, names: readonly string[]): Promise<PushOutcome> {
  const refs = names.map((name) => `refs/tags/${name}:refs/tags/${name}`);
  const { child, ended } = git.start(["push", "--atomic", "--porcelain", "--", remote, ...refs]);
  child.stdin.end();
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  try {
    (await ended).check();
    return { kind: "pushed" };
  } catch (error) {
    const lines = Buffer.concat(chunks).toString("utf8").split("\n");
    const taken = lines.flatMap(
      (line) => /^!\trefs\/tags\/(.+?):.*\((?:already exists|stale info|fetch first)\)/.exec(line)?.[1] ?? [],
    );
    if (taken.length > 0) return { kind: "taken", names: taken };
    if (!(error instanceof GitFailure)) throw error;
    const refused = lines.find((line) => line.startsWith("!") && !line.includes("(atomic push failed)"));
    const reason = refused?.replace(/^!\t\S+\t/, "") ?? error.reason;
    throw new UserError(
      `${visible(remote)} did not take the tags: ${visible(reason)}.`,
      "See that you may push tags there (a ruleset may forbid it), and that the remote can be reached.",
    );
  }
}
