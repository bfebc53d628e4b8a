// A first config, before it is written down: what every way of proposing one ends in.

import type { Login, Party, PromptId } from "../identity.ts";

export interface Proposal {
  /** Empty where nobody is known: the config is then invalid until somebody fills them in. */
  readonly admins: readonly Party[];
  /** Why these, one text a line. */
  readonly adminEvidence: readonly string[];
  /** In the config's order. */
  readonly entries: readonly ProposedEntry[];
  /** What whoever asked should know besides, a sentence each. */
  readonly notes: readonly string[];
}

export interface ProposedEntry {
  readonly pattern: string;
  /** Where the one made from the path belongs to another entry. */
  readonly id?: PromptId;
  readonly owner?: Login;
  readonly backup?: Login;
  readonly contributors: readonly Party[];
  /** What it rests on, one text a line. */
  readonly evidence: readonly string[];
  /** Who the owner seems to be where that is nobody's account: `Alice <alice@acme.test>`. */
  readonly ownerHint?: string;
}
