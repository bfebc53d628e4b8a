// Keeps parsed configs by the blob they were read from, so that an unchanged config is parsed once.

import type { Sha } from "../identity.ts";
import { type ParsedConfig, parseConfig } from "./parse.ts";
import { CONFIG_PATH } from "./policy.ts";

interface Kept {
  readonly parsed: ParsedConfig;
  readonly length: number;
}

/** Characters of config text whose policies are kept: a few hundred usual configs, or eight of the largest. */
const MAX_KEPT = 8 * 1_048_576;

// In order of use, the longest unused first.
const kept = new Map<string, Kept>();
let keptLength = 0;

/**
 * The same object for the same blob and file name, until others push it out.
 * @param blob the object name of exactly this text.
 * @param file the name that findings carry.
 */
export function parseConfigOnce(blob: Sha, text: string, file: string = CONFIG_PATH): ParsedConfig {
  const key = `${blob} ${file}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known.parsed;
  }
  const parsed = parseConfig(text, file);
  kept.set(key, { parsed, length: text.length });
  keptLength += text.length;
  dropUnused();
  return parsed;
}

function dropUnused(): void {
  for (const [key, { length }] of kept) {
    if (keptLength <= MAX_KEPT) return;
    kept.delete(key);
    keptLength -= length;
  }
}
