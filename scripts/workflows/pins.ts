// Actions of others are pinned to a commit, with the version beside it: a tag may be moved to other code.

import type { Finding } from "../../src/core/finding.ts";
import { OWN_REPOSITORY } from "./own-repository.ts";
import type { Source } from "./source.ts";

const USES = /^\s*(?:-\s+)?uses:\s*["']?([\w.-]+\/[\w./-]+)@([^\s"'#]+)["']?[ \t]*(#.*)?$/;

/** Workflows in the docs show released versions, as their readers would write them. */
export function judgePins({ file, text, firstLine }: Source): Finding[] {
  if (!file.startsWith(".github/workflows/")) return [];
  return text.split("\n").flatMap((line, index) => {
    const [, name = "", reference = "", comment = ""] = USES.exec(line) ?? [];
    const isPinned = /^[\da-f]{40}$/.test(reference) && /^#\s*v\d+\.\d+\.\d+\s*$/.test(comment);
    if (name === "" || name.startsWith(`${OWN_REPOSITORY}/`) || isPinned) return [];
    const message = `uses ${name}@${reference}.`;
    const fix = "Write the 40 digits of the release's commit, and its version as a comment: `# v1.2.3`.";
    return [{ rule: "pins", severity: "error", file, line: firstLine + index, message, fix }];
  });
}
