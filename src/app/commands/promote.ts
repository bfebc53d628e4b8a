// `/promote <environment> [id]` on a merged pull request, for owner, backup and admins.

import { parsePromotion } from "../../core/commands/promotion.ts";
import { renderPromotion } from "../../core/release/render/promotion.ts";
import { promotePullRequest } from "../../operations/promote-pull-request.ts";
import type { Command } from "./command.ts";

const USAGE = "/promote <environment> [id] [reason: …]";

export const promote: Command = {
  name: "promote",
  help: [
    {
      usage: USAGE,
      does: "moves the environment to what this merged pull request released, of one prompt or all of them",
      who: "owner, backup, admins",
    },
  ],

  async run({ words, context, gate, number, by }) {
    const wish = parsePromotion(words);
    if (!wish) return `Say where to: \`${USAGE}\`, such as \`/promote production\`.`;
    const ports = gate.releases.portsOf(context);
    const command = { branch: context.defaultBranch, number, by, ...wish };
    const outcomes = await gate.releases.inTurn(context, () => promotePullRequest(ports, command));
    return renderPromotion(outcomes, ports.webUrl);
  },
};
