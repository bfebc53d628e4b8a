// How a governed change is called in messages.

import type { Finding } from "../finding.ts";
import type { GovernedChange } from "./governed.ts";

export function subjectOf(change: GovernedChange): {
  readonly name: string;
  readonly location: Pick<Finding, "prompt" | "file">;
} {
  const file = change.file.path;
  return change.kind === "prompt"
    ? { name: change.id, location: { prompt: change.id, file } }
    : { name: file, location: { file } };
}
