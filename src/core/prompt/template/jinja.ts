// Variables and block structure of Jinja templates, as Prompty and `.j2` files use them.
// Follows https://jinja.palletsprojects.com/en/stable/templates/ (3.1); tags of extensions are let through.

import { cutJinjaTags, type JinjaTag, type JinjaToken } from "./jinja-tags.ts";
import type { TemplateProblem, TemplateReading, VariableUse } from "./template.ts";

export function readJinja(text: string): TemplateReading {
  return new Walk().read(text);
}

/** Blocks of which the names set within are gone after their end. `if` and `autoescape` keep them. */
const SCOPES = new Set(["for", "macro", "call", "filter", "set", "block", "with", "trans"]);
const BLOCKS = new Set([...SCOPES, "if", "autoescape"]);

const WORDS = new Set(
  "and or not in is if else true false none True False None recursive ignore missing with without context".split(
    " ",
  ),
);
/** What Jinja itself provides: https://jinja.palletsprojects.com/en/stable/templates/#list-of-global-functions */
const PROVIDED = new Set(
  "range dict lipsum cycler joiner namespace self super caller varargs kwargs loop _ gettext ngettext".split(
    " ",
  ),
);

interface Block {
  readonly name: string;
  readonly start: number;
  readonly locals: string[];
}

type Tokens = readonly JinjaToken[];

class Walk {
  readonly #uses: VariableUse[] = [];
  readonly #mentions = new Set<string>();
  readonly #optional = new Set<string>();
  readonly #blocks: Block[] = [];
  /** Those of the open blocks that are scopes; a template may hold many more of the others. */
  readonly #scopes: Block[] = [];
  /** How many enclosing blocks have set the name. */
  readonly #locals = new Map<string, number>();
  #isWhole = true;

  read(text: string): TemplateReading {
    const cut = cutJinjaTags(text);
    let problem: TemplateProblem | undefined;
    for (const tag of cut.tags) {
      problem = tag.kind === "expression" ? this.#print(tag) : this.#statement(tag);
      if (problem) break;
    }
    problem ??= cut.problem ?? this.#findOpenBlock();
    return {
      uses: this.#uses,
      mentions: this.#mentions,
      optional: this.#optional,
      isWhole: this.#isWhole && !problem,
      ...(problem ? { problem } : {}),
    };
  }

