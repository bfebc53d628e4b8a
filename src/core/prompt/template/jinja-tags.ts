// Cuts a Jinja template into its tags, in one pass and without recursion.
// Libraries that parse Jinja recurse: 100,000 nested blocks or brackets end the process on a full stack.

import { endOfString, type TemplateProblem } from "./template.ts";

export interface JinjaTag {
  /** `{{ … }}` prints an expression, `{% … %}` is a statement. Comments and raw blocks give no tag. */
  readonly kind: "expression" | "statement";
  readonly start: number;
  readonly tokens: readonly JinjaToken[];
}

export interface JinjaToken {
  readonly kind: "name" | "literal" | "sign";
  readonly text: string;
  readonly offset: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

export interface JinjaTags {
  readonly tags: readonly JinjaTag[];
  /** The first broken tag; what follows is unread. */
  readonly problem?: TemplateProblem;
}

export function cutJinjaTags(text: string): JinjaTags {
  const tags: JinjaTag[] = [];
  let at = text.indexOf("{");
  while (at !== -1) {
    const step = readAt(text, at);
    if ("message" in step) return { tags, problem: step };
    if (step.tag) tags.push(step.tag);
    at = text.indexOf("{", step.end);
  }
  return { tags };
}

interface Step {
  readonly tag?: JinjaTag;
  /** Where reading goes on. */
  readonly end: number;
}

function readAt(text: string, start: number): Step | TemplateProblem {
  switch (text[start + 1]) {
    case "#":
      return skipComment(text, start);
    case "{":
      return cutTag(text, start, "expression");
    case "%":
      return skipRawBlock(text, start) ?? cutTag(text, start, "statement");
    default:
      return { end: start + 1 };
  }
}

function skipComment(text: string, start: number): Step | TemplateProblem {
  const end = text.indexOf("#}", start + 2);
  if (end !== -1) return { end: end + 2 };
  return problem(start, "This comment is never closed.", "Close it with `#}`.");
}

const RAW = /\{%[-+]?\s*raw\s*[-+]?%\}/y;
const END_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/** Nothing between `{% raw %}` and `{% endraw %}` is a tag. */
function skipRawBlock(text: string, start: number): Step | TemplateProblem | undefined {
  RAW.lastIndex = start;
  if (!RAW.test(text)) return undefined;
  END_RAW.lastIndex = RAW.lastIndex;
  if (END_RAW.test(text)) return { end: END_RAW.lastIndex };
  return problem(start, "The block `raw` that opens here is never closed.", "Add `{% endraw %}`.");
}

const SPACE = /\s+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /\d[\w.]*/y;
const SIGN = /[=!<>]=|\/\/|\*\*|[^\s]/uy;

const CLOSED_BY: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function cutTag(text: string, start: number, kind: JinjaTag["kind"]): Step | TemplateProblem {
  const ending = kind === "expression" ? "}}" : "%}";
  const tokens: JinjaToken[] = [];
  const awaited: string[] = [];
  let at = start + 2;
  while (at < text.length) {
    const isEnd = text.startsWith(ending, at) && awaited.length === 0;
    if (isEnd) return { tag: { kind, start, tokens: withoutTrim(tokens) }, end: at + ending.length };
    const sign = text.charAt(at);
    if (sign === '"' || sign === "'") {
      const end = endOfString(text, at);
      if (end === -1) return problem(at, "This string is never closed.", `Close it with ${sign}.`);
      tokens.push({ kind: "literal", text: text.slice(at, end + 1), offset: at, depth: awaited.length });
      at = end + 1;
      continue;
    }
    if (matchAt(SPACE, text, at)) {
      at = SPACE.lastIndex;
      continue;
    }
    if (sign === awaited.at(-1)) awaited.pop();
    else if (")]}".includes(sign)) {
      const fix =
        awaited.length > 0 ? `Close the open bracket with \`${awaited.at(-1)}\` first.` : "Remove it.";
      return problem(at, `This \`${sign}\` closes nothing.`, fix);
    }
    const token = readToken(text, at, awaited.length);
    tokens.push(token);
    const closing = CLOSED_BY[token.text];
    if (closing) awaited.push(closing);
    at += token.text.length;
  }
  return problem(start, "This tag is never closed.", `Close it with \`${ending}\`.`);
}

function readToken(text: string, offset: number, depth: number): JinjaToken {
  for (const [pattern, kind] of [
    [NAME, "name"],
    [NUMBER, "literal"],
    [SIGN, "sign"],
  ] as const) {
    const found = matchAt(pattern, text, offset);
    if (found) return { kind, text: found, offset, depth };
  }
  return { kind: "sign", text: text.charAt(offset), offset, depth };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The `-` and `+` beside the braces only say whether white space is kept. */
function withoutTrim(tokens: readonly JinjaToken[]): readonly JinjaToken[] {
  const isTrim = (token: JinjaToken | undefined) => token?.text === "-" || token?.text === "+";
  return tokens.slice(isTrim(tokens[0]) ? 1 : 0, isTrim(tokens.at(-1)) ? -1 : tokens.length);
}

function problem(offset: number, message: string, fix: string): TemplateProblem {
  return { offset, message, fix };
}
