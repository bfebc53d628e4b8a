// The rows of the benchmark, in the table's order. To add one:
//
//   1. Write `bench/rows/<name>.ts`, which exports a `Row`: its name, a line about it, and `measure()`.
//   2. In `measure()`, do our work and the peer's in this very run. Times come from `timeAlternately` in ../timing.ts,
//      which takes turns so that a busy machine slows both alike; counts and sizes need no repetition.
//   3. Return `judge({ name, value, unit, peer, target })` for each comparison. `ratio` is the peer's value divided by
//      ours; a target is `{ of: "ratio", atLeast: 50 }` or `{ of: "value", atMost: 3 }`.
//   4. Add the row below, and its figures to docs/benchmarks.md.
//
// A row that needs what is not there (a bundle that was not built) throws an Error that says how to get it.

import { actionStart } from "./action-start.ts";
import { backtestRow } from "./backtest.ts";
import { ownerIndexBuild } from "./owner-index-build.ts";
import { ownerMatching } from "./owner-matching.ts";
import { policyCache } from "./policy-cache.ts";
import { requests } from "./requests.ts";
import type { Row } from "./row.ts";
import { statusRow } from "./status.ts";

export const ROWS: readonly Row[] = [
  ownerMatching,
  ownerIndexBuild,
  policyCache,
  backtestRow,
  statusRow,
  requests,
  actionStart,
];
