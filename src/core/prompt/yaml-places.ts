// Finds where a value of a YAML document is written, as an offset in its text.

import { isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";

export type Path = readonly (string | number)[];

/** Where the value at the path is written, its key where it is empty; the nearest that exists around it. */
export function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairAt(node, step);
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
      const isEmpty = isScalar(node) && node.source === "";
      if (!isEmpty) offset = startOf(node) ?? offset;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

const pairsByKey = new WeakMap<YAMLMap, Map<string, Pair>>();

/** Of keys written twice the first, as the library's own `get` does. */
export function pairAt(map: YAMLMap, key: string | number): Pair | undefined {
  let pairs = pairsByKey.get(map);
  if (!pairs) {
    const named = map.items.flatMap((pair) =>
      isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [],
    );
    pairs = new Map(named.reverse());
    pairsByKey.set(map, pairs);
  }
  return pairs.get(String(key));
}

export function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
  for (const step of path) {
    if (isMap(node)) node = pairAt(node, step)?.value;
    else if (isSeq(node) && typeof step === "number") node = node.items[step];
    else return undefined;
  }
  return node;
}

/** Undefined where the value's signs do not stand in the file one by one. */
export function offsetWithin(node: unknown, offset: number, text: string): number | undefined {
  if (!isScalar(node) || !node.range || typeof node.value !== "string") return undefined;
  if (node.type === "BLOCK_LITERAL") return offsetWithinBlock(node.value, offset, text, node.range[0]);
  const quote = node.type === "PLAIN" ? 0 : 1;
  const start = node.range[0] + quote;
  return text.startsWith(node.value, start) && !node.value.includes("\n") ? start + offset : undefined;
}

/** The lines of the value are the file's, less their indentation. */
function offsetWithinBlock(value: string, offset: number, text: string, start: number): number {
  const before = value.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let at = text.indexOf("\n", start) + 1;
  for (let end = before.indexOf("\n"); end !== -1; end = before.indexOf("\n", end + 1))
    at = text.indexOf("\n", at) + 1;
  const lineOfValue = value.slice(lineStart, endOfLine(value, lineStart));
  const indentation = endOfLine(text, at) - at - lineOfValue.length;
  return at + Math.max(0, indentation) + (offset - lineStart);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

export function isBlockText(node: unknown): boolean {
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}
