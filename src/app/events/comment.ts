// Slash commands in new comments. Edited comments, quotes, code and bots never command anything.

import { z } from "zod";
import { parseCommands } from "../../core/commands/parse.ts";
import { COMMANDS } from "../commands/index.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const Comment = z.object({
  issue: z.object({ number: z.number(), pull_request: z.unknown() }),
  comment: z.object({
    id: z.number(),
    body: z.string().nullish(),
    user: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
  }),
});

export async function handleComment(event: Event, gate: Gate): Promise<void> {
  const payload = Comment.safeParse(event.payload);
  const context = gate.repositoryOf(event);
  if (!context || !payload.success) return;
  const { issue, comment } = payload.data;
  if (comment.user?.type === "Bot" || comment.user?.login.endsWith("[bot]")) return;
  for (const { name, words } of parseCommands(comment.body ?? "")) {
    const command = COMMANDS.find((one) => one.name === name);
    if (!command) continue;
    const { conversation } = context.ports;
    await conversation.react(comment.id, "eyes");
    const isPullRequest = issue.pull_request !== undefined && issue.pull_request !== null;
    const answer = await command.run({ context, gate, words, number: issue.number, isPullRequest });
    if (answer === undefined) await conversation.react(comment.id, "+1");
    else await conversation.reply(issue.number, answer);
  }
}
