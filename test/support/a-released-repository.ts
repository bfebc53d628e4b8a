// Tags of releases and moves on real repositories, as the product writes them.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import type { Sha } from "../../src/core/identity.ts";
import { login, type PromptId } from "../../src/core/identity.ts";
import { writeMoveMessage } from "../../src/core/release/move-message.ts";
import type { MoveRecord, ReleasedFile, ReleaseRecord } from "../../src/core/release/record.ts";
import { writeReleaseMessage } from "../../src/core/release/release-message.ts";
import { moveTag, releaseTag } from "../../src/core/release/tag-name.ts";
import { version } from "../../src/core/release/version.ts";
import type { GitRepository } from "./git-repository.ts";

export interface ReleaseOptions extends Partial<Omit<ReleaseRecord, "prompt" | "version" | "path">> {
  readonly path: string;
  /** What is released. Default: HEAD. */
  readonly commit?: Sha;
  /** When it is tagged, ISO 8601. Default: the repository's clock. */
  readonly at?: string;
}

/** Tags the bytes at the path as a release. @param of version */
export function release(
  repository: GitRepository,
  id: string,
  of: string,
  { commit = repository.sha(), at, path, ...parts }: ReleaseOptions,
): void {
  const prompt = id as PromptId;
  const record: ReleaseRecord = {
    prompt,
    version: version(of),
    path,
    ...(parts.retired ? {} : { file: fileAt(repository, path, commit) }),
    level: "behaviour",
    reasons: ["the text changed"],
    approvers: [],
    rationale: [],
    ...parts,
  };
  annotate(repository, releaseTag(prompt, record.version), writeReleaseMessage(record), commit, at);
}

export interface MoveOptions extends Partial<Omit<MoveRecord, "prompt" | "environment" | "n" | "to">> {
  readonly to: string;
  readonly commit?: Sha;
}

export function move(
  repository: GitRepository,
  id: string,
  environment: string,
  n: number,
  {
    to,
    commit = repository.sha(),
    at = `2026-02-${String(n).padStart(2, "0")}T10:00:00Z`,
    ...parts
  }: MoveOptions,
): void {
  const prompt = id as PromptId;
  const message = writeMoveMessage({
    prompt,
    environment,
    n,
    to: version(to),
    by: login("alice"),
    at,
    why: "Released.",
    bad: [],
    ...parts,
  });
  annotate(repository, moveTag(prompt, environment, n), message, commit, at);
}

/** An annotated tag whose message is kept byte by byte. */
export function annotate(
  repository: GitRepository,
  name: string,
  message: string,
  target: string,
  at?: string,
): void {
  if (at !== undefined) repository.at(at);
  repository.git("tag", "--annotate", "--cleanup=verbatim", "-m", message, name, target);
}

function fileAt(repository: GitRepository, path: string, commit: Sha): ReleasedFile {
  const object = `${commit}:${path}`;
  const bytes = execFileSync("git", ["cat-file", "blob", object], { cwd: repository.folder });
  return { blob: repository.blob(path, commit), sha256: createHash("sha256").update(bytes).digest("hex") };
}
