// Sets a pin in `prompts.lock.yml` and leaves every other byte as it is: order, comments, quotes, line ends.

import {
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Finding } from "../finding.ts";
import { isSamePrompt, LOCK_PATH, type Pin } from "./lock.ts";
import { type ParsedLock, parseLock } from "./parse.ts";

export type EditedLock =
  | { readonly kind: "text"; readonly text: string }
  /** The file, or the pin itself, is not sound. */
  | { readonly kind: "broken"; readonly findings: readonly Finding[] };

const NEW_LOCK = `# The prompts this repository runs. Change it with \`prompt-steward pin <id>@<range>\`.
version: 1
prompts: []
`;

/** Changes the prompt's pin, or adds it at the end. @param text undefined where there is no file yet. */
export function setPin(text: string | undefined, pin: Pin, file: string = LOCK_PATH): EditedLock {
  const source = text ?? NEW_LOCK;
  const before = parseLock(source, file);
  if (before.kind === "broken") return before;
  const index = before.pins.findIndex((one) => isSamePrompt(one, pin));
  const edits = index === -1 ? addition(source, pin) : replacement(source, index, pin);
  const written = edits && applied(source, edits);
  if (written === undefined) return { kind: "broken", findings: [entangled(file)] };
  // The outcome is read again before anybody trusts it: anchors may tie pins together, and the pin may be unsound.
  const after = parseLock(written, file);
  if (after.kind === "broken") return after;
  const isAsWanted = keepsTheRest(before, after, pin) && holds(after, pin);
  return isAsWanted ? { kind: "text", text: written } : { kind: "broken", findings: [entangled(file)] };
}

/** Puts `text` in place of what stands from `start` to `end`. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In line ends of the source. Undefined where it is written in a way that cannot be edited piece by piece. */
type Edits = readonly Edit[] | undefined;

function replacement(source: string, index: number, pin: Pin): Edits {
  const entry = pinsOf(source)?.items[index];
  if (!isMap(entry)) return undefined;
  const edits = (["version", "sha256", "path"] as const).map((key): Edit | undefined | "untouched" => {
    const wanted = pin[key];
    if (wanted === undefined) return "untouched";
    const pair = entry.items.find((one) => isScalar(one.key) && one.key.value === key);
    if (!pair) return newKey(source, entry, key, wanted);
    return isScalar(pair.value) && pair.value.value === wanted ? "untouched" : newValue(pair, wanted);
  });
  return edits.includes(undefined) ? undefined : edits.filter((edit) => typeof edit === "object");
}

function newValue({ value }: Pair, wanted: string): Edit | undefined {
  if (
    !isScalar(value) ||
    !value.range ||
    value.type === Scalar.BLOCK_LITERAL ||
    value.type === Scalar.BLOCK_FOLDED
  ) {
    return undefined;
  }
  const [start, end] = value.range;
  return { start, end, text: written(wanted, value.type) };
}

function newKey(source: string, entry: YAMLMap, key: string, wanted: string): Edit | undefined {
  const last = endOf(entry);
  if (last === undefined) return undefined;
  const pair = `${key}: ${written(wanted)}`;
  if (entry.flow) return { start: last, end: last, text: `, ${pair}` };
  const end = endOfLine(source, last);
  return {
    start: end,
    end,
    text: `${lineEndOf(source)}${" ".repeat(columnOf(source, entry.range?.[0] ?? 0))}${pair}`,
  };
}

function addition(source: string, pin: Pin): Edits {
  const pins = pinsOf(source);
  if (!pins?.range) return undefined;
  const { prompt, repository, version, sha256, path } = pin;
  const pairs = Object.entries({ prompt, repository, version, sha256, path }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${written(value)}`],
  );
  const lines = (indent: number) =>
    pairs.map((pair, at) => `${" ".repeat(indent)}${at === 0 ? "- " : "  "}${pair}`);
  const lineEnd = lineEndOf(source);
  const [start, end] = pins.range;
  if (pins.items.length === 0) {
    const from = source.slice(0, start).trimEnd().length;
    return [{ start: from, end, text: lineEnd + lines(2).join(lineEnd) }];
  }
  const last = pins.items.at(-1);
  const after = isMap(last) ? endOf(last) : undefined;
  if (after === undefined || !isMap(last)) return undefined;
  if (pins.flow) return [{ start: end - 1, end: end - 1, text: `, {${pairs.join(", ")}}` }];
  const dash = columnOf(source, source.lastIndexOf("-", (last.range?.[0] ?? 0) - 1));
  const at = endOfLine(source, after);
  return [{ start: at, end: at, text: lineEnd + lines(dash).join(lineEnd) }];
}

function pinsOf(source: string): YAMLSeq | undefined {
  const pins: unknown = parseDocument(source, { schema: "core", merge: false }).get("prompts");
  return isSeq(pins) ? pins : undefined;
}

/** Behind the last value of a mapping, its closing brace left out. */
function endOf(entry: YAMLMap): number | undefined {
  const value = entry.items.at(-1)?.value;
  return isScalar(value) ? value.range?.[1] : undefined;
}

function written(value: string, style?: Scalar.Type | null): string {
  const node = new Scalar(value);
  if (style) node.type = style;
  return stringify(node, { lineWidth: 0 }).trimEnd();
}

function applied(source: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((a, b) => b.start - a.start);
  return backwards.reduce(
    (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
    source,
  );
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  if (end === -1) return source.length;
  return source[end - 1] === "\r" ? end - 1 : end;
}

function columnOf(source: string, offset: number): number {
  return offset - (source.lastIndexOf("\n", offset - 1) + 1);
}

function lineEndOf(source: string): string {
  return source.includes("\r\n") ? "\r\n" : "\n";
}

function keepsTheRest(before: Lock, after: Lock, edit: Pin): boolean {
  const others = ({ pins }: Lock) =>
    JSON.stringify(pins.filter((pin) => !isSamePrompt(pin, edit)).map(({ line: _, ...pin }) => pin));
  return others(after) === others(before);
}

type Lock = Extract<ParsedLock, { kind: "lock" }>;

function holds({ pins }: Lock, { version, sha256, path, ...prompt }: Pin): boolean {
  const pin = pins.find((one) => isSamePrompt(one, prompt));
  return pin?.version === version && pin.sha256 === sha256 && (path === undefined || pin.path === path);
}

function entangled(file: string): Finding {
  return {
    rule: "lock-file",
    severity: "error",
    file,
    message:
      "The pin is written in a way that cannot be changed alone, such as with anchors and aliases (& and *).",
    fix: "Write its values out, each behind its own key, and try again.",
  };
}
