// Somebody presses "Re-run" or "Check again": read everything anew.

import { z } from "zod";
import { CHECK_NAME } from "../../github/checks.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const Run = z.object({ name: z.string(), head_sha: z.string(), app: z.object({ id: z.number() }).nullish() });
const Suite = z.object({ head_sha: z.string(), app: z.object({ id: z.number() }).nullish() });
const Payload = z.object({ check_run: Run.optional(), check_suite: Suite.optional() });

export async function handleRerequest(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Payload.safeParse(event.payload);
  if (!context || !payload.success) return;
  const { check_run, check_suite } = payload.data;
  if (check_run && check_run.name !== CHECK_NAME) return;
  const subject = check_run ?? check_suite;
  if (!subject || (subject.app && subject.app.id !== gate.settings.appId)) return;
  gate.memoryOf(context.installation).forgetAll();
  // The payload names no pull requests of forks, so look for the head among the open ones.
  const open = await context.ports.pulls.listOpen();
  await gate.judgeAll(
    context,
    open.filter(({ head }) => head.sha === subject.head_sha),
  );
}
