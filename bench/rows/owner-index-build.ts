// What has to be done before the first file can be looked up.

import { Minimatch } from "minimatch";
import { buildOwnerIndex } from "../../src/core/owners/owner-index.ts";
import { ENTRIES, largePolicy } from "../material/large-policy.ts";
import { timeAlternately } from "../timing.ts";
import { judge, type Row } from "./row.ts";

const ROUNDS = 15;

export const ownerIndexBuild: Row = {
  name: "owner-index-build",
  about: `The index over ${ENTRIES.toLocaleString("en")} entries, against compiling their patterns.`,
  async measure() {
    const entries = largePolicy();
    const times = await timeAlternately(ROUNDS, {
      ours: () => buildOwnerIndex(entries),
      compile: () => entries.map(({ pattern }) => new Minimatch(pattern, { dot: true })),
    });
    return [
      judge({
        name: "owner-index-build",
        value: times.ours,
        unit: "ms",
        peer: { name: "compiling to Minimatch objects", value: times.compile },
        target: { of: "ratio", atLeast: 0.5 },
      }),
    ];
  },
};
