// What a plan of releases is made from: the landings, the tags there are, and the files at the commits in question.

import type { PromptId, Sha } from "../identity.ts";
import type { FileAtCommit } from "../ports.ts";
import type { Tag } from "./history.ts";
import type { Landing } from "./landing.ts";
import type { Version } from "./version.ts";

export interface ReleaseFacts {
  /** Oldest first. */
  readonly landings: readonly Landing[];
  /** All of the prompts in question. */
  readonly tags: readonly Tag[];
  /** At each landing, and before the first one. */
  readonly files: readonly CommittedFile[];
  /** Commits of the branch, newest first, as far back as they were read. */
  readonly recent: readonly Sha[];
  /** Tags that are known to have a GitHub Release; others may have one too. */
  readonly released: ReadonlySet<string>;
  /** Deployments of the prompts in question to the first environment, as far as they were read. */
  readonly deployments: readonly KnownDeployment[];
}

export interface CommittedFile {
  readonly commit: Sha;
  readonly path: string;
  readonly content: FileAtCommit;
}

/** A GitHub Deployment that mirrors a move of an environment. */
export interface KnownDeployment {
  /** GitHub's node id. */
  readonly id: string;
  readonly prompt: PromptId;
  readonly environment: string;
  /** Undefined where its payload is not ours. */
  readonly version?: Version;
  /** Number of the move that it mirrors. */
  readonly move?: number;
  readonly state: "success" | "inactive" | "other";
}

/** Asks for a fact that only some plans need. */
export type PlanQuestion =
  /** The bytes of an earlier release. */
  | { readonly kind: "blob"; readonly blob: Sha }
  /** Who the admins are: somebody asks for a lower version. */
  | { readonly kind: "admins" }
  /** Landings between an earlier release and these were never released. */
  | { readonly kind: "gap"; readonly since: Sha };

/** Answers so far. Absent means not asked yet. */
export interface PlanAnswers {
  readonly blobs: ReadonlyMap<Sha, FileAtCommit>;
  readonly admins?: ReadonlySet<string>;
  /** Whether gaps have been looked into; once is enough. */
  readonly gaps: "open" | "closed";
}