  #print(tag: JinjaTag): TemplateProblem | undefined {
    if (tag.tokens.length === 0) {
      return {
        offset: tag.start,
        message: "This tag is empty.",
        fix: "Name a variable, or put the braces between `{% raw %}` and `{% endraw %}`.",
      };
    }
    this.#expression(tag.tokens);
    return undefined;
  }

  #statement(tag: JinjaTag): TemplateProblem | undefined {
    const [head, ...rest] = tag.tokens;
    const name = head?.text ?? "";
    if (name === "") return { offset: tag.start, message: "This tag is empty.", fix: "Remove it." };
    // A `raw` that is open takes its end with it.
    if (name === "endraw") return nothingOpen(tag);
    if (name.startsWith("end") && BLOCKS.has(name.slice(3))) return this.#close(tag, name.slice(3));
    switch (name) {
      case "if":
        this.#expression(rest);
        this.#open(tag, name);
        return undefined;
      case "else":
        return this.#demand(tag, ["if", "for"]);
      case "elif":
        this.#expression(rest);
        return this.#demand(tag, ["if"]);
      case "for":
        return this.#for(tag, rest);
      case "set":
        this.#set(tag, rest);
        return undefined;
      case "with":
        this.#expression(rest);
        this.#open(tag, name, namesBefore(rest, "="));
        return undefined;
      case "macro":
        this.#bind(rest[0]?.text ?? "");
        this.#open(tag, name, parametersOf(rest));
        this.#expression(rest.slice(1));
        return undefined;
      case "call": {
        const end =
          rest[0]?.text === "(" ? rest.findIndex(({ text, depth }) => text === ")" && depth === 0) + 1 : 0;
        this.#expression(rest.slice(end));
        this.#open(tag, name, parametersOf(rest.slice(0, end)));
        return undefined;
      }
      case "filter":
        this.#expression(rest.slice(1));
        this.#open(tag, name);
        return undefined;
      case "autoescape":
        this.#expression(rest);
        this.#open(tag, name);
        return undefined;
      case "block":
        this.#open(tag, name);
        return undefined;
      case "trans":
        this.#expression(rest);
        this.#open(tag, name, namesBefore(rest, "="));
        return undefined;
      case "import":
      case "from":
        this.#import(rest);
        return undefined;
      case "include":
      case "extends":
        this.#isWhole = false;
        this.#expression(rest);
        return undefined;
      case "do":
        this.#expression(rest);
        return undefined;
      case "break":
      case "continue":
      case "debug":
      case "pluralize":
        return undefined;
      default:
        this.#extension(rest);
        return undefined;
    }
  }

  #for(tag: JinjaTag, rest: Tokens): TemplateProblem | undefined {
    const at = rest.findIndex(({ text, depth }) => text === "in" && depth === 0);
    if (at === -1) {
      return {
        offset: tag.start,
        message: "This `for` has no `in`.",
        fix: "Write `{% for item in items %}`.",
      };
    }
    const condition = rest.findIndex(({ text, depth }, index) => index > at && text === "if" && depth === 0);
    const end = condition === -1 ? rest.length : condition;
    this.#expression(rest.slice(at + 1, end));
    this.#open(tag, "for", namesOf(rest.slice(0, at)));
    this.#expression(rest.slice(end));
    return undefined;
  }

  /** `{% set a, b = … %}`, or the block `{% set a %}…{% endset %}`. */
  #set(tag: JinjaTag, rest: Tokens): void {
    const equals = rest.findIndex(({ text, depth }) => text === "=" && depth === 0);
    const bar = rest.findIndex(({ text }) => text === "|");
    const end = equals !== -1 ? equals : bar === -1 ? rest.length : bar;
    const targets = rest.slice(0, end);
    this.#expression(rest.slice(end));
    const isAttribute = targets[1]?.text === ".";
    if (isAttribute) this.#expression(targets);
    else for (const name of namesOf(targets)) this.#bind(name);
    if (equals === -1) this.#open(tag, "set");
  }

  /** `{% import "a" as b %}` and `{% from "a" import b as c, d %}`. */
  #import(rest: Tokens): void {
    if (rest.some(({ text }, index) => text === "with" && rest[index + 1]?.text === "context"))
      this.#isWhole = false;
    const from = rest.findIndex(({ kind, text }) => kind === "name" && (text === "import" || text === "as"));
    if (from === -1) return;
    this.#expression(rest.slice(0, from));
    const isAlias = rest[from]?.text === "as";
    rest.slice(isAlias ? from : from + 1).forEach(({ kind, text }, index, names) => {
      const isRenamed = names[index + 1]?.text === "as";
      if (kind === "name" && text !== "as" && !isRenamed && !WORDS.has(text)) this.#bind(text);
    });
  }

  /** What a tag of an extension reads and whether it opens a block is not known. */
  #extension(rest: Tokens): void {
    this.#isWhole = false;
    for (const { kind, text } of rest) if (kind === "name") this.#mentions.add(text);
  }

  #open(tag: JinjaTag, name: string, locals: readonly string[] = []): void {
    const block: Block = { name, start: tag.start, locals: [] };
    this.#blocks.push(block);
    if (SCOPES.has(name)) this.#scopes.push(block);
    for (const local of locals) this.#bind(local);
  }

  /** The name stands for something of the template's own until the scope ends. */
  #bind(name: string): void {
    this.#scopes.at(-1)?.locals.push(name);
    this.#locals.set(name, (this.#locals.get(name) ?? 0) + 1);
  }

  #close(tag: JinjaTag, name: string): TemplateProblem | undefined {
    const block = this.#blocks.pop();
    if (!block) return nothingOpen(tag);
    if (block.name !== name) {
      return {
        offset: tag.start,
        message: `This closes \`${name}\`, but the block that is open is \`${block.name}\`.`,
        fix: `Write \`{% end${block.name} %}\` first.`,
      };
    }
    if (SCOPES.has(name)) this.#scopes.pop();
    for (const local of block.locals) this.#locals.set(local, (this.#locals.get(local) ?? 1) - 1);
    return undefined;
  }

  #demand(tag: JinjaTag, names: readonly string[]): TemplateProblem | undefined {
    const open = this.#blocks.at(-1);
    if (open && names.includes(open.name)) return undefined;
    const name = tag.tokens[0]?.text ?? "";
    const message = `This \`${name}\` stands in no ${names.map((block) => `\`${block}\``).join(" or ")}.`;
    return { offset: tag.start, message, fix: "Remove it, or open the block." };
  }

  #findOpenBlock(): TemplateProblem | undefined {
    const block = this.#blocks.at(-1);
    if (!block) return undefined;
    const message = `The block \`${block.name}\` that opens here is never closed.`;
    return { offset: block.start, message, fix: `Add \`{% end${block.name} %}\`.` };
  }

  /** Names are variables but for attributes, filters, tests, keywords of calls and what is called. */
  #expression(tokens: Tokens): void {
    tokens.forEach((token, index) => {
      if (token.kind !== "name" || WORDS.has(token.text)) return;
      const before = tokens[index - 1]?.text;
      const after = tokens[index + 1]?.text;
      const isTest = before === "is" || (before === "not" && tokens[index - 2]?.text === "is");
      if (before === "." || before === "|" || isTest || after === "=") return;
      if (PROVIDED.has(token.text) || (this.#locals.get(token.text) ?? 0) > 0) return;
      this.#mentions.add(token.text);
      if (isProvidedFor(tokens, index)) this.#optional.add(token.text);
      if (after !== "(") this.#uses.push({ name: token.text, offset: token.offset });
    });
  }
}

function nothingOpen(tag: JinjaTag): TemplateProblem {
  return { offset: tag.start, message: "Nothing is open that this tag could close.", fix: "Remove it." };
}

/** `name is defined`, `name is not defined`, `name | default(…)` */
function isProvidedFor(tokens: Tokens, index: number): boolean {
  const [sign, next, nextButOne] = tokens.slice(index + 1, index + 4).map(({ text }) => text);
  if (sign === "|") return next === "default" || next === "d";
  const test = next === "not" ? nextButOne : next;
  return sign === "is" && (test === "defined" || test === "undefined");
}

function namesOf(tokens: Tokens): string[] {
  return tokens.flatMap(({ kind, text }) => (kind === "name" ? [text] : []));
}

/** The names that stand outside of brackets and before the sign. */
function namesBefore(tokens: Tokens, sign: string): string[] {
  return tokens.flatMap(({ kind, text, depth }, index) =>
    kind === "name" && depth === 0 && tokens[index + 1]?.text === sign ? [text] : [],
  );
}

/** The `a` and `b` of `(a, b=1)`. */
function parametersOf(tokens: Tokens): string[] {
  return tokens.flatMap(({ kind, text, depth }, index) => {
    const before = tokens[index - 1]?.text;
    return kind === "name" && depth === 1 && (before === "(" || before === ",") ? [text] : [];
  });
}
