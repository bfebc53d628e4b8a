// Findings as SARIF 2.1.0, which GitHub code scanning and editors show beside the lines.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/, with what GitHub asks for beyond it: a place for every result,
// and fingerprints that last while lines move.

import { createHash } from "node:crypto";
import type { Finding, Severity } from "../../finding.ts";
import { RULE_HELP } from "./rule-help.ts";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  notice: "note",
};

export interface SarifOptions {
  /** Of Prompt Steward, such as `0.1.0`. */
  readonly version: string;
  /** Where a finding about no file in particular is shown. */
  readonly fallbackFile: string;
}

/** The log as a value for JSON. */
export function sarifLog(findings: readonly Finding[], { version, fallbackFile }: SarifOptions) {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const occurrences = new Map<string, number>();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Prompt Steward", semanticVersion: version, rules: rules.map(toRule) } },
        automationDetails: { id: "prompt-steward/" },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => {
          const print = fingerprint(finding);
          const occurrence = (occurrences.get(print) ?? 0) + 1;
          occurrences.set(print, occurrence);
          return {
            ruleId: finding.rule,
            ruleIndex: rules.indexOf(finding.rule),
            level: LEVELS[finding.severity],
            message: { text: `${finding.message} ${finding.fix}`.trim() },
            locations: [{ physicalLocation: toLocation(finding, fallbackFile) }],
            partialFingerprints: { primaryLocationLineHash: `${print}:${occurrence}` },
          };
        }),
      },
    ],
  };
}

function toRule(id: string) {
  const known = Object.hasOwn(RULE_HELP, id) ? RULE_HELP[id] : undefined;
  const { title, help } = known ?? { title: id, help: "See the message." };
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${help}` },
    help: { text: `${title}. ${help}`, markdown: `**${title}.** ${help}` },
    properties: { tags: ["prompts"] },
  };
}

function toLocation({ file, line, column }: Finding, fallbackFile: string) {
  return {
    artifactLocation: { uri: asUri(file ?? fallbackFile), uriBaseId: "%SRCROOT%" },
    region: {
      startLine: file && line ? line : 1,
      ...(file && line && column ? { startColumn: column } : {}),
    },
  };
}

function asUri(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");
}

/** The same finding after lines have moved has the same one, so line numbers that messages name do not count. */
function fingerprint({ rule, prompt, file, message }: Finding): string {
  const said = message.replace(/\d+/g, "0");
  return createHash("sha256")
    .update(JSON.stringify([rule, prompt, file, said]))
    .digest("hex")
    .slice(0, 32);
}
