// All fields that are served, by type.

import { checkFields } from "./checks.ts";
import { deploymentFields } from "./deployments.ts";
import { gitObjectFields } from "./git-objects.ts";
import { mutations } from "./mutations.ts";
import { pullFields } from "./pull-requests.ts";
import { repositoryFields } from "./repository.ts";
import type { Served } from "./served.ts";

export const SERVED: Served = merged(
  checkFields,
  deploymentFields,
  gitObjectFields,
  mutations,
  pullFields,
  repositoryFields,
);

/** A type's fields may be served by several files. */
function merged(...parts: readonly Served[]): Served {
  const types = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries(
    [...types].map((type) => [type, Object.assign({}, ...parts.map((part) => part[type]))]),
  );
}
