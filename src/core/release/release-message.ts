// A release's record as the message of its tag, and back.

import * as z from "zod";
import type { PromptId, Sha } from "../identity.ts";
import { boundedRelease } from "./bounds.ts";
import type { EvaluationSummary, ReleaseRecord } from "./record.ts";
import { countShape, digestShape, loginShape, promptShape, shaShape, versionShape } from "./shapes.ts";
import { readTagMessage, type TagReading, writeTagMessage } from "./tag-message.ts";
import { parseVersion } from "./version.ts";

const countsShape = z.object({ passed: countShape, failed: countShape });

/** Keys that a newer Prompt Steward adds are passed over. */
const releaseShape = z
  .object({
    prompt: promptShape,
    version: versionShape,
    previous: versionShape.exactOptional(),
    level: z.enum(["breaking", "behaviour", "patch"]),
    reasons: z.array(z.string()),
    path: z.string().min(1),
    blob: shaShape.exactOptional(),
    sha256: digestShape.exactOptional(),
    pull: z.int().positive().exactOptional(),
    author: loginShape.exactOptional(),
    approvers: z.array(z.object({ login: loginShape, commit: shaShape })),
    unreviewed: z.string().exactOptional(),
    rollback_of: versionShape.exactOptional(),
    restores: versionShape.exactOptional(),
    adopted: z.literal(true).exactOptional(),
    retired: z.literal(true).exactOptional(),
    evaluation: countsShape
      .extend({ tool: z.string(), before: countsShape.exactOptional(), url: z.string().exactOptional() })
      .exactOptional(),
    rationale: z.array(z.object({ heading: z.string(), text: z.string() })),
  })
  .refine(({ blob, sha256, retired }) => (retired ? !blob && !sha256 : blob && sha256), {
    error: "lacks the blob or the digest of its bytes, or is retired and has them",
  })
  .transform(
    ({ blob, sha256, rollback_of: rollbackOf, ...rest }): ReleaseRecord => ({
      ...rest,
      ...(blob && sha256 && { file: { blob, sha256 } }),
      ...(rollbackOf && { rollbackOf }),
    }),
  );

/** Texts beyond the bounds are cut, with a mark that says so. */
export function writeReleaseMessage(full: ReleaseRecord): string {
  const record = boundedRelease(full);
  return writeTagMessage(titleOf(record), {
    prompt: record.prompt,
    version: record.version,
    ...present("previous", record.previous),
    level: record.level,
    reasons: record.reasons,
    path: record.path,
    ...(record.file && { blob: record.file.blob, sha256: record.file.sha256 }),
    ...present("pull", record.pull),
    ...present("author", record.author),
    approvers: record.approvers.map(({ login, commit }) => ({ login, commit })),
    ...present("unreviewed", record.unreviewed),
    ...present("rollback_of", record.rollbackOf),
    ...present("restores", record.restores),
    ...present("adopted", record.adopted),
    ...present("retired", record.retired),
    ...(record.evaluation && { evaluation: evaluationData(record.evaluation) }),
    rationale: record.rationale.map(({ heading, text }) => ({ heading, text })),
  });
}

export function readReleaseMessage(message: string): TagReading<ReleaseRecord> {
  return readTagMessage(message, releaseShape);
}

/** Which bytes a release is, without who, what and why. */
export type ReleaseHead = Pick<ReleaseRecord, "prompt" | "version" | "path" | "file" | "retired">;

/** As `readReleaseMessage`, far faster for most of what `writeReleaseMessage` wrote: `status` reads 10,000 of them. */
export function readReleaseHead(message: string): TagReading<ReleaseHead> {
  const quick = readQuickly(message);
  return quick ? { kind: "record", record: quick } : readReleaseMessage(message);
}

// Values that need quotes in YAML do not match, nor does a retirement, nor anything written by hand in another way.
const HEAD =
  /^[^\n]*\n\nformat: 1\nprompt: (?<prompt>[^\s"'#&*!|>%@`?:-][^\s:#]*)\nversion: (?<version>\d[^\s"'#:]*)\n(?:previous: \d[^\s"'#:]*\n)?level: (?:breaking|behaviour|patch)\nreasons:\n(?: {2}\S?[^\n]*\n)+path: (?<path>[\w./-]*[a-zA-Z][\w./-]*)\nblob: (?<blob>(?:[\da-f]{40}|[\da-f]{64}))\nsha256: (?<sha256>[\da-f]{64})\n/;

function readQuickly(message: string): ReleaseHead | undefined {
  const found = HEAD.exec(message)?.groups;
  const { prompt, path, blob, sha256 } = found ?? {};
  const version = parseVersion(found?.version ?? "");
  if (!version || !prompt || !path || !blob || !sha256) return undefined;
  return { prompt: prompt as PromptId, version, path, file: { blob: blob as Sha, sha256 } };
}

function titleOf({ prompt, version, retired, rollbackOf, unreviewed, reasons }: ReleaseRecord): string {
  const what = retired
    ? "retired"
    : rollbackOf
      ? `rolls back ${rollbackOf}`
      : (reasons[0]?.replaceAll("`", "") ?? "released");
  return `${prompt} ${version}${unreviewed === undefined ? "" : " (unreviewed)"}: ${what}`;
}

function evaluationData({ tool, passed, failed, before, url }: EvaluationSummary) {
  return { tool, passed, failed, ...present("before", before), ...present("url", url) };
}

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
