// The names that everything else is said about: people, teams, commits, blobs and prompts.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A GitHub account name in lower case without `@`. GitHub compares logins without case, so do we. */
export type Login = Branded<"Login">;

/** A team as `org/slug`, in lower case without `@`. */
export type Team = Branded<"Team">;

/** The 40 (SHA-1) or 64 (SHA-256) hexadecimal digits of a git object. */
export type Sha = Branded<"Sha">;

/** The stable name of a prompt, such as `support/triage`. It outlives renames of the file. */
export type PromptId = Branded<"PromptId">;

/** Somebody or some team that the config names. */
export type Party = { kind: "person"; login: Login } | { kind: "team"; team: Team };

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

// GitHub's own rule for accounts (1..39 letters, digits, inner hyphens), the `_shortcode` of
// Enterprise Managed Users, and the `[bot]` of Apps.
const LOGIN = /^[a-z\d](?:[a-z\d_-]{0,61}[a-z\d_])?(?:\[bot\])?$/i;
const TEAM = /^[a-z\d](?:[a-z\d-]*[a-z\d])?\/[a-z\d][a-z\d._-]*$/i;
const SHA = /^(?:[\da-f]{40}|[\da-f]{64})$/;

/** @throws RangeError when the text cannot be a GitHub account name. A leading `@` is allowed. */
export function login(text: string): Login {
  const parsed = parseLogin(text);
  if (!parsed) throw new RangeError(`not a GitHub login: ${JSON.stringify(text)}`);
  return parsed;
}

export function parseLogin(text: string): Login | undefined {
  const bare = text.startsWith("@") ? text.slice(1) : text;
  return LOGIN.test(bare) ? (bare.toLowerCase() as Login) : undefined;
}

export function parseTeam(text: string): Team | undefined {
  const bare = text.startsWith("@") ? text.slice(1) : text;
  return TEAM.test(bare) ? (bare.toLowerCase() as Team) : undefined;
}

/** Reads `@person` or `@org/team`. */
export function parseParty(text: string): Party | undefined {
  const team = parseTeam(text);
  if (team) return { kind: "team", team };
  const person = parseLogin(text);
  return person ? { kind: "person", login: person } : undefined;
}

/** @throws RangeError when the text is not a full object name. */
export function sha(text: string): Sha {
  if (!SHA.test(text)) throw new RangeError(`not a full git object name: ${JSON.stringify(text)}`);
  return text as Sha;
}

/** The text as people write it: `@alice`, `@acme/support`. */
export function mention(who: Party | Login | Team): string {
  if (typeof who === "string") return `@${who}`;
  return who.kind === "team" ? `@${who.team}` : `@${who.login}`;
}

/** The seven digits people recognise a commit by. */
export function shortSha(full: Sha): string {
  return full.slice(0, 7);
}
