// A repository behind the ports, held in memory: what is asked and written is noted, in order.

import { type Login, login, type Sha } from "../../src/core/identity.ts";
import type { FileAtCommit, ReviewPorts, WrittenCheck } from "../../src/core/ports.ts";
import type { Changes, FileChange, PullRequest, Review } from "../../src/core/pull-request.ts";
import type { CheckReport } from "../../src/core/review/report.ts";
import { blobOf, CONFIG, commitSha, RATIONALE } from "./a-pull-request.ts";

interface OpenPull {
  readonly pull: PullRequest;
  readonly reviews: Review[];
}

export class Repository {
  /** `changes c1`, `write c1 success`: every call of a port, by the names of commits. */
  readonly log: string[] = [];
  readonly written: { readonly commit: Sha; readonly report: CheckReport }[] = [];
  readonly requested: Login[] = [];
  readonly #pulls = new Map<number, OpenPull>();
  readonly #changes = new Map<Sha, Changes>();
  readonly #texts = new Map<string, string>();
  readonly #checks = new Map<Sha, WrittenCheck[]>();
  readonly #blobs = new Map<Sha, ReadonlyMap<string, Sha> | undefined>();
  readonly #configs = new Map<string, string>([["main", CONFIG]]);
  readonly #names = new Map<Sha, string>();
  readonly #failures = new Map<string, Error>();
  readonly #queue: { number: number; sha: Sha }[] = [];

  /** Without a text the branch has no config. */
  config(branch: string, text: string | undefined): this {
    if (text === undefined) this.#configs.delete(branch);
    else this.#configs.set(branch, text);
    return this;
  }

  /** What a commit changes against any base, by path. */
  commit(name: string, files: Readonly<Record<string, string>>, parents: readonly string[] = ["base"]): this {
    const sha = commitSha(name);
    const changed = Object.entries(files).map(([path, text]): FileChange => {
      this.#texts.set(`${sha} ${path}`, text);
      return { status: "modified", path, blob: blobOf(text) };
    });
    const commit = {
      sha,
      parents: parents.map(commitSha),
      message: name,
      author: { login: login("erin"), kind: "person" as const },
      authorEmail: "erin@example.test",
      committedAt: "2030-01-01T00:00:00Z",
    };
    this.#names.set(sha, name);
    this.#changes.set(sha, { commit: sha, files: changed, commits: [commit] });
    return this;
  }

  /** A merge commit by @alice on top of what is there, with the blobs that it and its parents have. */
  merge(name: string, blobs: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>): this {
    const parents = Object.keys(blobs).filter((one) => one !== name);
    for (const [one, files] of Object.entries(blobs)) {
      this.#names.set(commitSha(one), one);
      const entries = Object.entries(files ?? {}).map(([path, text]) => [path, blobOf(text)] as const);
      this.#blobs.set(commitSha(one), files && new Map(entries));
    }
    const changes = this.#changes.get(commitSha(name));
    const [commit] = changes?.commits ?? [];
    if (!changes || !commit) throw new Error(`${name} is no commit yet`);
    const alice = { login: login("alice"), kind: "person" as const };
    const merge = { ...commit, parents: parents.map(commitSha), author: alice };
    this.#changes.set(commitSha(name), { ...changes, commits: [merge] });
    return this;
  }

  pull(number: number, head: string, change: Partial<PullRequest> & { into?: string } = {}): PullRequest {
    const { into = "main", ...rest } = change;
    const pull: PullRequest = {
      repository: { owner: "acme", name: "prompts" },
      number,
      title: "Change a prompt",
      body: RATIONALE,
      state: "open",
      isDraft: false,
      author: { login: login("erin"), kind: "person" },
      base: { ref: into, sha: commitSha("base") },
      head: { ref: "change", sha: commitSha(head), isFork: false },
      labels: [],
      requestedReviewers: [],
      updatedAt: "2030-01-01T00:00:00Z",
      ...rest,
    };
    this.#pulls.set(number, { pull, reviews: this.#pulls.get(number)?.reviews ?? [] });
    return pull;
  }

