// A repository in memory behind the ports of releasing: commits, tags, Releases, deployments and issues, with GitHub's
// manners: refs are created at most once, two Releases for one tag when they come at the same moment.

import { createHash } from "node:crypto";
import { type Login, login, type PromptId, type Sha, sha } from "../../../src/core/identity.ts";
import type {
  Claim,
  DeploymentMove,
  FileAtCommit,
  LandingQuery,
  MergedPull,
  MirrorProblem,
  NewGitHubRelease,
  NewIssue,
  NewTag,
  PushRange,
  ReleasePorts,
  TagsCreated,
} from "../../../src/core/ports.ts";
import type { Changes, FileChange, Review } from "../../../src/core/pull-request.ts";
import { type ChainCommit, stretchesOf } from "../../../src/core/release/chain.ts";
import type { KnownDeployment, ReleaseFacts } from "../../../src/core/release/facts.ts";
import type { Tag } from "../../../src/core/release/history.ts";
import type { CheckState, LandedPull, Landing } from "../../../src/core/release/landing.ts";
import type { EvaluationSummary } from "../../../src/core/release/record.ts";
import { parseTagName } from "../../../src/core/release/tag-name.ts";
import { allPathsOf } from "../../../src/core/release/touched.ts";
import type { Push } from "../../../src/operations/release.ts";

export const CONFIG = `version: 1
admins: ["@root", "@acme/ai-platform"]
prompts:
  - path: prompts/**/*.txt
    owner: "@carol"
    backup: "@dan"
  - path: prompts/triage.txt
    id: support/triage
    owner: "@alice"
    backup: "@bob"
release:
  environments: [staging, production]
`;

const CONFIG_PATH = ".github/prompt-steward.yml";

type Files = Readonly<Record<string, string>>;
/** What changes: new text, or null for a removal. */
export type Edit = Readonly<Record<string, string | null>>;

interface Commit extends ChainCommit {
  readonly files: Files;
  readonly title: string;
  readonly by?: Login;
}

export interface PullFacts {
  readonly body?: string;
  readonly title?: string;
  readonly author?: string;
  readonly mergedBy?: string;
  /** Everybody whose approval stands; they saw head's bytes unless `sawOther`. */
  readonly approvedBy?: readonly string[];
  readonly sawOther?: boolean;
  /** How the gate judged head. */
  readonly gate?: "passed" | "not-passed" | "absent";
  readonly evaluation?: EvaluationSummary;
  /** What head shows where that is not what lands. */
  readonly atHead?: Edit;
  readonly labels?: readonly { readonly name: string; readonly by?: string }[];
  readonly checks?: readonly CheckState[];
  /** What ran at the commit of the merge. */
  readonly landedChecks?: readonly CheckState[];
  readonly method?: "squash" | "merge" | "rebase";
}

export interface StoredRelease extends NewGitHubRelease {
  readonly id: number;
}

export interface StoredDeployment extends DeploymentMove {
  readonly id: number;
  status: "success" | "inactive" | "none";
}

type Part = "tags" | "releases" | "deployments" | "issues";

/** What a request of a killed process comes to: nothing, ever. */
export const never = new Promise<never>(() => undefined);

export class FakeRepository {
  readonly tags = new Map<string, Tag & { readonly message: string }>();
  readonly releases: StoredRelease[] = [];
  readonly deployments: StoredDeployment[] = [];
  readonly issues: NewIssue[] = [];
  readonly reads: string[] = [];
  writes = 0;
  time = Date.parse("2030-01-01T12:00:00Z");
  #killAfter = Number.POSITIVE_INFINITY;
  #tellKilled: () => void = () => undefined;
  /** Parts of GitHub that refuse to be written to. */
  readonly refusing = new Map<Part, Error>();
  /** For so many readings GitHub's index knows no pull request of a commit. */
  indexLag = 0;
  members: readonly string[] = ["root", "ada"];
  /** Lets another worker go first. */
  turn: () => Promise<void> = async () => undefined;
  readonly #commits = new Map<Sha, Commit>();
  readonly #pulls = new Map<number, PullFacts>();
  /** Numbers of pull requests that are not merged. */
  readonly open = new Set<number>();
  /** People who may not write. */
  readonly readers = new Set<string>();
  readonly #befores = new Map<number, Sha>();
  readonly #paths = new Map<number, readonly string[]>();
  readonly #heads = new Map<number, Files>();
  readonly #blobs = new Map<Sha, Uint8Array>();
  readonly #line: Sha[] = [];
  #inFlight = 0;
  #ids = 0;

