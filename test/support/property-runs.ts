// How often a property is tried where the test itself does not say: 100 times, or as often as FAST_CHECK_RUNS says,
// which the nightly workflow sets.

import fc from "fast-check";

const wanted = process.env.FAST_CHECK_RUNS;
if (wanted) {
  const numRuns = Number(wanted);
  if (!Number.isInteger(numRuns) || numRuns < 1) {
    throw new Error(
      `FAST_CHECK_RUNS is ${JSON.stringify(wanted)}. Set it to a whole number from 1, or unset it.`,
    );
  }
  fc.configureGlobal({ numRuns });
}
