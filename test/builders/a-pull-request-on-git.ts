// A pull request whose commits are real: a git repository answers for its history and files, this file for what only
// GitHub knows (reviews, accounts, check runs), and the review gate runs over both as it does for every event.

import { afterAll } from "vitest";
import { login, type Sha } from "../../src/core/identity.ts";
import type { History, ReviewPorts, WrittenCheck } from "../../src/core/ports.ts";
import type { Account, Changes, PullRequest, Review } from "../../src/core/pull-request.ts";
import type { Evaluation } from "../../src/core/review/evaluate.ts";
import type { CheckReport } from "../../src/core/review/report.ts";
import { type Clone, openClone } from "../../src/git/clone.ts";
import { clonePorts } from "../../src/git/ports.ts";
import { type GateOptions, gatePullRequest } from "../../src/operations/gate-pull-request.ts";
import { aGitRepository, type GitRepository } from "../support/git-repository.ts";
import { CONFIG, RATIONALE } from "./a-pull-request.ts";

export const TRIAGE = "prompts/triage.txt";

/** Ten lines, so that two people can change it in places that git merges by itself. */
export const TRIAGE_TEXT = Array.from({ length: 10 }, (_, n) => `Rule ${n + 1}: read the ticket.\n`).join("");

export const FAQ = "prompts/faq.txt";
export const FAQ_TEXT = Array.from({ length: 10 }, (_, n) => `Question ${n + 1} has an answer.\n`).join("");

/** The prompt with one of its lines written anew. @param line 1..10 */
export function triageWith(line: number, text: string): string {
  return TRIAGE_TEXT.replace(`Rule ${line}: read the ticket.`, `Rule ${line}: ${text}`);
}

const open: Clone[] = [];
afterAll(async () => {
  for (const clone of open) await clone.close();
});

export class PullRequestOnGit {
  readonly repository: GitRepository;
  /** What the check shows now. */
  check: CheckReport | undefined;
  base = "main";
  readonly #reviews: Review[] = [];
  readonly #checks = new Map<Sha, WrittenCheck[]>();
  readonly #ports: ReviewPorts;
  #head: Sha;

  constructor(repository: GitRepository, clone: Clone) {
    this.repository = repository;
    this.#head = repository.sha("change");
    const { history, contents, prompts } = clonePorts(clone);
    this.#ports = {
      webUrl: "https://github.com/acme/prompts",
      history: withAccounts(history),
      contents,
      prompts,
      pulls: {
        read: async () => this.#pull(),
        listOpen: async () => [this.#pull()],
        reviews: async () => this.#reviews,
        requestReviewers: async () => ({ refused: [] }),
        queued: async () => [],
      },
      directory: {
        canWrite: async () => true,
        members: async () => [login("root")],
        accountOf: async () => undefined,
      },
      checks: {
        write: async (commit, report) => {
          this.check = report;
          this.#checks.set(commit, [{ pull: 7, text: report.text }, ...(this.#checks.get(commit) ?? [])]);
        },
        read: async (commit) => this.#checks.get(commit) ?? [],
      },
      conversation: { react: async () => undefined, reply: async () => undefined },
    };
  }

  /** What was pushed since is judged, as it is on GitHub. */
  async pushed(): Promise<Evaluation> {
    const before = this.#head;
    this.#head = this.repository.sha("change");
    return this.#gate({ formerHeads: [before] });
  }

  /** Somebody approves what is head now. */
  async approvedBy(person: string): Promise<Evaluation> {
    const id = this.#reviews.length + 1;
    this.#reviews.push({
      id,
      author: { login: login(person), kind: "person" },
      state: "approved",
      commit: this.#head,
      submittedAt: this.repository.git("log", "-1", "--format=%cI", "change"),
    });
    return this.#gate({ arrived: new Map([[id, this.#head]]) });
  }

  /** GitHub says of every review that it was given for the present head, as it does after patch-identical pushes. */
  rebound(): void {
    const reviews = this.#reviews.map((review) => ({ ...review, commit: this.repository.sha("change") }));
    this.#reviews.splice(0, reviews.length, ...reviews);
  }

  async #gate(options: GateOptions): Promise<Evaluation> {
    const gated = await gatePullRequest(this.#ports, this.#pull(), options);
    if (!gated) throw new Error("the pull request is closed");
    return gated.evaluation;
  }

  #pull(): PullRequest {
    return {
      repository: { owner: "acme", name: "prompts" },
      number: 7,
      title: "Change a prompt",
      body: RATIONALE,
      state: "open",
      isDraft: false,
      author: { login: login("erin"), kind: "person" },
      base: { ref: this.base, sha: this.repository.sha(this.base) },
      head: { ref: "change", sha: this.#head, isFork: false },
      labels: [],
      requestedReviewers: [],
      updatedAt: "2030-01-01T00:00:00Z",
    };
  }
}

/** On branch `change`, which is one commit by @erin ahead of `main`: it writes line 5 of @alice's prompt anew. */
export async function aPullRequestOnGit(): Promise<PullRequestOnGit> {
  const repository = aGitRepository().as("mallory");
  repository.commit("Begin", {
    ".github/prompt-steward.yml": CONFIG,
    [TRIAGE]: TRIAGE_TEXT,
    [FAQ]: FAQ_TEXT,
    "README.md": "Prompts.\n",
  });
  repository.branch("change").as("erin");
  repository.commit("Route billing tickets", {
    [TRIAGE]: triageWith(5, "billing goes to the billing queue."),
  });
  const clone = await openClone(repository.folder);
  open.push(clone);
  return new PullRequestOnGit(repository, clone);
}

/** GitHub knows accounts by address: here `alice@example.test` is @alice's. */
function withAccounts(history: History): History {
  return {
    ...history,
    async changes(base, commit) {
      const changes = await history.changes(base, commit);
      return changes && { ...changes, commits: changes.commits.map(withAccount) };
    },
  };
}

function withAccount(commit: Changes["commits"][number]): Changes["commits"][number] {
  return {
    ...commit,
    author: accountOf(commit.authorEmail),
    committer: accountOf(commit.committerEmail ?? ""),
  };
}

function accountOf(email: string): Account {
  return {
    login: login(email === "noreply@github.com" ? "web-flow" : (email.split("@")[0] ?? "")),
    kind: "person",
  };
}
