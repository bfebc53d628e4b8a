// A policy that has not changed is not parsed again.

import { createHash } from "node:crypto";
import { parseConfig } from "../../src/core/config/parse.ts";
import { parseConfigOnce } from "../../src/core/config/policy-cache.ts";
import { mention, sha } from "../../src/core/identity.ts";
import { ENTRIES, largePolicy } from "../material/large-policy.ts";
import { timeAlternately } from "../timing.ts";
import { judge, type Row } from "./row.ts";

const ROUNDS = 5;
/** One look-up is too short to be timed. */
const LOOKUPS = 10_000;

export const policyCache: Row = {
  name: "policy-cache",
  about: `The policy of a config with ${ENTRIES.toLocaleString("en")} entries, known by its blob.`,
  async measure() {
    const text = largeConfig();
    const blob = sha(
      createHash("sha1")
        .update(`blob ${Buffer.byteLength(text)}\0${text}`)
        .digest("hex"),
    );
    const known = parseConfigOnce(blob, text);
    if (known.kind !== "policy" || parseConfigOnce(blob, text) !== known) {
      throw new Error("the config was refused, or parsed twice");
    }
    const times = await timeAlternately(ROUNDS, {
      known: () => {
        for (let at = 0; at < LOOKUPS; at++) parseConfigOnce(blob, text);
      },
      parse: () => parseConfig(text),
    });
    return [
      judge({
        name: "policy-cache",
        value: times.known / LOOKUPS,
        unit: "ms",
        peer: { name: "parsing it again", value: times.parse },
        target: { of: "ratio", atLeast: 1_000 },
      }),
    ];
  },
};

function largeConfig(): string {
  const entries = largePolicy().map(
    ({ pattern, owner, backup }) =>
      `  - path: "${pattern}"\n    owner: "${owner && mention(owner)}"\n    backup: "${backup && mention(backup)}"\n`,
  );
  return `version: 1\nadmins: ["@acme/ai-platform"]\nprompts:\n${entries.join("")}`;
}
