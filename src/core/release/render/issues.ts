// The issues that releasing files: bytes that nobody approved, versions that could not be made, and what GitHub refused.

import type { PolicyEntry } from "../../config/policy.ts";
import { describeFinding, type Finding } from "../../finding.ts";
import { type PromptId, type Sha, shortSha } from "../../identity.ts";
import { code, fitted, prose } from "../../markdown/safe.ts";
import type { MirrorProblem, NewIssue } from "../../ports.ts";
import { compareLink, pullLink, releaseLink } from "../links.ts";
import type { ReleaseRecord } from "../record.ts";
import type { Version } from "../version.ts";
import { literal } from "./quoted.ts";

/** GitHub takes 65,536 characters of a body. */
const LIMIT = 60_000;

/** Tells the owner of a release that nobody approved. */
export function unreviewedIssue(
  record: ReleaseRecord,
  { owner, backup }: Pick<PolicyEntry, "owner" | "backup">,
  commit: Sha,
  webUrl: string,
): NewIssue {
  const { prompt, version, previous, pull, author, unreviewed = "" } = record;
  const marker = `<!-- prompt-steward:unreviewed ${prompt} ${version} -->`;
  const who = [owner, backup].flatMap((one) => (one ? [`@${one}`] : []))[0];
  const links = [
    `[release](${releaseLink(webUrl, prompt, version)})`,
    previous ? `[changes](${compareLink(webUrl, prompt, previous, version)})` : "",
    pull === undefined ? `commit ${code(shortSha(commit))}` : `[#${pull}](${pullLink(webUrl, pull)})`,
  ].filter(Boolean);
  const body = [
    `${who ? `${who}, please` : "Please"} read what changed. Close this issue if it is right as it is; if not, revert the change in a pull request.`,
    `${code(prompt)} ${version} was released and **nobody approved its bytes**. ${literal(unreviewed)}`,
    `${author ? `By ${code(`@${author}`)}: ` : ""}${links.join(", ")}.`,
    marker,
  ].join("\n\n");
  return { marker, title: `Unreviewed release: ${prompt} ${version}`, body: fitted(body, LIMIT) };
}

/** Tells why something that landed has no version. */
export function notReleasedIssue(prompt: PromptId, commit: Sha, findings: readonly Finding[]): NewIssue {
  const marker = `<!-- prompt-steward:not-released ${prompt} ${commit} -->`;
  const lines = findings.map((finding) => `- ${prose(describeFinding(finding))}`);
  const body = [
    lines.join("\n"),
    `So what landed at ${code(shortSha(commit))} has no version of ${code(prompt)} yet.`,
    marker,
  ].join("\n\n");
  return { marker, title: `Not released: ${prompt}`, body: fitted(body, LIMIT) };
}

/** Tells that GitHub would not take the tags, so that nothing was released. */
export function tagsRefusedIssue(reason: string, tags: readonly string[]): NewIssue {
  const [first = ""] = tags;
  const marker = `<!-- prompt-steward:tags-refused ${first} -->`;
  const shown = tags.slice(0, 20).map((tag) => `- ${code(tag)}`);
  const body = [prose(reason), "Not released:", shown.join("\n"), marker].join("\n\n");
  return { marker, title: "Releases of prompts could not be tagged", body: fitted(body, LIMIT) };
}

/** Tells what beside the tags GitHub would not take; the releases hold. */
export function mirrorIssue(
  prompt: PromptId,
  version: Version,
  problems: readonly MirrorProblem[],
): NewIssue {
  const marker = `<!-- prompt-steward:not-shown ${prompt} ${version} -->`;
  const body = [
    problems.map(({ message, fix }) => `- ${prose(`${message} ${fix}`)}`).join("\n"),
    `${code(prompt)} ${version} is released all the same: its tags are written, and they are what counts. Only GitHub's own pages lack something.`,
    marker,
  ].join("\n\n");
  return {
    marker,
    title: `Released, but not all of it shows: ${prompt} ${version}`,
    body: fitted(body, LIMIT),
  };
}
