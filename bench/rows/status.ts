// What runs where, how far behind it is and what is not released, over 10,000 prompts with 20 versions each.

import { rmSync } from "node:fs";
import { readStatus } from "../../src/cli/commands/status.ts";
import { openClone } from "../../src/git/clone.ts";
import { Git } from "../../src/git/git.ts";
import { aTaggedRepository, ENVIRONMENTS, PROMPTS, VERSIONS } from "../material/tagged-repository.ts";
import { timeAlternately } from "../timing.ts";
import { judge, type Row } from "./row.ts";

const ROUNDS = 5;

export const statusRow: Row = {
  name: "status",
  about: `What runs where, from ${(PROMPTS * VERSIONS).toLocaleString("en")} release tags and ${ENVIRONMENTS.length} environments' moves.`,
  async measure() {
    const { folder, tags } = aTaggedRepository();
    try {
      let processes = 0;
      const status = async () => {
        processes = 0;
        const clone = await openClone(folder, { onStart: () => processes++ });
        const read = await readStatus(clone, { directory: folder });
        await clone.close();
        return read;
      };
      check((await status()).status);
      const listing = new Git(folder);
      const times = await timeAlternately(ROUNDS, {
        status,
        list: async () => {
          let bytes = 0;
          for await (const chunk of listing.chunks(["for-each-ref"])) bytes += chunk.length;
          if (bytes < tags * 50) throw new Error(`git listed only ${bytes} bytes of ${tags} tags`);
        },
      });
      return [
        judge({
          name: `status, ${tags.toLocaleString("en")} tags`,
          value: times.status,
          unit: "ms",
          peer: { name: "git for-each-ref", value: times.list },
          target: { of: "ratio", atLeast: 1 / 3 },
        }),
        judge({
          name: "status, processes of git",
          value: processes,
          unit: "",
          target: { of: "value", atMost: 10 },
        }),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Fast and wrong would be no use. */
function check({ prompts, findings }: Awaited<ReturnType<typeof readStatus>>["status"]): void {
  const drifting = prompts.filter(({ drifts }) => drifts).length;
  const open = prompts.filter(({ unreleased }) => unreleased === "changed").length;
  const running = prompts.flatMap(({ places }) =>
    places.filter(({ running: { kind } }) => kind === "running"),
  );
  const isRight =
    prompts.length === PROMPTS &&
    drifting === PROMPTS / 2 &&
    open === PROMPTS / 10 &&
    running.length === PROMPTS * ENVIRONMENTS.length &&
    findings.length === 0;
  if (!isRight) throw new Error(`status saw ${prompts.length} prompts, ${drifting} drifting, ${open} open`);
}
