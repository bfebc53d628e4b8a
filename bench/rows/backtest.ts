// A backtest reads a long history in a constant number of processes, and takes little more than git itself.

import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { parseConfig } from "../../src/core/config/parse.ts";
import { governanceOf } from "../../src/core/review/governance.ts";
import { openClone } from "../../src/git/clone.ts";
import { readMergedChanges } from "../../src/git/merged-changes.ts";
import { defaultBranch } from "../../src/git/revision.ts";
import { backtest } from "../../src/operations/backtest.ts";
import { CHANGES, CONFIG, withLongHistory } from "../material/long-history.ts";
import { timeAlternately } from "../timing.ts";
import { judge, type Row } from "./row.ts";

const ROUNDS = 1;

export const backtestRow: Row = {
  name: "backtest",
  about: `What a policy would have said of ${CHANGES.toLocaleString("en")} merged changes.`,
  measure: () =>
    withLongHistory(async (folder) => {
      const processes = await runBacktest(folder);
      const times = await timeAlternately(ROUNDS, {
        ours: () => runBacktest(folder),
        git: () => logAlone(folder),
      });
      return [
        judge({
          name: "backtest-processes",
          value: processes,
          unit: "processes",
          peer: { name: "one a change", value: CHANGES },
          target: { of: "value", atMost: 6 },
        }),
        judge({
          name: "backtest-change",
          value: times.ours / CHANGES,
          unit: "ms",
          peer: { name: "`git log --raw` alone", value: times.git / CHANGES },
        }),
      ];
    }),
};

/** @returns how many processes of git it started */
async function runBacktest(folder: string): Promise<number> {
  const governance = governanceOf(parseConfig(CONFIG));
  if (governance.kind !== "policy") throw new Error("the config was refused");
  let processes = 0;
  const clone = await openClone(folder, { onStart: () => (processes += 1) });
  try {
    const history = await readMergedChanges(clone, await defaultBranch(clone));
    const report = await backtest(history, { ...governance, now: () => performance.now() });
    const { judged, governed } = report.changes;
    if (judged !== CHANGES || governed < CHANGES / 2) {
      throw new Error(`judged ${judged} changes of ${CHANGES}, ${governed} of them governed`);
    }
    return processes;
  } finally {
    await clone.close();
  }
}

async function logAlone(folder: string): Promise<void> {
  const args = [
    "log",
    "--raw",
    "-z",
    "--no-abbrev",
    "-M50%",
    "--first-parent",
    "--diff-merges=first-parent",
    "main",
  ];
  await promisify(execFile)("git", args, { cwd: folder, maxBuffer: 1_073_741_824 });
}
