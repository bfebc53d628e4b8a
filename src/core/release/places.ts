// Where a prompt's file is at a commit, and what stands in the way where it cannot be released.

import type { Finding } from "../finding.ts";
import type { Sha } from "../identity.ts";
import type { FileAtCommit } from "../ports.ts";
import { readPrompt } from "../prompt/read.ts";
import type { PlanAnswers, ReleaseFacts } from "./facts.ts";
import { allPathsOf, type TouchedPrompt } from "./touched.ts";

export interface Contents {
  at(commit: Sha, path: string): FileAtCommit;
  /** Undefined where it has not been read. */
  blob(blob: Sha): FileAtCommit | undefined;
}

export function contentsOf({
  facts,
  answers,
}: {
  readonly facts: ReleaseFacts;
  readonly answers: PlanAnswers;
}): Contents {
  const key = (commit: Sha, path: string) => `${commit} ${path}`;
  const byPlace = new Map(facts.files.map(({ commit, path, content }) => [key(commit, path), content]));
  const byBlob = new Map(
    facts.files.flatMap(({ content }) => (content.kind === "file" ? [[content.blob, content] as const] : [])),
  );
  return {
    at: (commit, path) => byPlace.get(key(commit, path)) ?? { kind: "missing" },
    blob: (blob) => byBlob.get(blob) ?? answers.blobs.get(blob),
  };
}

export interface Place {
  readonly path: string;
  readonly blob: Sha;
  readonly content: Extract<FileAtCommit, { kind: "file" }>;
}

/** Where the prompt's file is; undefined where there is none that can be read. */
export function placeAt(paths: readonly string[], commit: Sha, contents: Contents): Place | undefined {
  for (const path of paths) {
    const content = contents.at(commit, path);
    if (content.kind === "file") return { path, blob: content.blob, content };
  }
  return undefined;
}

/** Before the landings and between them a prompt may still have its former path. */
export function formerPlaceAt(
  { paths, formerPaths }: TouchedPrompt,
  commit: Sha,
  contents: Contents,
): Place | undefined {
  return placeAt([...formerPaths, ...paths], commit, contents);
}

/** Whether the landing left the prompt's file as it was. */
export function isUntouched(
  touched: TouchedPrompt,
  { before, commit }: { readonly before: Sha; readonly commit: Sha },
  contents: Contents,
): boolean {
  return allPathsOf(touched).every((path) => {
    const [was, is] = [contents.at(before, path), contents.at(commit, path)];
    return was.kind === "file" && is.kind === "file" ? was.blob === is.blob : was.kind === is.kind;
  });
}

/** Why what is there cannot be released. */
export function obstacleAt(
  touched: TouchedPrompt,
  commit: Sha,
  contents: Contents,
  is: Place | undefined,
): Finding | undefined {
  const present = touched.paths.filter((path) => contents.at(commit, path).kind !== "missing");
  if (present.length > 1) {
    const message = `${present.length} files have the id \`${touched.prompt}\`: ${present.map((path) => `\`${path}\``).join(", ")}.`;
    return findingOf(touched, message, "Give each an `id` of its own in the config.");
  }
  const [path] = present;
  if (is || path === undefined) return undefined;
  const [finding] = readPrompt(path, contents.at(commit, path)).findings;
  return findingOf(
    touched,
    finding?.message ?? "The file cannot be read.",
    finding?.fix ?? "Mend the file.",
    path,
  );
}

/** A finding about a prompt that cannot be released. */
export function findingOf({ prompt }: TouchedPrompt, message: string, fix: string, file?: string): Finding {
  return { rule: "release", severity: "error", prompt, message, fix, ...(file !== undefined && { file }) };
}
