// Check runs and the suites they belong to, with GitHub's limits. The emulator's own know neither Apps nor appended
// annotations, so these are kept here.

import type { AppRecord } from "../accounts/apps.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title: string | null;
  readonly raw_details: string | null;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckOutput {
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
}

export interface CheckRunRecord {
  readonly id: number;
  readonly suite: CheckSuiteRecord;
  name: string;
  status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  externalId: string;
  detailsUrl: string | null;
  output: CheckOutput;
  actions: readonly CheckAction[];
}

export interface CheckSuiteRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly app: AppRecord;
  readonly sha: string;
  readonly branch: string | null;
  readonly before: string;
  readonly createdAt: string;
}

/** GitHub keeps that many check runs of one name in a suite, and forgets the oldest. */
const MOST_OF_A_NAME = 1000;

export class CheckRuns {
  #runs: CheckRunRecord[] = [];
  readonly #suites: CheckSuiteRecord[] = [];

  add(run: CheckRunRecord): void {
    this.#runs.push(run);
    const same = this.#runs.filter(({ suite, name }) => suite === run.suite && name === run.name);
    if (same.length > MOST_OF_A_NAME) this.#runs = this.#runs.filter((one) => one !== same[0]);
  }

  find(repository: RepositoryRecord, id: number): CheckRunRecord | undefined {
    return this.#runs.find((run) => run.id === id && run.suite.repository === repository);
  }

  /** Newest first. */
  on(repository: RepositoryRecord, sha: string): CheckRunRecord[] {
    return this.#runs
      .filter(({ suite }) => suite.repository === repository && suite.sha === sha)
      .toReversed();
  }

  newest(repository: RepositoryRecord, sha: string, name: string): CheckRunRecord | undefined {
    return this.on(repository, sha).find((run) => run.name === name);
  }

  inSuite(suite: CheckSuiteRecord): CheckRunRecord[] {
    return this.#runs.filter((run) => run.suite === suite).toReversed();
  }

  addSuite(suite: CheckSuiteRecord): CheckSuiteRecord {
    this.#suites.push(suite);
    return suite;
  }

  suite(repository: RepositoryRecord, id: number): CheckSuiteRecord | undefined {
    return this.#suites.find((suite) => suite.id === id && suite.repository === repository);
  }

  suitesOn(repository: RepositoryRecord, sha: string): CheckSuiteRecord[] {
    return this.#suites.filter((suite) => suite.repository === repository && suite.sha === sha);
  }

  suiteOf(repository: RepositoryRecord, sha: string, app: AppRecord): CheckSuiteRecord | undefined {
    return this.suitesOn(repository, sha).find((suite) => suite.app === app);
  }
}

const RANK = ["success", "neutral", "skipped", "cancelled", "timed_out", "action_required", "failure"];

/** The state of a suite is that of its worst newest run. */
export function suiteState(runs: readonly CheckRunRecord[]): { status: string; conclusion: string | null } {
  const newest = new Map(runs.toReversed().map((run) => [run.name, run]));
  const states = [...newest.values()];
  if (states.length === 0) return { status: "queued", conclusion: null };
  if (states.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null };
  const worst = states.map(({ conclusion }) => conclusion ?? "success");
  worst.sort((a, b) => RANK.indexOf(b) - RANK.indexOf(a));
  return { status: "completed", conclusion: worst[0] ?? "success" };
}
