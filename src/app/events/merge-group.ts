// The merge queue asks: judge the group that would merge.

import * as z from "zod";
import { sha } from "../../core/identity.ts";
import { gateMergeGroup } from "../../operations/gate-merge-group.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const OBJECT_NAME = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const Asked = z.object({
  merge_group: z.object({
    base_ref: z.string(),
    base_sha: z.string().regex(OBJECT_NAME),
    head_sha: z.string().regex(OBJECT_NAME),
  }),
});

export async function handleMergeGroup(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Asked.safeParse(event.payload);
  if (!context || !payload.success) return;
  const { base_ref, base_sha, head_sha } = payload.data.merge_group;
  await gateMergeGroup(context.ports, {
    baseRef: base_ref.replace(/^refs\/heads\//, ""),
    baseSha: sha(base_sha),
    headSha: sha(head_sha),
  });
}
