// Judgement asks for a fact only when it needs it: what is not known yet becomes a question for the operation,
// which answers through its ports and judges again. So no GitHub request is made that changes nothing.

import type { Login, Sha, Team } from "../identity.ts";
import type { FileAtCommit } from "../ports.ts";
import type { Changes, Review } from "../pull-request.ts";
import type { PromptFacts, PromptsQuery } from "./prompt-facts.ts";
import type { ApprovalRecord } from "./record.ts";

export type Question =
  | { readonly kind: "changes"; readonly commit: Sha }
  | { readonly kind: "reviews" }
  | { readonly kind: "record" }
  /** A file at head, which has that blob there. */
  | { readonly kind: "file"; readonly path: string; readonly blob: Sha }
  | { readonly kind: "prompts"; readonly query: PromptsQuery }
  /** The bytes of an earlier release. */
  | { readonly kind: "blob"; readonly blob: Sha }
  | { readonly kind: "can-write"; readonly login: Login }
  | { readonly kind: "members"; readonly team: Team }
  | { readonly kind: "account"; readonly email: string }
  | {
      readonly kind: "merge";
      readonly commit: Sha;
      readonly parents: readonly Sha[];
      readonly paths: readonly string[];
    };

/** What is known so far. Absent means not asked yet. */
export interface Knowledge {
  /** What the pull request changes up to a commit: head, or one that was reviewed. Null where it cannot be read. */
  readonly changes: Map<Sha, Changes | null>;
  reviews?: readonly Review[];
  record?: ApprovalRecord;
  /** Files at head, by path. */
  readonly files: Map<string, FileAtCommit>;
  prompts?: PromptFacts;
  readonly blobs: Map<Sha, FileAtCommit>;
  readonly writers: Map<Login, boolean>;
  readonly members: Map<Team, readonly Login[]>;
  /** Accounts by e-mail address; null where GitHub knows none. */
  readonly accounts: Map<string, Login | null>;
  /** Whether a merge commit only took sides for the governed files, or its maker wrote bytes of their own. */
  readonly merges: Map<Sha, "clean" | "hand-made">;
}

export function nothingKnown(): Knowledge {
  return {
    changes: new Map(),
    files: new Map(),
    blobs: new Map(),
    writers: new Map(),
    members: new Map(),
    accounts: new Map(),
    merges: new Map(),
  };
}

/** One pass of judgement over what is known; every lookup of something unknown is noted as a question. */
export class Inquiry {
  readonly #known: Knowledge;
  readonly #open = new Map<string, Question>();

  constructor(known: Knowledge) {
    this.#known = known;
  }

  get questions(): readonly Question[] {
    return [...this.#open.values()];
  }

  changes(commit: Sha): Changes | null | undefined {
    const known = this.#known.changes.get(commit);
    return known !== undefined ? known : this.#ask({ kind: "changes", commit });
  }

  /** What is known already, without asking. */
  changesIfKnown(commit: Sha): Changes | null | undefined {
    return this.#known.changes.get(commit);
  }

  reviews(): readonly Review[] | undefined {
    return this.#known.reviews ?? this.#ask({ kind: "reviews" });
  }

  record(): ApprovalRecord | undefined {
    return this.#known.record ?? this.#ask({ kind: "record" });
  }

  file(path: string, blob: Sha): FileAtCommit | undefined {
    return this.#known.files.get(path) ?? this.#ask({ kind: "file", path, blob });
  }

  /** Within one judgement it is always the same query. */
  prompts(query: PromptsQuery): PromptFacts | undefined {
    return this.#known.prompts ?? this.#ask({ kind: "prompts", query });
  }

  blob(blob: Sha): FileAtCommit | undefined {
    return this.#known.blobs.get(blob) ?? this.#ask({ kind: "blob", blob });
  }

  canWrite(login: Login): boolean | undefined {
    return this.#known.writers.get(login) ?? this.#ask({ kind: "can-write", login });
  }

  members(team: Team): readonly Login[] | undefined {
    return this.#known.members.get(team) ?? this.#ask({ kind: "members", team });
  }

  account(email: string): Login | null | undefined {
    const known = this.#known.accounts.get(email);
    return known !== undefined ? known : this.#ask({ kind: "account", email });
  }

  merge(commit: Sha, parents: readonly Sha[], paths: readonly string[]): "clean" | "hand-made" | undefined {
    return this.#known.merges.get(commit) ?? this.#ask({ kind: "merge", commit, parents, paths });
  }

  #ask(question: Question): undefined {
    this.#open.set(JSON.stringify(question), question);
    return undefined;
  }
}
