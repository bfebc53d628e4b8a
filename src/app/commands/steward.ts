// `/steward recheck` and `/steward help`, for everybody who can read and comment.

import { renderHelp } from "../../core/commands/help.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./index.ts";

export const steward: Command = {
  name: "steward",
  help: [
    {
      usage: "/steward recheck",
      does: "reads everything anew and judges the pull request again; of a merged one it releases what is not released yet",
      who: "everybody",
    },
    { usage: "/steward help", does: "shows this list", who: "everybody" },
  ],

  async run({ words, context, gate, number, isPullRequest, isMerged }) {
    const [verb = "help"] = words;
    switch (verb.toLowerCase()) {
      case "recheck":
        if (!isPullRequest)
          return "There is nothing to judge here: `/steward recheck` belongs on a pull request.";
        context.memory.forgetRepository(context.repository);
        if (isMerged) await gate.releases.again(context, number);
        else await gate.judge(context, number);
        return undefined;
      case "help":
        return renderHelp(COMMANDS.flatMap(({ help }) => help));
      default:
        return `I don't know that one.\n\n${renderHelp(COMMANDS.flatMap(({ help }) => help))}`;
    }
  },
};
