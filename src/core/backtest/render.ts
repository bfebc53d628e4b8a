// The report of a backtest for a terminal: the answer first, then what stands behind it.

import type { Paint } from "../review/render/text.ts";
import { aligned, visible } from "../text/lines.ts";
import type { BacktestReport, WorstChange } from "./report.ts";

const MOST_LINES = 10;

export function renderBacktest(report: BacktestReport, paint: Paint): string {
  return [
    summary(report),
    section(paint, "Would have needed the approval of", approvals(report)),
    section(paint, "Who changed them", authors(report)),
    section(paint, "Rationale in the commit message", rationale(report)),
    section(paint, "What the rules would have said", rules(report)),
    section(paint, "Most changed prompts", prompts(report)),
    section(paint, "Worst changes, the rationale aside", report.worst.flatMap(worstChange)),
    section(paint, "Look like prompts, and no entry governs them", ungoverned(report)),
    timing(report),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function summary({ changes, branch, config, conclusions, interrupted }: BacktestReport): string {
  const { judged, governed, from, to } = changes;
  const span = from && to ? ` from ${day(from)} to ${day(to)}` : "";
  const stopped = interrupted ? "Stopped early. " : "";
  const first = `${stopped}${count(judged, "change")} on ${visible(branch)}${span}, judged by ${visible(config)}.`;
  if (judged === 0) return first;
  if (governed === 0) return `${first}\nNone of them touched a governed prompt.`;
  const { success, rationaleOnly, failure } = conclusions;
  return [
    first,
    `${count(governed, "change")} touched a governed prompt or the config (${share(governed, judged)}):`,
    `  ${success} with nothing to mend, ${rationaleOnly} with only a rationale to write, ${failure} with more to mend.`,
  ].join("\n");
}

function approvals({ approvals: rows }: BacktestReport): string[] {
  const shown = rows
    .slice(0, MOST_LINES)
    .map(({ who, role, changes }) => [
      who.join(" or "),
      role === "owner" ? "" : role === "backup" ? "as backup, the owner being the author" : "as admin",
      count(changes, "change"),
    ]);
  return [...aligned(shown), ...more(rows.length, "more people")];
}

function authors({
  authors: { known, owners, selfMerged, mergerUnknown },
  changes: { governed },
}: BacktestReport): string[] {
  if (governed === 0) return [];
  return [
    `${owners} by an owner of what they changed, whose own approval would not have counted.`,
    `${selfMerged} put on the branch by their own author; ${mergerUnknown} by GitHub, which leaves no name.`,
    `${known} of ${governed} have an author whose account the commits tell; some of the others may be an owner's too.`,
  ];
}

function rationale({
  rationale: { complete, partial, absent },
  changes: { governed },
}: BacktestReport): string[] {
  if (governed === 0) return [];
  return [
    `${complete} complete, ${partial} with some sections, ${absent} without any.`,
    "Git keeps only commit messages; the description on GitHub may have said more.",
  ];
}

function rules({ rules: rows }: BacktestReport): string[] {
  return aligned(
    rows.map(({ rule, severity, changes, findings }) => [
      severity,
      rule,
      count(changes, "change"),
      count(findings, "finding"),
    ]),
  );
}

function prompts({ prompts: rows }: BacktestReport): string[] {
  return aligned(
    rows
      .slice(0, MOST_LINES)
      .map(({ prompt, path, changes, broken }) => [
        visible(prompt),
        count(changes, "change"),
        broken > 0 ? `broken after ${broken}` : "",
        visible(path),
      ]),
  );
}

function worstChange({ commit, at, title, author, errors, findings }: WorstChange): string[] {
  const [first] = findings;
  const where = first?.file
    ? `${[first.file, first.line].filter((part) => part !== undefined).join(":")} `
    : "";
  return [
    `${commit.slice(0, 9)}  ${day(at)}  ${visible(author)}: ${visible(title)}`,
    ...(first
      ? [`           ${visible(where + first.message)}${errors > 1 ? ` (and ${errors - 1} more)` : ""}`]
      : []),
  ];
}

function ungoverned({ ungoverned: rows, ungovernedTotal }: BacktestReport): string[] {
  const shown = rows
    .slice(0, MOST_LINES)
    .map(({ path, format, changes }) => [visible(path), format, count(changes, "change")]);
  return [...aligned(shown), ...more(ungovernedTotal, "more files")];
}

function timing({ milliseconds: { median, p95, most, total }, changes: { judged } }: BacktestReport): string {
  if (judged === 0) return "";
  return `Judging took ${(total / 1000).toFixed(1)} s; a change ${median} ms (median), ${p95} ms (95 %), ${most} ms (most).`;
}

function section(paint: Paint, title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [paint("bold", title), ...lines.map((line) => `  ${line}`)].join("\n");
}

function more(total: number, what: string): string[] {
  return total > MOST_LINES
    ? [`…and ${(total - MOST_LINES).toLocaleString("en")} ${what}; --format json lists more.`]
    : [];
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(part * 100 < whole ? 1 : 0)} %`;
}

function day(time: string): string {
  return time.slice(0, 10);
}
