// YAML as a plain value with positions, bounded in time, memory and depth whatever the text holds.

import {
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  type Token,
} from "yaml";
import type { Passage, Position } from "./position.ts";
import { fileError, fileWarning, type Problem, shown } from "./problem.ts";
import { explainYamlError } from "./yaml-error.ts";

export type Path = readonly (string | number)[];

export interface YamlReading {
  /** Plain data; undefined where the text is broken or holds nothing. Values behind aliases are shared. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at the path is written, its key where it is empty; the nearest that exists around it. */
  at(path: Path): Position;
  /** Like `at` for a text: a block text (`|`, `>`) starts in the line below its mark. */
  startOfText(path: Path): Position;
}

// The `yaml` library recurses while it composes: a hundred thousand brackets end the process on a full stack,
// uncatchably, and a million stray ones take minutes. Its lexer and parser do not, so the bounds hold there.
// The deepest prompts (JSON Schemas in front matter) stay below 20 levels; 1 MiB of prose is few tokens.
const MAX_DEPTH = 100;
const MAX_TOKENS = 100_000;
/** As the library's default: uses of one anchor, times the aliases within it. */
const MAX_ALIAS_COUNT = 100;

export function readYaml(passage: Passage): YamlReading {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    return { line: passage.firstLine + Math.max(line, 1) - 1, column: Math.max(col, 1) };
  };
  const top = position(0);
  const parsed = parseBounded(passage.text, lines);
  if (parsed.kind === "too-complex") {
    const problem = fileError(position(parsed.offset), parsed.message, "Split the file, or write it simpler.");
    return { value: undefined, problems: [problem], at: () => top, startOfText: () => top };
  }
  const { document } = parsed;
  const problems = [
    ...firstSyntaxError(document, passage.text, position),
    ...document.warnings.map((warning) =>
      fileWarning(position(warning.pos[0]), ...explainYamlError(warning, passage.text)),
    ),
    ...findNodeProblems(document, position),
  ];
  const isBroken = problems.some(({ severity }) => severity === "error");
  const converted = isBroken ? { value: undefined, problems: [] } : convert(document, position);
  return {
    value: converted.value ?? undefined,
    problems: [...problems, ...converted.problems],
    at: (path) => position(offsetOf(document.contents, path)),
    startOfText: (path) => {
      const at = position(offsetOf(document.contents, path));
      return isBlockText(document.getIn(path, true)) ? { line: at.line + 1, column: 1 } : at;
    },
  };
}

type Parsed =
  | { readonly kind: "document"; readonly document: Document.Parsed }
  | { readonly kind: "too-complex"; readonly offset: number; readonly message: string };

function parseBounded(text: string, lines: LineCounter): Parsed {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) {
      return tooComplex(parser, `The YAML is nested more than ${MAX_DEPTH} levels deep.`);
    }
    if (++lexemes > MAX_TOKENS) {
      return tooComplex(parser, "The YAML has too many parts for a prompt.");
    }
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({
    lineCounter: lines,
    schema: "core",
    merge: true,
    resolveKnownTags: false,
    prettyErrors: false,
    // The library compares each key with all before it: 50,000 keys take minutes. `findNodeProblems` does it.
    uniqueKeys: false,
    logLevel: "silent",
  });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (!document) return { kind: "too-complex", offset: 0, message: "The YAML holds no document." };
  if (second) {
    return {
      kind: "too-complex",
      offset: second.range[0],
      message: "A second YAML document starts here; a prompt is one document.",
    };
  }
  return { kind: "document", document };
}

function tooComplex(parser: Parser, message: string): Parsed {
  return { kind: "too-complex", offset: (parser as unknown as { offset: number }).offset, message };
}

/** What follows the first one is mostly its consequence. */
function firstSyntaxError(
  document: Document.Parsed,
  text: string,
  position: (offset: number) => Position,
): Problem[] {
  return document.errors
    .slice(0, 1)
    .map((error) => fileError(position(error.pos[0]), ...explainYamlError(error, text)));
}

/** Duplicate keys, and aliases that point nowhere or into themselves. */
function findNodeProblems(document: Document.Parsed, position: (offset: number) => Position): Problem[] {
  const problems: Problem[] = [];
  const closed = new Set<string>();
  const open = new Set<string>();
  const report = (node: Node, message: string, fix: string) =>
    problems.push(fileError(position(node.range?.[0] ?? 0), message, fix));

  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      const name = shown(`*${node.source}`);
      if (open.has(node.source)) report(node, `The alias ${name} stands within its own anchor.`, "Remove it.");
      else if (!closed.has(node.source)) {
        report(node, `The alias ${name} has no anchor before it.`, "Write the value itself, or quote the text.");
      }
      return;
    }
    if (!isNode(node)) return;
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
    if (anchor !== undefined) open.add(anchor);
    if (isSeq(node)) node.items.forEach(visit);
    if (isMap(node)) {
      for (const duplicate of duplicateKeys(node.items)) {
        report(duplicate, `The key ${shown(String(duplicate))} is written twice.`, "Keep one of the two.");
      }
      for (const pair of node.items) {
        visit(pair.key);
        visit(pair.value);
      }
    }
    if (anchor !== undefined) {
      open.delete(anchor);
      closed.add(anchor);
    }
  };
  visit(document.contents);
  return problems;
}

function duplicateKeys(pairs: readonly Pair[]): Scalar[] {
  const seen = new Set<string>();
  return pairs.flatMap(({ key }) => {
    if (!isScalar(key) || key.value === "<<") return [];
    const name = String(key.value);
    if (seen.has(name)) return [key];
    seen.add(name);
    return [];
  });
}

function convert(document: Document.Parsed, position: (offset: number) => Position) {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIAS_COUNT });
    return { value, problems: [] };
  } catch (error) {
    if (!(error instanceof ReferenceError || error instanceof TypeError || error instanceof Error)) throw error;
    const at = position(document.contents?.range?.[0] ?? 0);
    const message = /alias count/i.test(error.message)
      ? "The YAML's aliases expand to far more than is written (a YAML bomb)."
      : `The YAML cannot be read: ${error.message}`;
    return { value: undefined, problems: [fileError(at, message, "Write the values themselves.")] };
  }
}

function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
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

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function isBlockText(node: unknown): boolean {
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}
