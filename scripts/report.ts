// How every check of this repository ends: its findings, one a line, and an exit code to match.

import { describeFinding, type Finding } from "../src/core/finding.ts";

/** @param checked what was looked at, as in "12 workflows" */
export function report(name: string, checked: string, findings: readonly Finding[]): void {
  for (const finding of findings) console.error(describeFinding(finding));
  console.log(`${name}: ${checked}, ${findings.length === 0 ? "nothing wrong" : `${findings.length} wrong`}`);
  if (findings.length > 0) process.exitCode = 1;
}