  approve(number: number, person: string, at: string): this {
    this.#pulls.get(number)?.reviews.push({
      id: number * 100 + this.#reviewCount(number),
      author: { login: login(person), kind: "person" },
      state: "approved",
      commit: commitSha(at),
      submittedAt: "2030-01-02T00:00:00Z",
    });
    return this;
  }

  queue(number: number, group: string): this {
    this.#queue.push({ number, sha: commitSha(group) });
    return this;
  }

  /** Every call of a port whose note starts so fails. */
  failing(call: string, error: Error): this {
    this.#failures.set(call, error);
    return this;
  }

  /** Nothing fails any more. */
  recovered(): this {
    this.#failures.clear();
    return this;
  }

  get lastCheck(): CheckReport | undefined {
    return this.written.at(-1)?.report;
  }

  /** The check runs of a commit are gone, as if another App had written them. */
  forgetChecks(): this {
    this.#checks.clear();
    return this;
  }

  ports(): ReviewPorts {
    return {
      webUrl: "https://github.com/acme/prompts",
      pulls: {
        read: async (number) => this.#note(`pull ${number}`, this.#open(number).pull),
        listOpen: async () =>
          this.#note(
            "open",
            [...this.#pulls.values()].map(({ pull }) => pull),
          ),
        reviews: async (number) => this.#note(`reviews ${number}`, [...this.#open(number).reviews]),
        requestReviewers: async (number, people) => {
          this.#note(`request ${number} ${people.join()}`, undefined);
          this.requested.push(...people);
          return { refused: [] };
        },
        queued: async (base) => this.#note(`queued ${base}`, this.#queue),
      },
      history: {
        changes: async (_base, commit) =>
          this.#note(`changes ${this.#nameOf(commit)}`, this.#changes.get(commit)),
        blobs: async (commit) => this.#note(`blobs ${this.#nameOf(commit)}`, this.#blobs.get(commit)),
      },
      contents: {
        read: async (path, commit) => this.#note(`file ${path}`, this.#file(path, commit)),
        config: async (branch) => {
          const text = this.#note(`config ${branch}`, this.#configs.get(branch));
          return text === undefined
            ? undefined
            : { file: ".github/prompt-steward.yml", blob: blobOf(text), text };
        },
      },
      prompts: {
        read: async ({ head, prompts, pull }) => {
          const files = head.files.map(({ path }) => [path, this.#file(path, head.commit)] as const);
          const labels = (pull?.labels ?? []).map((name) => ({ name }));
          const releases = { kind: "known", tags: [], labels, defaultBranch: "main" } as const;
          const facts = { files: new Map(files), former: new Map(), releases, checks: [] };
          return this.#note(`prompts ${prompts.join()}`, facts);
        },
        blob: async (blob) => this.#note(`blob ${blob}`, { kind: "missing" }),
      },
      directory: {
        canWrite: async (person) => this.#note(`access ${person}`, true),
        members: async (team) => this.#note(`members ${team}`, [login("root")]),
        accountOf: async (email) => this.#note(`account ${email}`, undefined),
      },
      checks: {
        write: async (commit, report) => {
          this.#note(`write ${this.#nameOf(commit)} ${report.conclusion}`, undefined);
          this.written.push({ commit, report });
          const pull = report.pull === undefined ? {} : { pull: report.pull };
          this.#checks.set(commit, [{ ...pull, text: report.text }, ...(this.#checks.get(commit) ?? [])]);
        },
        read: async (commit) => this.#note(`checks ${this.#nameOf(commit)}`, this.#checks.get(commit) ?? []),
      },
      conversation: { react: async () => undefined, reply: async () => undefined },
    };
  }

  #note<T>(call: string, answer: T): T {
    this.log.push(call);
    for (const [start, error] of this.#failures) if (call.startsWith(start)) throw error;
    return answer;
  }

  #open(number: number): OpenPull {
    const open = this.#pulls.get(number);
    if (!open) throw new Error(`there is no #${number}`);
    return open;
  }

  #reviewCount(number: number): number {
    return this.#open(number).reviews.length + 1;
  }

  #file(path: string, commit: Sha): FileAtCommit {
    const text = this.#texts.get(`${commit} ${path}`);
    if (text === undefined) return { kind: "missing" };
    return { kind: "file", blob: blobOf(text), bytes: new TextEncoder().encode(text) };
  }

  #nameOf(commit: Sha): string {
    return this.#names.get(commit) ?? commit.slice(0, 7);
  }
}

export function aRepository(): Repository {
  return new Repository();
}
