// Pins a prompt: finds the release that is asked for, fetches its bytes, and trusts neither without the other.

import { createHash } from "node:crypto";
import type { Sha } from "../core/identity.ts";
import type { Pin } from "../core/pins/lock.ts";
import { type PinRequest, resolvePin } from "../core/pins/resolve.ts";
import { type Evidence, verifyPin } from "../core/pins/verify.ts";
import type { FileAtCommit } from "../core/ports.ts";
import type { Release } from "../core/release/history-entries.ts";
import { readTagHistory, type TagSource } from "./read-history.ts";

/** A repository that releases prompts. */
export interface ReleasedPrompts extends TagSource {
  readAt(commit: Sha, path: string): Promise<FileAtCommit>;
}

export type PinOutcome =
  | {
      readonly kind: "pin";
      readonly pin: Pin;
      readonly bytes: Uint8Array;
      /** What to know before using it. */
      readonly notes: readonly string[];
    }
  | { readonly kind: "refused"; readonly message: string; readonly fix: string };

/** @param repository as the lock file names it, `acme/prompts` */
export async function pinPrompt(
  request: PinRequest,
  repository: string,
  source: ReleasedPrompts,
): Promise<PinOutcome> {
  const own = await readTagHistory(source, { prompts: [request.prompt], about: "past" });
  // What others there are helps whoever mistyped the id.
  const history = own.prompts.has(request.prompt) ? own : await readTagHistory(source, { about: "names" });
  const found = resolvePin(request, history);
  if (found.kind === "none") return { kind: "refused", message: found.message, fix: found.fix };
  const { release, file, notes } = found;
  const pin: Pin = { prompt: request.prompt, repository, version: release.version, sha256: file.sha256 };
  const content = await contentOf(release, source);
  const verdict = verifyPin(pin, { history, ...evidenceOf(content) });
  if (verdict.kind !== "ok") return { kind: "refused", message: verdict.message, fix: verdict.fix };
  if (content?.kind !== "file") {
    const message = `The bytes of ${pin.prompt} ${pin.version} cannot be read${content ? `: ${content.kind}` : ""}.`;
    return { kind: "refused", message, fix: "Pin a version whose tag points at a commit with its file." };
  }
  return { kind: "pin", pin, bytes: content.bytes, notes };
}

/** Undefined where the tag does not tell where the bytes are. */
export async function contentOf(
  release: Release,
  source: Pick<ReleasedPrompts, "readAt">,
): Promise<FileAtCommit | undefined> {
  const place = placeOf(release);
  return place && source.readAt(place.commit, place.path);
}

/** Where the bytes are; undefined where the tag does not tell. */
export function placeOf({ tag, reading }: Release): { commit: Sha; path: string } | undefined {
  if (reading.kind !== "record" || !reading.record.file || !tag.commit) return undefined;
  return { commit: tag.commit, path: reading.record.path };
}

/** What is no file, or too large to be one, is not there. */
export function evidenceOf(content: FileAtCommit | undefined): Pick<Evidence, "released"> {
  if (!content) return {};
  return {
    released:
      content.kind === "file"
        ? { kind: "file", blob: content.blob, sha256: sha256Of(content.bytes) }
        : { kind: "missing" },
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
