// The text of the config as a policy, or as findings that say at which line and column to mend it.

import type { Finding } from "../finding.ts";
import type { Party } from "../identity.ts";
import { type EntryProblem, judgeEntries, type NumberedEntry } from "./entry-rules.ts";
import { explainIssue, type ValueProblem } from "./issues.ts";
import { CONFIG_PATH, type Policy, type PolicyEntry } from "./policy.ts";
import { adminsSchema, type ConfigEntry, configSchema, entrySchema } from "./schema.ts";
import { findUnreadable } from "./unreadable.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export type ParsedConfig =
  /** The findings are warnings and notices. */
  | { readonly kind: "policy"; readonly policy: Policy; readonly findings: readonly Finding[] }
  | {
      readonly kind: "broken";
      /** At least one of them is an error. */
      readonly findings: readonly Finding[];
      /** Where the `admins` key itself is sound, so that they can approve the repair. */
      readonly admins?: readonly Party[];
    };

/** Errors beyond this many help nobody. */
const MAX_ERRORS = 100;

/**
 * Never throws, whatever the text. Linear in its length: about 0.5 s for 10,000 entries.
 * @param file the name that findings carry.
 */
export function parseConfig(text: string, file: string = CONFIG_PATH): ParsedConfig {
  const unreadable = findUnreadable(text);
  if (unreadable) return broken([{ rule: "config-syntax", severity: "error", file, ...unreadable }]);
  const source = readYaml(text);
  const syntax = source.problems.map(
    (problem): Finding => ({ rule: "config-syntax", severity: "error", file, ...problem }),
  );
  if (syntax.length > 0) return broken(syntax, soundAdmins(source));
  if (source.value === undefined || source.value === null) return broken([emptyConfig(source, file)]);

  const parsed = configSchema.safeParse(source.value);
  const written = parsed.success ? parsed.data.prompts : soundEntries(source.value);
  const entries = written.flatMap((entry, index): NumberedEntry[] =>
    entry ? [{ index, line: source.locate(["prompts", index]).line, entry }] : [],
  );
  const values = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, source.value));
  const findings = [
    ...values.map((problem) =>
      located(source, file, { rule: "config-value", severity: "error", ...problem }),
    ),
    ...judgeEntries(entries).map((problem) => located(source, file, problem)),
  ].sort(byPosition);

  if (!parsed.success || findings.some((finding) => finding.severity === "error")) {
    return broken(findings, soundAdmins(source));
  }
  const { admins, review, rationale, evaluation, release } = parsed.data;
  const policy: Policy = {
    file,
    admins,
    entries: entries.map(asPolicyEntry),
    review: { stale: review.stale },
    rationale: {
      sections: rationale.sections,
      minWords: rationale.min_words,
      exemptAuthors: rationale.exempt_authors,
    },
    evaluation: { requiredChecks: evaluation.required_checks },
    release: { environments: release.environments, githubRelease: release.github_release },
  };
  return { kind: "policy", policy, findings };
}

function asPolicyEntry({ line, entry }: NumberedEntry): PolicyEntry {
  const { path, review_every: _, ...rest } = entry;
  return { pattern: path, line, ...rest };
}

/** With other values broken, the entries that are sound by themselves can still be judged. */
function soundEntries(config: unknown): (ConfigEntry | undefined)[] {
  const prompts = ownValue(config, "prompts");
  return Array.isArray(prompts) ? prompts.map((entry) => entrySchema.safeParse(entry).data) : [];
}

function soundAdmins(source: YamlSource): readonly Party[] | undefined {
  return source.isSound("admins") ? adminsSchema.safeParse(ownValue(source.value, "admins")).data : undefined;
}

function ownValue(config: unknown, key: string): unknown {
  return typeof config === "object" && config !== null && Object.hasOwn(config, key)
    ? (config as Record<string, unknown>)[key]
    : undefined;
}

function emptyConfig(source: YamlSource, file: string): Finding {
  return {
    rule: "config-syntax",
    severity: "error",
    file,
    ...source.locate([]),
    message: "The config holds nothing but comments.",
    fix: "Start it with `version: 1` and `admins:`, or run `prompt-steward init`.",
  };
}

function broken(findings: readonly Finding[], admins?: readonly Party[]): ParsedConfig {
  const errors = findings.filter((finding) => finding.severity === "error");
  const last = errors[MAX_ERRORS - 1];
  const left = errors.length - MAX_ERRORS;
  const kept = last && left > 0 ? [...errors.slice(0, MAX_ERRORS), andMore(last, left)] : findings;
  return { kind: "broken", findings: kept, ...(admins && { admins }) };
}

function andMore(last: Finding, left: number): Finding {
  return {
    ...last,
    message: `There are ${left} more errors after this one.`,
    fix: "Mend the first ones and look again.",
  };
}

function located(
  source: YamlSource,
  file: string,
  problem: ValueProblem & Pick<EntryProblem, "severity"> & { rule: string },
): Finding {
  const { path, rule, severity, message, fix } = problem;
  return { rule, severity, file, ...source.locate(path), message, fix };
}

function byPosition(a: Finding, b: Finding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
