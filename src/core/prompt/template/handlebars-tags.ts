// Cuts a Handlebars or Mustache template into its tags, in one pass and without recursion.
// Handlebars' own parser is not used: 100,000 open blocks keep it busy for minutes.

import { endOfString, type TemplateProblem } from "./template.ts";

export interface Tag {
  /** From the first brace to behind the last one. */
  readonly start: number;
  readonly end: number;
  readonly kind:
    | "value"
    | "block"
    | "inverse"
    | "close"
    | "partial"
    | "partial-block"
    | "decorator"
    | "comment";
  readonly tokens: readonly TagToken[];
}

export interface TagToken {
  readonly kind: "name" | "string" | "sign";
  readonly text: string;
  readonly offset: number;
}

export interface Tags {
  readonly tags: readonly Tag[];
  readonly problem?: TemplateProblem;
  /** Mustache's `{{=<% %>=}}`: what follows is written in other signs and not read. */
  readonly changesDelimiters: boolean;
}

export function cutTags(text: string): Tags {
  const tags: Tag[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf("{{", from);
    if (start === -1) return { tags, changesDelimiters: false };
    if (isEscaped(text, start)) {
      from = start + 2;
      continue;
    }
    if (text.startsWith("{{=", start)) return { tags, changesDelimiters: true };
    const cut = text.startsWith("{{{{", start) ? cutRawBlock(text, start) : cutTag(text, start);
    if ("message" in cut) return { tags, changesDelimiters: false, problem: cut };
    tags.push(cut);
    from = cut.end;
  }
}

/** `\{{` is text; `\\{{` is a backslash and a tag. */
function isEscaped(text: string, start: number): boolean {
  return text[start - 1] === "\\" && text[start - 2] !== "\\";
}

/** `{{{{raw}}}} … {{{{/raw}}}}`: nothing within is a tag. */
function cutRawBlock(text: string, start: number): Tag | TemplateProblem {
  const openEnd = text.indexOf("}}}}", start);
  const name =
    openEnd === -1
      ? ""
      : (text
          .slice(start + 4, openEnd)
          .trim()
          .split(/\s/, 1)[0] ?? "");
  const close = `{{{{/${name}}}}}`;
  const at = openEnd === -1 ? -1 : text.indexOf(close, openEnd);
  if (at === -1) return unclosed(start, "This raw block is never closed.", "Close it with `{{{{/name}}}}`.");
  return { start, end: at + close.length, kind: "comment", tokens: [] };
}

function cutTag(text: string, start: number): Tag | TemplateProblem {
  const isTriple = text[start + 2] === "{";
  let at = start + (isTriple ? 3 : 2);
  if (text[at] === "~") at++;
  if (text[at] === "!") return cutComment(text, start, at);
  const [kind, signs] = kindAt(text, at);
  return cutTokens(text, { start, from: at + signs, kind, ending: isTriple ? "}}}" : "}}" });
}

function cutComment(text: string, start: number, at: number): Tag | TemplateProblem {
  const ending = text.startsWith("!--", at) ? /--~?\}\}/g : /\}\}/g;
  ending.lastIndex = at;
  const found = ending.exec(text);
  if (!found) return unclosed(start, "This comment is never closed.", "Close it with `}}` or `--}}`.");
  return { start, end: ending.lastIndex, kind: "comment", tokens: [] };
}

function kindAt(text: string, at: number): [kind: Tag["kind"], length: number] {
  if (text.startsWith("#>", at)) return ["partial-block", 2];
  if (text.startsWith("#*", at)) return ["decorator", 2];
  switch (text[at]) {
    case "#":
      return ["block", 1];
    case "^":
      return ["inverse", 1];
    case "/":
      return ["close", 1];
    case ">":
      return ["partial", 1];
    case "&":
    case "*":
      return ["value", 1];
    default:
      return ["value", 0];
  }
}

const NAME = /[^\s"'()|={}~[\]]+/y;

function cutTokens(
  text: string,
  tag: { start: number; from: number; kind: Tag["kind"]; ending: string },
): Tag | TemplateProblem {
  const tokens: TagToken[] = [];
  let at = tag.from;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (text.startsWith(tag.ending, at)) {
      if (tokens.length === 0 && tag.kind !== "inverse") {
        return unclosed(
          tag.start,
          "This tag is empty.",
          "Name a variable, or write `\\{{` for the braces themselves.",
        );
      }
      return { start: tag.start, end: at + tag.ending.length, kind: tag.kind, tokens };
    }
    if (/\s/.test(sign) || sign === "~") {
      at++;
    } else if (sign === '"' || sign === "'") {
      const end = endOfString(text, at);
      if (end === -1) return unclosed(at, "This string is never closed.", `Close it with ${sign}.`);
      tokens.push({ kind: "string", text: text.slice(at + 1, end), offset: at });
      at = end + 1;
    } else if ("()|=".includes(sign)) {
      tokens.push({ kind: "sign", text: sign, offset: at });
      at++;
    } else {
      const end = endOfName(text, at);
      if (end === at) break;
      tokens.push({ kind: "name", text: text.slice(at, end), offset: at });
      at = end;
    }
  }
  return unclosed(tag.start, "This tag is never closed.", "Close it with as many braces as it opens with.");
}

/** A path may hold segments in brackets: `order.[line items].first`. */
function endOfName(text: string, start: number): number {
  let at = start;
  for (;;) {
    NAME.lastIndex = at;
    if (NAME.test(text)) {
      at = NAME.lastIndex;
    } else if (text[at] === "[") {
      const close = text.indexOf("]", at);
      if (close === -1) return at;
      at = close + 1;
    } else {
      return at;
    }
  }
}

function unclosed(offset: number, message: string, fix: string): TemplateProblem {
  return { offset, message, fix };
}
