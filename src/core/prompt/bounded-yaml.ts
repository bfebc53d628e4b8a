// YAML as a plain value with positions, bounded in time, memory and depth whatever the text holds.

import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
  type Scalar,
} from "yaml";
import { type Passage, type Position, TextLines } from "./position.ts";
import { fileError, fileWarning, type Problem, shown } from "./problem.ts";
import { explainYamlError } from "./yaml-error.ts";
import { isBlockText, nodeAt, offsetOf, offsetWithin, type Path, pairAt, startOf } from "./yaml-places.ts";

export interface YamlReading {
  /** Plain data; undefined where the text is broken or holds nothing. Values behind aliases are shared. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at the path is written, its key where it is empty; the nearest that exists around it. */
  at(path: Path): Position;
  /** Where the last key of the path is written; as `at` where there is none. */
  keyAt(path: Path): Position;
  /** Like `at` for a text: a block text (`|`, `>`) starts in the line below its mark. */
  startOfText(path: Path): Position;
  /**
   * Where a part of a text is written. Exact for block texts of `|` and for texts on one line without escapes;
   * the start of the text for all others, whose lines the YAML folds.
   * @param offset in UTF-16 units from the start of the value
   */
  withinText(path: Path, offset: number): Position;
}

// The `yaml` library recurses while it composes: a hundred thousand brackets end the process on a full stack,
// uncatchably, and a million stray ones take minutes. Its lexer and parser do not, so the bounds hold there.
// The deepest prompts (JSON Schemas in front matter) stay below 20 levels; 1 MiB of prose is few tokens.
const MAX_DEPTH = 100;
const MAX_TOKENS = 100_000;
/** The library looks for an alias's anchor through the whole document. */
const MAX_ALIASES = 1_000;
const MOST_WARNINGS = 20;
/** Signs and nodes once every alias is replaced by what it stands for. */
const MAX_EXPANDED_SIZE = 10_000_000;

export function readYaml(passage: Passage): YamlReading {
  const lines = new TextLines(passage.text, passage.firstLine);
  const position = (offset: number): Position => lines.at(Math.max(0, Math.min(offset, passage.text.length)));
  const top = position(0);
  const parsed = parseBounded(passage.text);
  if (parsed.kind === "too-complex") {
    const problem = fileError(
      position(parsed.offset),
      parsed.message,
      "Split the file, or write it simpler.",
    );
    return {
      value: undefined,
      problems: [problem],
      at: () => top,
      keyAt: () => top,
      startOfText: () => top,
      withinText: () => top,
    };
  }
  const { document } = parsed;
  const problems = [
    ...firstSyntaxError(document, passage.text, position),
    ...document.warnings
      .slice(0, MOST_WARNINGS)
      .map((warning) => fileWarning(position(warning.pos[0]), ...explainYamlError(warning, passage.text))),
    ...findNodeProblems(document, position),
  ];
  const isBroken = problems.some(({ severity }) => severity === "error");
  const converted = isBroken ? { value: undefined, problems: [] } : convert(document, position);
  const startOfText = (path: Path): Position => {
    const at = position(offsetOf(document.contents, path));
    return isBlockText(nodeAt(document.contents, path)) ? { line: at.line + 1, column: 1 } : at;
  };
  return {
    value: converted.value ?? undefined,
    problems: [...problems, ...converted.problems],
    at: (path) => position(offsetOf(document.contents, path)),
    keyAt: (path) => {
      const holder = nodeAt(document.contents, path.slice(0, -1));
      const key = isMap(holder) ? pairAt(holder, path.at(-1) ?? "")?.key : undefined;
      return position(startOf(key) ?? offsetOf(document.contents, path));
    },
    startOfText,
    withinText: (path, offset) => {
      const inFile = offsetWithin(nodeAt(document.contents, path), offset, passage.text);
      return inFile === undefined ? startOfText(path) : position(inFile);
    },
  };
}

type Parsed =
  | { readonly kind: "document"; readonly document: Document.Parsed }
  | { readonly kind: "too-complex"; readonly offset: number; readonly message: string };