  /** @param config empty for none */
  constructor(config: string = CONFIG, files: Files = {}) {
    const all = config === "" ? files : { ...files, [CONFIG_PATH]: config };
    this.#add(all, { parents: [], title: "Begin" });
  }

  get tip(): Sha {
    return this.#line.at(-1) ?? sha("0".repeat(40));
  }

  /** Merges a pull request. @returns the push that GitHub tells of */
  merge(number: number, edit: Edit, facts: PullFacts = {}): Push {
    const before = this.tip;
    const base = this.#filesAt(before);
    this.#pulls.set(number, facts);
    this.#befores.set(number, before);
    this.#paths.set(number, Object.keys(edit));
    this.#heads.set(number, applied(base, facts.atHead ?? edit));
    const title = `${facts.title ?? "Change a prompt"} (#${number})`;
    switch (facts.method ?? "squash") {
      case "squash":
        this.#add(applied(base, edit), { parents: [before], title, pull: number });
        return this.#pushed(before, [this.tip], edit);
      case "merge": {
        const side = this.#commit(applied(base, edit), { parents: [before], title: "Work", pull: number });
        this.#add(applied(base, edit), { parents: [before, side], title, pull: number });
        return this.#pushed(before, [side, this.tip], edit);
      }
      case "rebase": {
        const edits = Object.entries(edit);
        for (const [path, text] of edits) {
          const files = applied(this.#filesAt(this.tip), { [path]: text });
          this.#add(files, { parents: [this.tip], title, pull: number });
        }
        return this.#pushed(before, this.#line.slice(-edits.length), edit);
      }
    }
  }

  /** A push without a pull request. */
  push(edit: Edit, by: string | undefined = "erin"): Push {
    const before = this.tip;
    const files = applied(this.#filesAt(before), edit);
    this.#add(files, { parents: [before], title: "Quick fix", ...(by && { by: login(by) }) });
    return this.#pushed(before, [this.tip], edit);
  }

  /** Several pushes that arrive as one, as from a merge queue. */
  together(...pushes: readonly Push[]): Push {
    const [first, last] = [pushes[0], pushes.at(-1)];
    if (!first || !last) throw new Error("no push");
    return {
      ...last,
      before: first.before,
      commits: pushes.flatMap(({ commits }) => commits ?? []),
      paths: pushes.flatMap(({ paths }) => paths ?? []),
    };
  }

  tagByHand(name: string, message?: string, commit: Sha = this.tip): void {
    const kind = message === undefined ? "lightweight" : "annotated";
    this.tags.set(name, { name, kind, object: nameOf("hand", name), commit, message: message ?? "" });
  }

  checked(number: number, checks: readonly CheckState[]): void {
    this.#pulls.set(number, { ...this.#pulls.get(number), checks });
  }

  /**
   * After so many further writes the process is gone: no request of its is ever answered.
   * @returns when that has happened
   */
  killAfter(writes: number): Promise<void> {
    this.#killAfter = this.writes + writes;
    return new Promise((resolve) => {
      this.#tellKilled = resolve;
    });
  }

  /** Another process starts. */
  restart(): void {
    this.#killAfter = Number.POSITIVE_INFINITY;
    this.#inFlight = 0;
  }

  get tagNames(): string[] {
    return [...this.tags.keys()].sort();
  }

  ports(): ReleasePorts {
    return {
      webUrl: "https://github.com/acme/prompts",
      contents: {
        read: async (path, commit) => this.#fileAt(commit, path),
        config: async () => {
          const file = this.#fileAt(this.tip, CONFIG_PATH);
          if (file.kind !== "file") return undefined;
          return { file: CONFIG_PATH, blob: file.blob, text: new TextDecoder().decode(file.bytes) };
        },
      },
      history: { changes: async (base, commit) => this.#changes(base as Sha, commit) },
      directory: {
        members: async () => this.members.map((one) => login(one)),
        canWrite: async (person) => !this.readers.has(person),
      },
      landings: {
        read: async (range, wanted) => {
          await this.#read("landings");
          return this.#facts(range, wanted);
        },
        blob: async (blob) => {
          await this.#read("blob");
          const bytes = this.#blobs.get(blob);
          return bytes ? { kind: "file", blob, bytes } : { kind: "missing" };
        },
        merged: async (number) => this.#merged(number),
      },
      tags: {
        list: async (prefix) => {
          await this.#read("tags");
          return [...this.tags.values()].filter(({ name }) => name.startsWith(prefix));
        },
        create: (tags) => this.#createTags(tags),
      },
      releases: { ensure: (release, claim) => this.#ensureRelease(release, claim) },
      deployments: {
        list: async (prompt, environment) => this.#known(environment).filter((one) => one.prompt === prompt),
        record: (...args) => this.#recordDeployments(...args),
      },
      issues: {
        ensure: async (issue) => {
          await this.#read("issues");
          const found = this.issues.findIndex(({ marker }) => marker === issue.marker);
          if (found !== -1) return { number: found + 1, isNew: false };
          await this.#write("issues", () => this.issues.push(issue));
          return { number: this.issues.length, isNew: true };
        },
      },
      clock: {
        now: () => new Date(this.time),
        pause: async (duration) => {
          await this.#whileAlive();
          do await this.turn();
          while (this.#inFlight > 0);
          this.time += duration;
        },
      },
    };
  }

  async #createTags(tags: readonly NewTag[]): Promise<TagsCreated> {
    for (const _ of tags) {
      await this.turn();
      await this.#write("tags", () => undefined);
    }
    let taken: string[] = [];
    await this.turn();
    await this.#write("tags", () => {
      taken = tags.map(({ name }) => name).filter((name) => this.tags.has(name));
      if (taken.length > 0) return;
      for (const { name, commit, message, taggedAt } of tags) {
        const object = nameOf("tag", `${name}${message}`);
        this.tags.set(name, { name, kind: "annotated", object, commit, message, taggedAt });
      }
    });
    return taken.length > 0 ? { kind: "taken", names: taken } : { kind: "created" };
  }

  async #ensureRelease(release: NewGitHubRelease, claim: Claim): Promise<void> {
    const ofTag = () => this.releases.filter(({ tag }) => tag === release.tag);
    const make = () =>
      this.#makeUnlessThere("releases", ofTag, () => {
        const id = this.#nextId();
        this.releases.push({ ...release, id });
        return id;
      });
    await this.#once(claim, "releases", this.releases, ofTag, make);
  }

  /** As the adapters do it: whoever is unsure looks before, looks again afterwards, and takes back what is too many. */
  async #once<T extends { readonly id: number }>(
    claim: Claim,
    part: "releases" | "deployments",
    all: T[],
    found: () => readonly T[],
    make: () => Promise<number | undefined>,
  ): Promise<void> {
    if (claim === "held") {
      await make();
      return;
    }
    await this.#read(part);
    if (found().length > 0) return;
    const id = await make();
    await this.#read(part);
    if (id === undefined || !found().some((other) => other.id < id)) return;
    await this.turn();
    await this.#write(part, () => {
      const own = all.findIndex((one) => one.id === id);
      if (own !== -1) all.splice(own, 1);
    });
  }

  /** GitHub looks for one that is there, and a moment later stores the new one: in between another one may come. */
  async #makeUnlessThere(
    part: "releases" | "deployments",
    found: () => readonly unknown[],
    store: () => number,
  ): Promise<number | undefined> {
    this.#inFlight += 1;
    try {
      await this.turn();
      if (part === "releases" && found().length > 0) return undefined;
      await this.turn();
      let id: number | undefined;
      await this.#write(part, () => {
        id = store();
      });
      return id;
    } finally {
      this.#inFlight -= 1;
    }
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  async #recordDeployments(
    moves: readonly DeploymentMove[],
    former: readonly string[],
    claimOf: (move: DeploymentMove) => Claim,
  ): Promise<readonly MirrorProblem[]> {
    const problems: MirrorProblem[] = [];
    const statuses: [string, "success" | "inactive"][] = former.map((id) => [id, "inactive"]);
    for (const move of moves) {
      try {
        const ofMove = () => this.deployments.filter((one) => isSameMove(one, move));
        const make = () =>
          this.#makeUnlessThere("deployments", ofMove, () => {
            const id = this.#nextId();
            this.deployments.push({ ...move, id, status: "none" });
            return id;
          });
        if (!move.known) await this.#once(claimOf(move), "deployments", this.deployments, ofMove, make);
        statuses.push([move.known ?? String(ofMove()[0]?.id), move.state]);
      } catch (error) {
        problems.push({ tag: move.tag, message: String(error), fix: "Mend it.", isFinal: false });
      }
    }
    if (statuses.length > 0) {
      await this.turn();
      await this.#write("deployments", () => {
        for (const [id, status] of statuses) {
          const found = this.deployments.find((one) => String(one.id) === id);
          if (found) found.status = status;
        }
      });
    }
    return problems;
  }

  #facts(range: PushRange, { prompts, environment }: LandingQuery): ReleaseFacts {
    const isLagging = this.indexLag > 0;
    if (isLagging) this.indexLag -= 1;
    const commits = range.commits ?? [...this.#commits.keys()];
    const chain = commits.flatMap((id): ChainCommit[] => {
      const commit = this.#commits.get(id);
      if (!commit) return [];
      const { pull: indexed, ...rest } = commit;
      const pull = isLagging ? range.pulls.get(id) : indexed;
      return [{ ...rest, ...(pull !== undefined && { pull }) }];
    });
    const paths = [...new Set(prompts.flatMap(allPathsOf))];
    const landings = stretchesOf(chain, range.before, range.after).map(
      ({ commit, before, pull }): Landing => {
        const { title = "", by } = this.#commits.get(commit) ?? {};
        return {
          commit,
          before,
          title,
          checks: [],
          ...(pull === undefined ? by && { by } : { pull: this.#landedPull(pull, paths) }),
        };
      },
    );
    const places = [range.before, ...landings.flatMap(({ commit, before }) => [before, commit])];
    return {
      landings,
      tags: [...this.tags.values()].filter((tag) => {
        const name = parseTagName(tag.name);
        return prompts.some(({ prompt }) => name.kind !== "foreign" && name.prompt === prompt);
      }),
      files: [...new Set(places)].flatMap((commit) =>
        paths.map((path) => ({ commit, path, content: this.#fileAt(commit, path) })),
      ),
      recent: [...this.#line].reverse(),
      released: new Set(this.releases.map(({ tag }) => tag)),
      deployments: this.#known(environment),
    };
  }

  #landedPull(number: number, paths: readonly string[]): LandedPull {
    const facts = this.#pulls.get(number) ?? {};
    const head = nameOf("head", String(number));
    const headFiles = blobsOf(this.#heads.get(number) ?? {}, paths);
    const seen = facts.sawOther ? new Map<string, Sha>() : headFiles;
    const reviews = (facts.approvedBy ?? []).map((by, position) => ({
      ...approval(by, position, head),
      canWrite: !by.startsWith("stranger"),
      files: seen,
    }));
    const gate = facts.gate ?? "passed";
    return {
      number,
      title: facts.title ?? "Change a prompt",
      body: facts.body ?? "## Why\nPeople asked for it.\n",
      author: { login: login(facts.author ?? "erin"), kind: "person" },
      mergedBy: login(facts.mergedBy ?? "alice"),
      labels: (facts.labels ?? []).map(({ name, by }) => ({ name, ...(by && { by: login(by) }) })),
      head,
      headFiles,
      reviews,
      checks: facts.checks ?? [],
      ...(gate !== "absent" && {
        gate: { isPassed: gate === "passed", ...(facts.evaluation && { evaluation: facts.evaluation }) },
      }),
    };
  }

  #merged(number: number): MergedPull {
    const facts = this.#pulls.get(number);
    if (!facts) return { kind: this.open.has(number) ? "not-merged" : "missing" };
    const landed = [...this.#commits.values()].filter(({ pull }) => pull === number);
    const commit = landed.at(-1)?.sha ?? this.tip;
    return {
      kind: "merged",
      base: "main",
      before: this.#befores.get(number) ?? this.tip,
      head: nameOf("head", String(number)),
      commit,
      checks: facts.checks ?? [],
      landedChecks: facts.landedChecks ?? [],
      paths: this.#paths.get(number) ?? [],
    };
  }

  #known(environment: string): KnownDeployment[] {
    return this.deployments
      .filter((one) => one.environment === environment)
      .map(({ id, prompt, version, move, status }) => ({
        id: String(id),
        prompt,
        environment,
        version,
        move,
        state: status === "none" ? "other" : status,
      }));
  }

  async #read(what: string): Promise<void> {
    await this.turn();
    await this.#whileAlive();
    this.reads.push(what);
  }

  async #write(part: Part, effect: () => unknown): Promise<void> {
    await this.#whileAlive();
    const refusal = this.refusing.get(part);
    if (refusal) throw refusal;
    this.writes += 1;
    effect();
    await this.#whileAlive();
  }

  async #whileAlive(): Promise<void> {
    if (this.writes < this.#killAfter) return;
    this.#tellKilled();
    await never;
  }

  #changes(base: Sha, commit: Sha): Changes {
    const ids = new Set<Sha>();
    const visit = (id: Sha | undefined): void => {
      if (!id || id === base || ids.has(id)) return;
      ids.add(id);
      for (const parent of this.#commits.get(id)?.parents ?? []) visit(parent);
    };
    visit(commit);
    const [before, after] = [this.#filesAt(base), this.#filesAt(commit)];
    const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(
      (path): FileChange[] => {
        const [was, is] = [before[path], after[path]];
        if (was === is) return [];
        if (is === undefined) return [{ status: "removed", path }];
        return [{ status: was === undefined ? "added" : "modified", path, blob: blobOf(is) }];
      },
    );
    const commits = [...ids].map((id) => ({
      sha: id,
      parents: this.#commits.get(id)?.parents ?? [],
      message: "",
      authorEmail: "",
      committedAt: "",
    }));
    return { commit, files, commits };
  }

  #fileAt(commit: Sha, path: string): FileAtCommit {
    const text = this.#filesAt(commit)[path];
    if (text === undefined) return { kind: "missing" };
    if (text === "→") return { kind: "symlink" };
    return { kind: "file", blob: blobOf(text), bytes: new TextEncoder().encode(text) };
  }

  #filesAt(commit: Sha): Files {
    return this.#commits.get(commit)?.files ?? {};
  }

  #commit(files: Files, rest: Omit<Commit, "sha" | "files">): Sha {
    const id = nameOf("commit", `${this.#commits.size}`);
    for (const text of Object.values(files)) this.#blobs.set(blobOf(text), new TextEncoder().encode(text));
    this.#commits.set(id, { sha: id, files, ...rest });
    return id;
  }

  #add(files: Files, rest: Omit<Commit, "sha" | "files">): void {
    this.#line.push(this.#commit(files, rest));
  }

  #pushed(before: Sha, commits: readonly Sha[], edit: Edit): Push {
    return { branch: "main", before, after: this.tip, commits, paths: Object.keys(edit), pulls: new Map() };
  }
}

function applied(files: Files, edit: Edit): Files {
  const result = { ...files };
  for (const [path, text] of Object.entries(edit)) {
    if (text === null) delete result[path];
    else result[path] = text;
  }
  return result;
}

function approval(by: string, position: number, commit: Sha): Review {
  return {
    id: position + 1,
    author: { login: login(by), kind: "person" },
    state: "approved",
    commit,
    submittedAt: "2030-01-01T11:00:00Z",
  };
}

function blobsOf(files: Files, paths: readonly string[]): ReadonlyMap<string, Sha> {
  return new Map(
    paths.flatMap((path) => {
      const text = files[path];
      return text === undefined ? [] : [[path, blobOf(text)] as const];
    }),
  );
}

function isSameMove(a: DeploymentMove, b: DeploymentMove): boolean {
  return a.prompt === b.prompt && a.environment === b.environment && a.move === b.move;
}

export function blobOf(text: string): Sha {
  const bytes = Buffer.from(text);
  return sha(createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex"));
}

function nameOf(kind: string, text: string): Sha {
  return sha(createHash("sha1").update(`${kind} ${text}`).digest("hex"));
}

export const triage = "support/triage" as PromptId;
