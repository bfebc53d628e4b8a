// Verdicts on pins as findings at their lines.

import type { Finding } from "../finding.ts";
import { LOCK_PATH } from "./lock.ts";
import type { Verdict } from "./verify.ts";

/** Errors for what is wrong, notices for what is good to know. @param file the name that findings carry. */
export function verdictFindings(verdicts: readonly Verdict[], file: string = LOCK_PATH): Finding[] {
  return verdicts.flatMap(({ kind, pin, message, fix, notes }): Finding[] => {
    const line = "line" in pin && typeof pin.line === "number" ? { line: pin.line } : {};
    const common = { rule: `pin-${kind}`, prompt: pin.prompt, file, ...line };
    if (kind !== "ok") return [{ ...common, severity: "error", message, fix }];
    return notes.map((note) => ({
      ...common,
      severity: "notice",
      message: `${pin.prompt} is pinned to ${pin.version}. ${note}`,
      fix: `Run \`prompt-steward pin ${pin.prompt}\` to move on.`,
    }));
  });
}
