// The changelog of one prompt, generated from its tags whenever it is asked for.

import { code, prose } from "../../markdown/safe.ts";
import type { PromptHistory } from "../history.ts";
import type { Release } from "../history-entries.ts";
import { compareLink, pullLink, releaseLink } from "../links.ts";
import type { ReleaseRecord } from "../record.ts";
import { quoted } from "./quoted.ts";

/** Newest first. @param webUrl where people browse the repository; without it nothing is linked. */
export function renderChangelog(history: PromptHistory, webUrl?: string): string {
  const releases = [...history.releases].reverse();
  const title = `# Changelog of ${code(history.prompt)}`;
  if (releases.length === 0) return `${title}\n\nThere is no release yet.\n`;
  return `${[title, ...releases.map((release) => renderRelease(release, webUrl))].join("\n\n")}\n`;
}

function renderRelease(release: Release, webUrl: string | undefined): string {
  const { prompt, version, reading, tag } = release;
  const name = webUrl === undefined ? version : `[${version}](${releaseLink(webUrl, prompt, version)})`;
  const heading = `## ${name}${dateOf(tag.taggedAt)}`;
  switch (reading.kind) {
    case "record":
      return [`${heading}${marksOf(reading.record)}`, ...bodyOf(reading.record, webUrl)].join("\n\n");
    case "foreign":
      return `${heading}\n\nNothing is known of this version: its tag ${prose(reading.reason)}.`;
    case "unread":
      return `${heading}\n\nIts tag has not been fetched.`;
  }
}

function bodyOf(record: ReleaseRecord, webUrl: string | undefined): string[] {
  const { reasons, rationale, pull, approvers, prompt, previous, version } = record;
  const why = rationale[0];
  const links = [
    pull === undefined
      ? ""
      : webUrl === undefined
        ? `pull request ${pull}`
        : `[#${pull}](${pullLink(webUrl, pull)})`,
    approvers.length > 0 ? `approved by ${approvers.map(({ login }) => code(`@${login}`)).join(", ")}` : "",
    previous && webUrl !== undefined ? `[changes](${compareLink(webUrl, prompt, previous, version)})` : "",
  ].filter(Boolean);
  return [
    reasons.map((reason) => `- ${prose(reason)}`).join("\n"),
    why ? quoted(why.text) : "",
    links.length > 0 ? `(${links.join(", ")})` : "",
  ].filter(Boolean);
}

function marksOf({ level, adopted, unreviewed, retired, rollbackOf, restores }: ReleaseRecord): string {
  const marks = [
    level === "breaking" && !retired ? "**breaking**" : "",
    adopted ? "**adopted**" : "",
    retired ? "**retired**" : "",
    unreviewed === undefined ? "" : "**unreviewed**",
    rollbackOf ? `rolls ${rollbackOf} back${restores ? ` to ${restores}` : ""}` : "",
  ].filter(Boolean);
  return marks.length > 0 ? ` · ${marks.join(" · ")}` : "";
}

function dateOf(taggedAt: string | undefined): string {
  const time = taggedAt === undefined ? Number.NaN : Date.parse(taggedAt);
  return Number.isNaN(time) ? "" : ` · ${new Date(time).toISOString().slice(0, 10)}`;
}
