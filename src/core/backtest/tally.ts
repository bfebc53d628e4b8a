// Adds verdicts up to the report of a backtest, keeping only what the report shows.

import type { Policy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import { mention } from "../identity.ts";
import { kindOfFile } from "../onboarding/prompt-files.ts";
import type { OwnerIndex } from "../owners/owner-index.ts";
import { formatOf } from "../prompt/formats/index.ts";
import { subjectOf } from "../review/subject.ts";
import type { BacktestReport, WorstChange } from "./report.ts";
import { titleOf, type Verdict } from "./verdict.ts";

const MOST_PROMPTS = 20;
const MOST_UNGOVERNED = 50;
const MOST_WORST = 10;
const MOST_FINDINGS = 5;

type Counted<Row> = { -readonly [Key in keyof Row]: Row[Key] };
type RuleRow = Counted<BacktestReport["rules"][number]>;
type ApprovalRow = Counted<BacktestReport["approvals"][number]>;
type PromptRow = Counted<BacktestReport["prompts"][number]>;

export class Tally {
  readonly #policy: Policy;
  readonly #rules = new Map<string, RuleRow>();
  readonly #approvals = new Map<string, ApprovalRow>();
  readonly #prompts = new Map<string, PromptRow>();
  readonly #touched = new Map<string, number>();
  readonly #times: number[] = [];
  #worst: WorstChange[] = [];
  #from: string | null = null;
  #to: string | null = null;
  #governed = 0;
  #conclusions = { success: 0, rationaleOnly: 0, failure: 0 };
  #rationale = { complete: 0, partial: 0, absent: 0 };
  #authors = { known: 0, owners: 0, selfMerged: 0, mergerUnknown: 0 };

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  add(verdict: Verdict): void {
    const { change, evaluation, milliseconds } = verdict;
    const at = change.commit.committedAt;
    if (this.#from === null || at < this.#from) this.#from = at;
    if (this.#to === null || at > this.#to) this.#to = at;
    this.#times.push(milliseconds);
    for (const { path } of change.files) this.#touched.set(path, (this.#touched.get(path) ?? 0) + 1);
    if (evaluation.governed.length === 0 && evaluation.findings.length === 0) return;

    this.#governed += 1;
    const conclusion = conclusionOf(evaluation.findings);
    this.#conclusions[conclusion] += 1;
    this.#addRules(evaluation.findings);
    this.#addApprovals(verdict);
    this.#addRationale(evaluation.findings);
    this.#addPrompts(verdict);
    if (verdict.author) this.#authors.known += 1;
    if (verdict.ownersAtWork.length > 0) this.#authors.owners += 1;
    if (verdict.mergedBy === "its author") this.#authors.selfMerged += 1;
    if (verdict.mergedBy === "unknown") this.#authors.mergerUnknown += 1;
    if (conclusion === "failure") this.#addWorst(verdict);
  }

  /** @param paths the files that exist now */
  report(
    header: Pick<BacktestReport, "config" | "branch" | "interrupted">,
    paths: readonly string[],
    index: OwnerIndex,
  ): BacktestReport {
    const ungoverned = this.#ungoverned(paths, index);
    return {
      ...header,
      changes: { judged: this.#times.length, governed: this.#governed, from: this.#from, to: this.#to },
      conclusions: this.#conclusions,
      rules: mostChanged(this.#rules.values()),
      approvals: mostChanged(this.#approvals.values()),
      rationale: this.#rationale,
      authors: this.#authors,
      prompts: mostChanged(this.#prompts.values()).slice(0, MOST_PROMPTS),
      ungoverned: ungoverned.slice(0, MOST_UNGOVERNED),
      ungovernedTotal: ungoverned.length,
      worst: this.#worst,
      milliseconds: spread(this.#times),
    };
  }

  /** Needed approvals are counted by themselves: as findings they would only say that prompts have owners. */
  #addRules(findings: readonly Finding[]): void {
    const seen = new Set<RuleRow>();
    for (const { rule, severity } of findings) {
      if (rule === "owner-approval") continue;
      const row = this.#rules.get(`${rule} ${severity}`) ?? { rule, severity, changes: 0, findings: 0 };
      this.#rules.set(`${rule} ${severity}`, row);
      row.findings += 1;
      if (!seen.has(row)) row.changes += 1;
      seen.add(row);
    }
  }

  #addApprovals({ approvals }: Verdict): void {
    for (const { role, who } of approvals) {
      const names = who.map(mention);
      const key = `${role} ${names.join(" ")}`;
      const row = this.#approvals.get(key) ?? { who: names, role, changes: 0 };
      row.changes += 1;
      this.#approvals.set(key, row);
    }
  }

  #addRationale(findings: readonly Finding[]): void {
    const missing = findings.filter(
      ({ rule, severity }) => rule === "rationale" && severity === "error",
    ).length;
    const sections = this.#policy.rationale.sections.length;
    this.#rationale[missing === 0 ? "complete" : missing < sections ? "partial" : "absent"] += 1;
  }

  #addPrompts({ evaluation }: Verdict): void {
    const broken = new Set(
      evaluation.findings.flatMap(({ rule, severity, file }) =>
        rule === "prompt-file" && severity === "error" && file ? [file] : [],
      ),
    );
    for (const change of evaluation.governed) {
      if (change.kind !== "prompt") continue;
      const { path } = change.file;
      // The newest change comes first, so the row bears the path that the prompt has now.
      const row = this.#prompts.get(change.id) ?? { prompt: change.id, path, changes: 0, broken: 0 };
      row.changes += 1;
      if (broken.has(path)) row.broken += 1;
      this.#prompts.set(change.id, row);
    }
  }

  #addWorst(verdict: Verdict): void {
    const { change, evaluation, author } = verdict;
    const errors = evaluation.findings.filter(
      ({ rule, severity }) => severity === "error" && rule !== "rationale",
    );
    const worst: WorstChange = {
      commit: change.commit.sha,
      at: change.commit.committedAt,
      title: titleOf(change.commit.message),
      author: author ? mention(author) : change.brought[0].authorName,
      prompts: evaluation.governed.map((one) => subjectOf(one).name),
      errors: errors.length,
      warnings: evaluation.findings.filter(({ severity }) => severity === "warning").length,
      findings: errors.slice(0, MOST_FINDINGS),
    };
    this.#worst = [...this.#worst, worst].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, MOST_WORST);
  }

  #ungoverned(paths: readonly string[], index: OwnerIndex): BacktestReport["ungoverned"] {
    return paths
      .filter((path) => kindOfFile(path) === "prompt" && !index.match(path))
      .map((path) => ({ path, format: formatOf(path), changes: this.#touched.get(path) ?? 0 }))
      .sort((a, b) => b.changes - a.changes || (a.path < b.path ? -1 : 1));
  }
}

function conclusionOf(findings: readonly Finding[]): keyof BacktestReport["conclusions"] {
  const rules = new Set(findings.flatMap(({ rule, severity }) => (severity === "error" ? [rule] : [])));
  if (rules.size === 0) return "success";
  // Nearly every old change lacks a rationale, and the description on GitHub may have had it.
  return rules.size === 1 && rules.has("rationale") ? "rationaleOnly" : "failure";
}

function weightOf({ errors, warnings }: WorstChange): number {
  return errors * 1_000 + Math.min(warnings, 999);
}

function mostChanged<Row extends { changes: number }>(rows: Iterable<Row>): Row[] {
  return [...rows].sort((a, b) => b.changes - a.changes);
}

function spread(times: readonly number[]): BacktestReport["milliseconds"] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  const total = times.reduce((sum, time) => sum + time, 0);
  return { median: at(0.5), p95: at(0.95), most: at(1), total: rounded(total) };
}

/** To microseconds, which is as fine as it was measured. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
