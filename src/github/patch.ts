// A comparison's patch shows a new or small file whole: then it needs no request of its own.

import type { Sha } from "../core/identity.ts";
import { blobNameOf } from "./blob.ts";

/** @returns the file's bytes where the patch shows all of them, proven by the object name; else undefined */
export function wholeFile(patch: string, blob: Sha): Uint8Array | undefined {
  const [header = "", ...lines] = patch.split("\n");
  if (!/^@@ -\d+(?:,\d+)? \+1(?:,\d+)? @@/.test(header)) return undefined;
  let text = "";
  let isOnNewSide = false;
  for (const line of lines) {
    const sign = line[0];
    if (sign === "@") return undefined;
    // "\ No newline at end of file" is about the line before it.
    if (sign === "\\") {
      if (isOnNewSide) text = text.slice(0, -1);
      continue;
    }
    isOnNewSide = sign === "+" || sign === " ";
    if (isOnNewSide) text += `${line.slice(1)}\n`;
  }
  const bytes = new TextEncoder().encode(text);
  return blobNameOf(bytes, blob) === blob ? bytes : undefined;
}
