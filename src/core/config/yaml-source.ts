// YAML text as a plain value whose every part knows where it stands. Bounded: no text takes long or much memory.

import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { explainSyntax } from "./yaml-errors.ts";

export interface YamlSource {
  /** Undefined where the text holds no value at all. Values behind aliases are shared, not copied. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** Where the key or the list item at the path is written; the nearest that exists where it is missing. */
  locate(path: readonly PropertyKey[]): Position;
  /** Whether the key at the top is written once and no problem lies within it. */
  isSound(key: string): boolean;
}

export interface YamlProblem extends Position {
  readonly message: string;
  readonly fix: string;
}

/** 1-based. */
interface Position {
  readonly line: number;
  readonly column: number;
}

// The config is six levels deep. Far above it, far below where a walk would exhaust the stack.
const MAX_DEPTH = 30;
/** Values that all aliases together may stand for: enough for teams named once and used in every entry. */
const MAX_ALIASED_VALUES = 200_000;

export function readYaml(text: string): YamlSource {
  const lines = linesOf(text);
  const document = parseBounded(text);
  const end = Math.max(0, text.trimEnd().length - 1);
  const position = (offset: number): Position => {
    let within = Math.max(0, Math.min(offset, end));
    // What is missing at the end of a line is shown at the line's last character.
    while (/[\r\n]/.test(text[within] ?? "") && within > 0 && text[within - 1] !== "\n") within--;
    const { line, col } = lines.linePos(within);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const walk = new Walk(position);
  const value = document.contents ? walk.read(document.contents, 0) : undefined;
  const syntax = [...document.errors, ...document.warnings];
  const found = [
    ...syntax.filter(isTelling).map((error) => ({ offset: error.pos[0], ...explainSyntax(error, text) })),
    ...walk.problems,
  ].sort((a, b) => a.offset - b.offset);
  const offsets = [...syntax.map((error) => error.pos[0]), ...walk.problems.map(({ offset }) => offset)];
  return {
    value,
    problems: found.map(({ offset, message, fix }) => ({ ...position(offset), message, fix })),
    locate: (path) => position(walk.offsetOf(document.contents, path)),
    isSound: (key) => isSound(document, key, offsets),
  };
}

/** Counted here, since the parser's own count misses lines after some syntax errors. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function parseBounded(text: string): Document {
  const { stackTraceLimit } = Error;
  try {
    // A hostile megabyte has 500,000 syntax errors, each an Error object: their stacks, which nobody reads,
    // would take 10 s, four fifths of the whole.
    Error.stackTraceLimit = 0;
    return parseDocument(text, {
      schema: "core",
      merge: false,
      resolveKnownTags: false,
      stringKeys: true,
      prettyErrors: false,
      // The library compares each key with all before it; the walk finds duplicates in linear time.
      uniqueKeys: false,
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** One unclosed bracket leads to many more complaints: the first of a kind says it all. */
function isTelling(error: YAMLError, index: number, all: readonly YAMLError[]): boolean {
  const first = all[0];
  return index === 0 || (error.code === first?.code && index < 20);
}

function isSound(document: Document, key: string, problems: readonly number[]): boolean {
  if (!isMap(document.contents)) return false;
  const pairs = document.contents.items.filter((pair) => keyOf(pair) === key);
  const [pair] = pairs;
  if (pairs.length !== 1 || !pair) return false;
  const start = startOf(pair.key) ?? 0;
  const end = isNodeLike(pair.value) ? (pair.value.range?.[2] ?? start) : start;
  return !problems.some((offset) => offset >= start && offset <= end);
}

type Offending = { offset: number; message: string; fix: string };

/** Turns nodes into plain values in document order, so that an alias finds the anchor before it. */
class Walk {
  readonly problems: Offending[] = [];
  readonly #position: (offset: number) => Position;
  readonly #anchors = new Map<string, { node: Node; value: unknown; size: number }>();
  readonly #targets = new Map<Node, Node>();
  readonly #pairs = new WeakMap<YAMLMap, Map<string, Pair>>();
  #size = 0;
  #aliased = 0;

  constructor(position: (offset: number) => Position) {
    this.#position = position;
  }

  read(node: unknown, depth: number): unknown {
    if (!isNodeLike(node)) return null;
    this.#size++;
    if (isAlias(node)) return this.#readAlias(node, node.source);
    const before = this.#size;
    const value = isCollection(node) ? this.#readCollection(node, depth) : isScalar(node) ? node.value : null;
    if (node.anchor) this.#anchors.set(node.anchor, { node, value, size: this.#size - before + 1 });
    return value;
  }

  /** Where the key or item at the path starts, or the nearest thing around it. */
  offsetOf(root: unknown, path: readonly PropertyKey[]): number {
    let node: unknown = root;
    let offset = startOf(root) ?? 0;
    for (const step of path) {
      const target = isNodeLike(node) ? (this.#targets.get(node) ?? node) : node;
      if (isMap(target)) {
        const pair = this.#pairsOf(target).get(String(step));
        if (!pair) return offset;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(target) && typeof step === "number") {
        node = target.items[step];
        offset = startOf(node) ?? offset;
      } else {
        return offset;
      }
    }
    return offset;
  }

  #readAlias(node: Node, name: string): unknown {
    const anchor = this.#anchors.get(name);
    if (!anchor) {
      this.#report(node, `The alias *${name} has no anchor &${name} before it.`, "Write the value itself.");
      return null;
    }
    this.#targets.set(node, anchor.node);
    this.#size += anchor.size;
    const before = this.#aliased;
    this.#aliased += anchor.size;
    if (this.#aliased <= MAX_ALIASED_VALUES) return anchor.value;
    if (before <= MAX_ALIASED_VALUES) {
      const message = `The aliases stand for more than ${MAX_ALIASED_VALUES.toLocaleString("en")} values.`;
      this.#report(node, message, "Write fewer aliases of smaller values.");
    }
    return null;
  }

  #readCollection(node: Node, depth: number): unknown {
    if (depth >= MAX_DEPTH) {
      this.#report(
        node,
        `This is nested more than ${MAX_DEPTH} levels deep.`,
        "Write it as in docs/config.md.",
      );
      return null;
    }
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    return isMap(node) ? this.#readMap(node, depth) : null;
  }

  #readMap(map: YAMLMap, depth: number): unknown {
    const pairs = this.#pairsOf(map);
    const plain: Record<string, unknown> = Object.create(null);
    for (const pair of map.items) {
      const key = keyOf(pair);
      if (isScalar(pair.key)) this.read(pair.key, depth + 1);
      const value = this.read(pair.value, depth + 1);
      if (key === undefined) continue;
      const first = pairs.get(key);
      if (first === pair) {
        plain[key] = value;
      } else if (isNodeLike(pair.key)) {
        const { line } = this.#position(startOf(first?.key) ?? 0);
        this.#report(
          pair.key,
          `The key ${key.slice(0, 80)} is already written in line ${line}.`,
          "Keep one of them.",
        );
      }
    }
    return plain;
  }

  #pairsOf(map: YAMLMap): Map<string, Pair> {
    const known = this.#pairs.get(map);
    if (known) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      const key = keyOf(pair);
      if (key !== undefined && !pairs.has(key)) pairs.set(key, pair);
    }
    this.#pairs.set(map, pairs);
    return pairs;
  }

  #report(node: Node, message: string, fix: string): void {
    this.problems.push({ offset: startOf(node) ?? 0, message, fix });
  }
}

function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNodeLike(node) ? node.range?.[0] : undefined;
}

function isNodeLike(node: unknown): node is Node {
  return isCollection(node) || isScalar(node) || isAlias(node);
}
