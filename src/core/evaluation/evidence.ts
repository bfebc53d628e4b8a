// What the results of an evaluation prove: how many tests passed, and which of them passed on base and fail now.

import type { EvaluationSummary } from "../release/record.ts";

export interface EvaluationEvidence extends EvaluationSummary {
  /** Names of tests that passed on base and fail now, as many as are worth showing. */
  readonly regressed?: readonly string[];
}

export interface EvaluationResults {
  readonly tool: string;
  readonly passed: number;
  readonly failed: number;
  readonly url?: string;
  /** Each by itself, where the file tells. */
  readonly tests: readonly TestResult[];
}

export interface TestResult {
  /** The same for the same test in another run. */
  readonly key: string;
  /** One short line. */
  readonly name: string;
  readonly isPassed: boolean;
}

const MOST_REGRESSED = 10;

/** @param base results of the same tests for the version before */
export function evidenceOf(results: EvaluationResults, base?: EvaluationResults): EvaluationEvidence {
  const { tool, passed, failed, url } = results;
  const evidence = { tool, passed, failed, ...(url !== undefined && { url }) };
  if (!base) return evidence;
  const passedBefore = passedKeys(base);
  const names = new Set(
    results.tests.flatMap(({ key, name, isPassed }) => (!isPassed && passedBefore.has(key) ? [name] : [])),
  );
  return {
    ...evidence,
    before: { passed: base.passed, failed: base.failed },
    regressed: [...names].slice(0, MOST_REGRESSED),
  };
}

/** Of a test that ran several times every run has to pass. */
function passedKeys({ tests }: EvaluationResults): ReadonlySet<string> {
  const failed = new Set(tests.flatMap(({ key, isPassed }) => (isPassed ? [] : [key])));
  return new Set(tests.flatMap(({ key }) => (failed.has(key) ? [] : [key])));
}
