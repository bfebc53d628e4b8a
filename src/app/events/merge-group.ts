// The merge queue asks: judge the group that would merge.

import { sha } from "../../core/identity.ts";
import { gateMergeGroup } from "../../operations/gate-merge-group.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

interface MergeGroupPayload {
  readonly merge_group: { readonly base_ref: string; readonly base_sha: string; readonly head_sha: string };
}

export async function handleMergeGroup(
  event: Event & { payload: MergeGroupPayload },
  gate: Gate,
): Promise<void> {
  const context = gate.repositoryOf(event);
  if (!context) return;
  const { base_ref, base_sha, head_sha } = event.payload.merge_group;
  await gateMergeGroup(context.ports, {
    baseRef: base_ref.replace(/^refs\/heads\//, ""),
    baseSha: sha(base_sha),
    headSha: sha(head_sha),
  });
}
