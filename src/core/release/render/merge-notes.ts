// One GitHub Release for all prompts of a landing, for those who do not want one a prompt.

import { code, fitted } from "../../markdown/safe.ts";
import type { Landing } from "../landing.ts";
import type { ReleaseRecord } from "../record.ts";
import { renderReleaseNotes } from "./notes.ts";

const LIMIT = 120_000;

/** @param records in the order in which they are shown, at least one */
export function renderMergeNotes(records: readonly ReleaseRecord[], webUrl: string): string {
  const parts = records.map(
    (record) => `## ${code(record.prompt)} ${record.version}\n\n${renderReleaseNotes(record, webUrl).trim()}`,
  );
  return `${fitted(parts.join("\n\n"), LIMIT)}\n`;
}

/** `support/triage 1.4.0 and 2 more (#12)` */
export function mergeTitle(records: readonly ReleaseRecord[], { pull }: Pick<Landing, "pull">): string {
  const [first] = records;
  const more = records.length > 1 ? ` and ${records.length - 1} more` : "";
  const mark = records.some(({ unreviewed }) => unreviewed !== undefined) ? ", unreviewed" : "";
  const origin = first?.adopted ? "adopted" : pull ? `#${pull.number}` : "pushed directly";
  return `${first?.prompt ?? ""} ${first?.version ?? ""}${more} (${origin}${mark})`;
}
