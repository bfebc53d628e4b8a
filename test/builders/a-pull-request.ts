// Builds the facts of a pull request, hiding what a case is not about, and judges it with all questions answered.

import { createHash } from "node:crypto";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import type { EvaluationEvidence } from "../../src/core/evaluation/evidence.ts";
import { type Login, login, type Sha, sha, type Team } from "../../src/core/identity.ts";
import type { FileAtCommit } from "../../src/core/ports.ts";
import type { Changes, Commit, FileChange, PullRequest, Review } from "../../src/core/pull-request.ts";
import type { Tag } from "../../src/core/release/history.ts";
import type { CheckState } from "../../src/core/release/landing.ts";
import type { Label } from "../../src/core/release/wishes.ts";
import { type Evaluation, type EvaluationInput, evaluate } from "../../src/core/review/evaluate.ts";
import { type Governance, governanceBy } from "../../src/core/review/governance.ts";
import { nothingKnown, type Question } from "../../src/core/review/inquiry.ts";
import type { KnownReleases, PromptFacts, PromptsQuery } from "../../src/core/review/prompt-facts.ts";
import { type ApprovalRecord, EMPTY_RECORD } from "../../src/core/review/record.ts";

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
    status: production
`;

export const RATIONALE = ["Why", "Expected effect", "Evaluation", "Rollback plan"]
  .map((name) => `## ${name}\nFive words that say it plainly.`)
  .join("\n\n");

const TEAMS: Readonly<Record<string, readonly string[]>> = { "acme/ai-platform": ["root", "ada"] };
/** People of these tests who may read the repository and not write to it. */
const READERS: ReadonlySet<string> = new Set(["reader", "stranger"]);

