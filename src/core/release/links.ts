// Where people read more about a release on GitHub.

import type { PromptId } from "../identity.ts";
import { releaseTag } from "./tag-name.ts";
import type { Version } from "./version.ts";

/** @param webUrl where people browse the repository: `https://github.com/acme/prompts` */
export function compareLink(webUrl: string, prompt: PromptId, from: Version, to: Version): string {
  return `${webUrl}/compare/${inUrl(releaseTag(prompt, from))}...${inUrl(releaseTag(prompt, to))}`;
}

export function releaseLink(webUrl: string, prompt: PromptId, version: Version): string {
  return `${webUrl}/releases/tag/${inUrl(releaseTag(prompt, version))}`;
}

export function pullLink(webUrl: string, pull: number): string {
  return `${webUrl}/pull/${pull}`;
}

/** An id may hold a percent sign of its own, which must not be taken for the address's. Brackets end a Markdown link. */
function inUrl(ref: string): string {
  return ref
    .split("/")
    .map((part) =>
      encodeURIComponent(part).replace(
        /[()']/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");
}
