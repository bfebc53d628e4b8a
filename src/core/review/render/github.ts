// Findings as GitHub's workflow commands, which become annotations of the job that prints them.

import type { Finding } from "../../finding.ts";

/** One line a finding: `::error file=a.yml,line=3::message`. */
export function renderWorkflowCommands(findings: readonly Finding[]): string {
  return findings.map(toCommand).join("\n");
}

function toCommand({ severity, file, line, column, rule, message, fix }: Finding): string {
  const properties = Object.entries({ file, line, col: column, title: rule })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${severity} ${properties.join(",")}::${escapeData(`${message} ${fix}`.trim())}`;
}

// The escapes that the runner undoes, as documented for workflow commands.
function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
