// Who owns each of some paths, whether or not a file is there yet.

import type { PolicyEntry } from "../core/config/policy.ts";
import { promptIdOf } from "../core/config/prompt-id.ts";
import type { PromptId } from "../core/identity.ts";
import type { OwnerIndex } from "../core/owners/owner-index.ts";

export interface OwnedPath {
  readonly path: string;
  /** Undefined where no entry matches. */
  readonly governedBy?: { readonly prompt: PromptId; readonly entry: PolicyEntry };
}

/** In the order of the paths. */
export function findOwners(index: OwnerIndex, paths: readonly string[]): OwnedPath[] {
  return paths.map((path) => {
    const entry = index.match(path);
    return entry ? { path, governedBy: { prompt: promptIdOf(entry, path), entry } } : { path };
  });
}
