// The object name git gives to a file's bytes, to tell whether bytes are the ones that a name stands for.

import { createHash } from "node:crypto";
import { type Sha, sha } from "../core/identity.ts";

/** @param like another object name of the repository, which shows its hash function (SHA-1 or SHA-256) */
export function blobNameOf(bytes: Uint8Array, like: Sha): Sha {
  const hash = createHash(like.length === 64 ? "sha256" : "sha1");
  return sha(hash.update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex"));
}
