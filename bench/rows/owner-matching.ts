// Finding the owner of every file of the largest pull request that GitHub lists.

import ignore from "ignore";
import { Minimatch, minimatch } from "minimatch";
import { buildOwnerIndex } from "../../src/core/owners/owner-index.ts";
import { ENTRIES, FILES, largePolicy, largePullRequest } from "../material/large-policy.ts";
import { timeAlternately } from "../timing.ts";
import { judge, type Row } from "./row.ts";

/** Peers that would take minutes are timed on so many files, and their time is multiplied up. */
const SAMPLE = 15;
const ROUNDS = 5;
const DIALECT = { dot: true };

export const ownerMatching: Row = {
  name: "owner-matching",
  about: `The last matching entry of ${ENTRIES.toLocaleString("en")} for each of ${FILES.toLocaleString("en")} files.`,
  async measure() {
    const entries = largePolicy();
    const files = largePullRequest();
    const sample = files.filter((_, at) => at % Math.floor(FILES / SAMPLE) === 0);
    const scale = files.length / sample.length;
    const compiled = entries.map(({ pattern }) => new Minimatch(pattern, DIALECT));
    const rules = ignore({ ignoreCase: false }).add(entries.map(({ pattern }) => `/${pattern}`));

    const loop = (path: string) => entries[compiled.findLastIndex((glob) => glob.match(path))];
    const index = buildOwnerIndex(entries);
    for (const path of sample) {
      if (index.match(path) !== loop(path)) throw new Error(`the index and the loop disagree about ${path}`);
    }

    const times = await timeAlternately(ROUNDS, {
      // Built anew each time: a pattern that is compiled when it is first needed is paid for here.
      ours: () => files.map(buildOwnerIndex(entries).match),
      warm: () => files.map(index.match),
      loop: () => files.map(loop),
      calls: () => sample.map((path) => entries.findLast(({ pattern }) => minimatch(path, pattern, DIALECT))),
      // It remembers its answers, so each round asks a new one, which shares the compiled rules.
      ignore: () => {
        const fresh = ignore({ ignoreCase: false }).add(rules);
        return sample.map((path) => fresh.ignores(path));
      },
    });
    const ours = { name: "owner-matching, index built in the time", value: times.ours, unit: "ms" };
    const warm = { name: "owner-matching", value: times.warm, unit: "ms" };
    const scaled = `${sample.length} files, scaled`;
    const target = { of: "ratio", atLeast: 50 } as const;
    return [
      judge({ ...warm, peer: { name: "loop over Minimatch objects", value: times.loop }, target }),
      judge({ ...ours, peer: { name: "loop over Minimatch objects", value: times.loop } }),
      judge({ ...warm, peer: { name: `minimatch() (${scaled})`, value: times.calls * scale } }),
      judge({ ...warm, peer: { name: `ignore (${scaled})`, value: times.ignore * scale } }),
    ];
  },
};