/** The object name git gives a blob of these bytes. */
export function blobOf(text: string): Sha {
  const bytes = Buffer.from(text);
  return sha(createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex"));
}

export function commitSha(name: string): Sha {
  return sha(createHash("sha1").update(`commit ${name}`).digest("hex"));
}

type Files = Readonly<Record<string, string | null | { readonly from: string; readonly text: string }>>;

export class PullRequestBuilder {
  #author = login("erin");
  #isDraft = false;
  #body = RATIONALE;
  #config: string | undefined = CONFIG;
  #head = "c1";
  #minute = 0;
  readonly #reviews: Review[] = [];
  readonly #commits: Commit[] = [];
  readonly #changes = new Map<Sha, Changes>();
  readonly #merges = new Map<Sha, "clean" | "hand-made">();
  readonly #arrived = new Map<number, Sha>();
  readonly #accounts = new Map<string, Login>();
  #incomplete: string | undefined;
  #record: ApprovalRecord = EMPTY_RECORD;
  #place: EvaluationInput["place"] = "pull-request";
  #hasBody = true;
  #texts: Files = {};
  #number = 7;
  readonly #pushed = new Map<string, Files>();
  readonly #odd = new Map<string, FileAtCommit>();
  #former: Readonly<Record<string, string>> = {};
  #releases: KnownReleases = { kind: "known", tags: [], labels: [], defaultBranch: "main" };
  #labels: readonly Label[] = [];
  #earlier: readonly string[] = [];
  #checks: readonly CheckState[] | undefined = [];
  #evidence: EvaluationEvidence | undefined;

  /** The name of the commit that is head now. */
  get head(): string {
    return this.#head;
  }

  by(author: string): this {
    this.#author = login(author);
    return this;
  }
  numbered(number: number): this {
    this.#number = number;
    return this;
  }
  /** What is at a path of head that is no file. */
  holding(path: string, what: Exclude<FileAtCommit["kind"], "file">): this {
    this.#odd.set(path, what === "too-large" ? { kind: what, size: 2_000_000 } : { kind: what });
    return this;
  }
  /** What is at the merge base. */
  onBase(files: Readonly<Record<string, string>>): this {
    this.#former = files;
    return this;
  }
  /** Texts of earlier releases that are at no commit in question. */
  remembering(...texts: readonly string[]): this {
    this.#earlier = texts;
    return this;
  }
  /** What was released so far. */
  after(...tags: readonly Tag[]): this {
    this.#releases = { kind: "known", tags, labels: [], defaultBranch: "main" };
    return this;
  }
  withReleases(releases: KnownReleases): this {
    this.#releases = releases;
    return this;
  }
  labelled(name: string, by?: string): this {
    this.#labels = [...this.#labels, { name, ...(by ? { by: login(by) } : {}) }];
    return this;
  }
  /** Checks of head; undefined where they cannot be read. */
  withChecks(checks: readonly CheckState[] | undefined): this {
    this.#checks = checks;
    return this;
  }
  withEvidence(evidence: EvaluationEvidence): this {
    this.#evidence = evidence;
    return this;
  }
  draft(): this {
    this.#isDraft = true;
    return this;
  }
  describedAs(body: string): this {
    this.#body = body;
    return this;
  }
  withConfig(config: string | undefined): this {
    this.#config = config;
    return this;
  }
  inAClone({ hasBody }: { hasBody: boolean }): this {
    this.#place = "clone";
    this.#hasBody = hasBody;
    return this;
  }
  incomplete(reason: string): this {
    this.#incomplete = reason;
    return this;
  }
  knowing(email: string, account: string): this {
    this.#accounts.set(email, login(account));
    return this;
  }
  withRecordOf(evaluation: Evaluation): this {
    this.#record = evaluation.record;
    return this;
  }

  /** A push: the pull request's whole change, seen against its base, is now `files`. */
  pushing(name: string, files: Files, commit: Partial<Commit> & { by?: string } = {}): this {
    const { by = this.#author, ...rest } = commit;
    const id = commitSha(name);
    this.#head = name;
    this.#texts = files;
    this.#commits.push({
      sha: id,
      parents: [commitSha(`parent of ${name}`)],
      message: name,
      author: { login: login(by), kind: by.endsWith("[bot]") ? "bot" : "person" },
      authorEmail: `${by}@example.test`,
      committedAt: this.#tick(),
      ...rest,
    });
    this.#changes.set(id, {
      commit: id,
      mergeBase: commitSha("base"),
      files: toFileChanges(files),
      commits: [...this.#commits],
    });
    this.#pushed.set(name, files);
    return this;
  }

  /** The branch is rewritten: its commits so far are gone from it, `name` is the only one. */
  forcePushing(name: string, files: Files, commit: Partial<Commit> & { by?: string } = {}): this {
    this.#commits.length = 0;
    return this.pushing(name, files, commit);
  }

  /** A force push back to a commit that was head before. */
  forcePushingBackTo(name: string): this {
    const changes = this.#changes.get(commitSha(name));
    if (!changes) throw new Error(`${name} was never pushed`);
    this.#commits.splice(0, this.#commits.length, ...changes.commits);
    this.#head = name;
    this.#texts = this.#pushed.get(name) ?? {};
    return this;
  }

  merge(name: string, kind: "clean" | "hand-made"): this {
    this.#merges.set(commitSha(name), kind);
    return this;
  }

  reviewedBy(reviewer: string, state: Review["state"], at: string = this.#head): this {
    this.#reviews.push({
      id: this.#reviews.length + 1,
      author: { login: login(reviewer), kind: reviewer.endsWith("[bot]") ? "bot" : "person" },
      state,
      commit: commitSha(at),
      submittedAt: this.#tick(),
    });
    return this;
  }
  approvedBy(reviewer: string, at?: string): this {
    return this.reviewedBy(reviewer, "approved", at);
  }
  /** The last review's event is what is being handled: it names the commit that the review was given at. */
  arriving(): this {
    const last = this.#reviews.at(-1);
    if (last?.commit) this.#arrived.set(last.id, last.commit);
    return this;
  }
  /** The events so far have been handled: what they said is known from the record alone. */
  settled(): this {
    this.#record = this.judged().record;
    this.#arrived.clear();
    return this;
  }
  /** Somebody dismisses the last review. */
  dismissed(): this {
    const last = this.#reviews.pop();
    if (last) this.#reviews.push({ ...last, state: "dismissed" });
    return this;
  }
  /** GitHub binds the last review to another commit. */
  rebound(to: string): this {
    const last = this.#reviews.pop();
    if (last) this.#reviews.push({ ...last, commit: commitSha(to) });
    return this;
  }

  judged(): Evaluation {
    return this.judgedWithQuestions().evaluation;
  }

  judgedWithQuestions(): { evaluation: Evaluation; asked: Question[] } {
    const known = nothingKnown();
    const asked: Question[] = [];
    for (let round = 0; round < 20; round += 1) {
      const outcome = evaluate(this.#input(), known);
      if (outcome.kind === "evaluation") return { evaluation: outcome.evaluation, asked };
      for (const question of outcome.questions) {
        asked.push(question);
        this.#answer(question, known);
      }
    }
    throw new Error("the judgement does not end");
  }

  #answer(question: Question, known: ReturnType<typeof nothingKnown>): void {
    switch (question.kind) {
      case "changes": {
        const changes = this.#changes.get(question.commit) ?? null;
        const isHead = question.commit === commitSha(this.#head);
        const incomplete = isHead && this.#incomplete ? { incomplete: this.#incomplete } : {};
        known.changes.set(question.commit, changes && { ...changes, ...incomplete });
        return;
      }
      case "reviews":
        known.reviews = this.#reviews;
        return;
      case "record":
        known.record = this.#record;
        return;
      case "file":
        known.files.set(question.path, this.#file(question.path));
        return;
      case "prompts":
        known.prompts = this.#promptFacts(question.query);
        return;
      case "blob":
        known.blobs.set(question.blob, this.#blob(question.blob));
        return;
      case "can-write":
        known.writers.set(question.login, !READERS.has(question.login));
        return;
      case "members":
        known.members.set(question.team, membersOf(question.team));
        return;
      case "account":
        known.accounts.set(question.email, this.#accounts.get(question.email) ?? null);
        return;
      case "merge":
        known.merges.set(question.commit, this.#merges.get(question.commit) ?? "hand-made");
        return;
    }
  }

  #file(path: string): FileAtCommit {
    const odd = this.#odd.get(path);
    if (odd) return odd;
    const content = this.#texts[path];
    const text = typeof content === "object" ? content?.text : content;
    return fileOf(text);
  }

  #promptFacts({ head, before }: PromptsQuery): PromptFacts {
    const { commit } = head;
    if (commit !== commitSha(this.#head)) throw new Error(`${commit} is not head`);
    const releases =
      this.#releases.kind === "known" ? { ...this.#releases, labels: this.#labels } : this.#releases;
    return {
      files: new Map(head.files.map(({ path }) => [path, this.#file(path)])),
      former: new Map((before?.paths ?? []).map((path) => [path, fileOf(this.#former[path])])),
      releases,
      ...(this.#checks ? { checks: this.#checks } : {}),
    };
  }

  #blob(blob: Sha): FileAtCommit {
    return fileOf(this.#earlier.find((text) => blobOf(text) === blob));
  }

  #input(): EvaluationInput {
    return {
      pull: this.pull(),
      governance: this.#governance(),
      place: this.#place,
      hasBody: this.#hasBody,
      arrived: this.#arrived,
      ...(this.#evidence ? { evidence: this.#evidence } : {}),
    };
  }

  #governance(): Governance {
    if (this.#config === undefined) return { kind: "none" };
    return governanceBy({ file: CONFIG_PATH, blob: blobOf(this.#config), text: this.#config });
  }

  pull(): PullRequest {
    return {
      repository: { owner: "acme", name: "prompts" },
      number: this.#number,
      title: "Change a prompt",
      body: this.#body,
      state: "open",
      isDraft: this.#isDraft,
      author: { login: this.#author, kind: this.#author.endsWith("[bot]") ? "bot" : "person" },
      base: { ref: "main", sha: commitSha("base") },
      head: { ref: "change", sha: commitSha(this.#head), isFork: false },
      labels: this.#labels.map(({ name }) => name),
      requestedReviewers: [],
      updatedAt: "2030-01-01T00:00:00Z",
    };
  }

  #tick(): string {
    this.#minute += 1;
    return new Date(Date.UTC(2030, 0, 1, 0, this.#minute)).toISOString();
  }
}

function fileOf(text: string | undefined): FileAtCommit {
  return text === undefined
    ? { kind: "missing" }
    : { kind: "file", blob: blobOf(text), bytes: new TextEncoder().encode(text) };
}

export function aPullRequest(): PullRequestBuilder {
  return new PullRequestBuilder();
}

function membersOf(team: Team): Login[] {
  return (TEAMS[team] ?? []).map((name) => login(name));
}

/** Text is a modification (an addition where the path says new), null a removal, an object a rename. */
function toFileChanges(files: Files): FileChange[] {
  return Object.entries(files).map(([path, content]): FileChange => {
    if (content === null) return { status: "removed", path };
    if (typeof content === "object") {
      return { status: "renamed", path, previousPath: content.from, blob: blobOf(content.text) };
    }
    return { status: path.includes("new") ? "added" : "modified", path, blob: blobOf(content) };
  });
}
