// Reads every message of a history and reports what does not fit: hand-made tags, contradictions, clocks that disagree.
// Takes far longer than `readHistory`: it is for audits, not for listings.

import type { Finding, Severity } from "../finding.ts";
import type { PromptId } from "../identity.ts";
import type { History, PromptHistory } from "./history.ts";
import type { Move, Release } from "./history-entries.ts";
import type { Version } from "./version.ts";

/** Tags whose messages were not fetched are passed over. */
export function recordFindings(history: History): Finding[] {
  return [...history.prompts.values()].flatMap((prompt) => [
    ...prompt.releases.flatMap((release) => releaseFindings(prompt, release)),
    ...prompt.environments.flatMap((environment) => logFindings(prompt, environment)),
  ]);
}

function releaseFindings(history: PromptHistory, release: Release): Finding[] {
  const { prompt, version, reading } = release;
  if (reading.kind === "foreign") return [foreignFinding(prompt, `release ${version}`, reading.reason)];
  if (reading.kind === "unread") return [];
  const { previous } = reading.record;
  if (previous === undefined || history.release(previous)) return [];
  return [lostRelease(prompt, previous, `release ${version} followed it`)];
}

function logFindings(history: PromptHistory, environment: string): Finding[] {
  const findings: Finding[] = [];
  let before: Move | undefined;
  for (const move of history.moves(environment)) {
    findings.push(...moveFindings(history, move, before));
    before = move;
  }
  return findings;
}

function moveFindings(history: PromptHistory, move: Move, before: Move | undefined): Finding[] {
  const { prompt, environment, n, head } = move;
  const what = `move ${n} of ${environment}`;
  if (head.kind === "foreign") return [foreignFinding(prompt, what, head.reason)];
  if (head.kind === "unread") return [];
  const findings: Finding[] = [];
  const { from, to } = head.record;
  if (!history.release(to)) findings.push(lostRelease(prompt, to, `${what} set it running`));
  if (before?.to !== undefined && before.n === n - 1 && from !== before.to) {
    const message = `The ${what} says that ${from ?? "nothing"} ran before, but move ${before.n} had set ${before.to} running.`;
    findings.push(
      finding(
        "move-contradicts",
        "warning",
        prompt,
        message,
        "The numbers count: check who moved it, and how.",
      ),
    );
  }
  const [time, earlier] = [move.time, before?.time];
  if (time !== undefined && earlier !== undefined && time < earlier) {
    const message = `The ${what} is dated before move ${n - 1}: a clock was wrong.`;
    const fix =
      "Nothing to mend: the order is by number. Questions about that time are answered with this doubt.";
    findings.push(finding("clock-skew", "notice", prompt, message, fix));
  }
  return findings;
}

export function foreignFinding(prompt: PromptId, what: string, reason: string): Finding {
  const fix = "Delete the tag if somebody made it by hand; otherwise restore it from another clone.";
  return finding("tag-by-hand", "warning", prompt, `The tag of ${what} of ${prompt} ${reason}.`, fix);
}

export function lostRelease(prompt: PromptId, version: Version, trace: string): Finding {
  const message = `The tag of release ${version} of ${prompt} is gone, though ${trace}.`;
  const fix = "Push it again from a clone that still has it; consumers who pinned it cannot verify it now.";
  return finding("tag-deleted", "error", prompt, message, fix);
}

function finding(rule: string, severity: Severity, prompt: PromptId, message: string, fix: string): Finding {
  return { rule, severity, prompt, message, fix };
}