function parseBounded(text: string): Parsed {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let aliases = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // Only the first syntax error is told, and composing many takes long.
    if (tokens.at(-1)?.type === "error") break;
    if (parser.stack.length > MAX_DEPTH) {
      return tooComplex(parser, `The YAML is nested more than ${MAX_DEPTH} levels deep.`);
    }
    if (lexeme.startsWith("*")) aliases++;
    if (++lexemes > MAX_TOKENS || aliases > MAX_ALIASES) {
      return tooComplex(
        parser,
        `The YAML has too many ${aliases > MAX_ALIASES ? "aliases" : "parts"} for a prompt.`,
      );
    }
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({
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

/** Points at the innermost part that is still open. */
function tooComplex(parser: Parser, message: string): Parsed {
  const open = parser.stack.findLast((token) => "offset" in token && token.offset >= 0);
  return { kind: "too-complex", offset: open && "offset" in open ? open.offset : 0, message };
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

/** How deep and how large a value is with its aliases replaced by what they stand for. */
interface Extent {
  readonly depth: number;
  readonly size: number;
}

/** Duplicate keys, aliases that point nowhere or into themselves, and those that expand without measure. */
function findNodeProblems(document: Document.Parsed, position: (offset: number) => Position): Problem[] {
  const problems: Problem[] = [];
  const closed = new Map<string, Extent>();
  const open = new Set<string>();
  const report = (node: Node, message: string, fix: string) =>
    problems.push(fileError(position(node.range?.[0] ?? 0), message, fix));

  const visitAlias = (node: Alias): Extent => {
    const name = shown(`*${node.source}`);
    const extent = closed.get(node.source);
    if (open.has(node.source)) report(node, `The alias ${name} stands within its own anchor.`, "Remove it.");
    else if (!extent) {
      report(
        node,
        `The alias ${name} has no anchor before it.`,
        "Write the value itself, or quote the text.",
      );
    }
    return extent ?? { depth: 1, size: 1 };
  };

  const visitWithin = (node: Node): Extent => {
    if (isAlias(node)) return visitAlias(node);
    if (isScalar(node)) return { depth: 1, size: 1 + (node.source?.length ?? 0) };
    if (isSeq(node)) return around(node.items.map(visit));
    if (!isMap(node)) return { depth: 1, size: 1 };
    for (const duplicate of duplicateKeys(node.items)) {
      report(duplicate, `The key ${shown(String(duplicate))} is written twice.`, "Keep one of the two.");
    }
    return around(node.items.flatMap(({ key, value }) => [visit(key), visit(value)]));
  };

  const visit = (node: unknown): Extent => {
    if (!isNode(node)) return { depth: 1, size: 1 };
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
    if (anchor === undefined) return visitWithin(node);
    open.add(anchor);
    const extent = visitWithin(node);
    open.delete(anchor);
    closed.set(anchor, extent);
    return extent;
  };

  const whole = visit(document.contents);
  if (whole.depth > MAX_DEPTH || whole.size > MAX_EXPANDED_SIZE) {
    const message = "The YAML's aliases expand to far more than is written (a YAML bomb).";
    problems.push(
      fileError(position(startOf(document.contents) ?? 0), message, "Write the values themselves."),
    );
  }
  return problems;
}

function around(parts: readonly Extent[]): Extent {
  return parts.reduce(
    (whole, part) => ({ depth: Math.max(whole.depth, part.depth + 1), size: whole.size + part.size }),
    { depth: 1, size: 1 },
  );
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
    // `findNodeProblems` has measured what the aliases expand to; the library would refuse the 101st use of any anchor.
    const value: unknown = document.toJS({ maxAliasCount: -1 });
    return { value, problems: [] };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const at = position(startOf(document.contents) ?? 0);
    return {
      value: undefined,
      problems: [fileError(at, `The YAML cannot be read: ${error.message}.`, "Write the values themselves.")],
    };
  }
}
