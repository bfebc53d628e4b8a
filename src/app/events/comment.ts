// Slash commands in new comments. Edited comments, quotes, code and bots never command anything.

import * as z from "zod";
import { parseCommands, type SlashCommand } from "../../core/commands/parse.ts";
import { parseLogin } from "../../core/identity.ts";
import { COMMANDS } from "../commands/index.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const Comment = z.object({
  issue: z.object({
    number: z.number(),
    pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
  }),
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
  const calls = once(parseCommands(comment.body ?? "")).flatMap(({ name, words }) => {
    const command = COMMANDS.find((one) => one.name === name);
    return command ? [{ command, words }] : [];
  });
  const by = parseLogin(comment.user?.login ?? "");
  if (calls.length === 0 || !by) return;

  const { conversation } = context.ports;
  await conversation.react(comment.id, "eyes");
  const { number, pull_request: pull } = issue;
  const [isPullRequest, isMerged] = [
    pull !== undefined && pull !== null,
    typeof pull?.merged_at === "string",
  ];
  try {
    for (const { command, words } of calls) {
      const answer = await command.run({ context, gate, words, number, isPullRequest, isMerged, by });
      if (answer !== undefined) await conversation.reply(issue.number, answer);
    }
  } catch (error) {
    await conversation.react(comment.id, "confused");
    throw error;
  }
  await conversation.react(comment.id, "+1");
}

/** The same command twice in one comment is done once. */
function once(commands: readonly SlashCommand[]): SlashCommand[] {
  return [
    ...new Map(commands.map((one) => [[one.name, ...one.words].join(" ").toLowerCase(), one])).values(),
  ];
}
