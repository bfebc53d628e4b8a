// Closes the output of `npm test` with one plain line that says how the tests went: `12 passed, 0 failed, 1 skipped`.

import type { Reporter, TestModule, TestRunEndReason, Vitest } from "vitest/node";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export default class ClosingLine implements Reporter {
  #tally: Tally | undefined;

  onInit({ config }: Pick<Vitest, "config">): void {
    if (config.watch) return;
    // Written at exit, since the other reporters and Vitest's own warnings may still print when a run has ended.
    // A run that never got to its end has failed.
    process.once("exit", () => {
      process.stdout.write(`\n${closingLine(this.#tally ?? { passed: 0, failed: 1, skipped: 0 })}\n`);
    });
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    this.#tally = tallyOf(modules, unhandled, reason);
  }
}

export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Counts tests. What fails outside a test counts as a failure too: a file that cannot be loaded, a hook, an error
 * that no test caught, a run that found no test or was interrupted.
 */
export function tallyOf(
  modules: readonly TestModule[],
  unhandled: readonly unknown[],
  reason: TestRunEndReason,
): Tally {
  let [passed, failed, skipped] = [0, unhandled.length, 0];
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "skipped") skipped += 1;
      else failed += 1;
    }
  }
  const hasFailedUnseen = failed === 0 && (reason !== "passed" || passed + skipped === 0);
  return { passed, failed: hasFailedUnseen ? 1 : failed, skipped };
}
