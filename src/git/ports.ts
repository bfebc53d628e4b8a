// The ports that a judgement of a clone reads through.

import type { Sha } from "../core/identity.ts";
import type { Contents, History, Prompts } from "../core/ports.ts";
import type { Clone } from "./clone.ts";
import { contents } from "./contents.ts";
import { history } from "./history.ts";
import { prompts } from "./prompts.ts";
import { Trees } from "./tree.ts";

export interface GitPorts {
  readonly history: History;
  readonly contents: Contents;
  readonly prompts: Prompts;
  /** Every file at a commit, links and submodules left out. */
  paths(commit: Sha): Promise<readonly string[]>;
}

export function clonePorts(clone: Clone): GitPorts {
  const trees = new Trees(clone.git);
  return {
    history: history(clone, trees),
    contents: contents(clone, trees),
    prompts: prompts(clone, trees),
    paths: (commit) => trees.paths(commit),
  };
}
