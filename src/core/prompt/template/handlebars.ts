// Variables and block structure of Handlebars, dotprompt and Mustache templates.
// Follows https://handlebarsjs.com/guide/ (4.7) and mustache(5).

import { cutTags, type Tag, type Tags, type TagToken } from "./handlebars-tags.ts";
import type { TemplateProblem, TemplateReading, VariableUse } from "./template.ts";

export interface Dialect {
  /** Helpers that need no arguments or whose blocks keep the context. */
  readonly helpers: ReadonlySet<string>;
}

const BUILT_IN = ["if", "unless", "each", "with", "lookup", "log"];

export const HANDLEBARS: Dialect = { helpers: new Set(BUILT_IN) };
export const MUSTACHE: Dialect = { helpers: new Set() };
/** The helpers of dotprompt 1.1. */
export const DOTPROMPT: Dialect = {
  helpers: new Set([...BUILT_IN, "json", "role", "history", "section", "media", "ifEquals", "unlessEquals"]),
};

export function readHandlebars(text: string, dialect: Dialect, tags: Tags = cutTags(text)): TemplateReading {
  return new Walk(dialect).read(tags);
}

interface Block {
  readonly name: string;
  readonly start: number;
  readonly changesContext: boolean;
  readonly locals: readonly string[];
}

class Walk {
  readonly #dialect: Dialect;
  readonly #uses: VariableUse[] = [];
  readonly #mentions = new Set<string>();
  readonly #blocks: Block[] = [];
  readonly #locals = new Map<string, number>();
  #changedContexts = 0;
  #isWhole = true;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  read(tags: Tags): TemplateReading {
    let problem: TemplateProblem | undefined;
    for (const tag of tags.tags) {
      problem = this.#readTag(tag);
      if (problem) break;
    }
    problem ??= tags.problem ?? (tags.changesDelimiters ? undefined : this.#findOpenBlock());
    return {
      uses: this.#uses,
      mentions: this.#mentions,
      isWhole: this.#isWhole && !problem && !tags.changesDelimiters,
      ...(problem ? { problem } : {}),
    };
  }

  #readTag(tag: Tag): TemplateProblem | undefined {
    const [head, ...rest] = tag.tokens;
    switch (tag.kind) {
      case "comment":
        return undefined;
      case "close":
        return this.#close(tag, head?.text ?? "");
      case "partial":
      case "partial-block":
        this.#isWhole = false;
        this.#readArguments(rest);
        if (tag.kind === "partial-block") this.#open(tag, { changesContext: false });
        return undefined;
      case "decorator":
        this.#isWhole = false;
        this.#open(tag, { changesContext: false });
        return undefined;
      case "inverse":
        if (!head) return this.#else(tag);
        this.#readExpression(tag.tokens, "block");
        this.#open(tag, { changesContext: false });
        return undefined;
      case "block":
        this.#readExpression(tag.tokens, "block");
        this.#open(tag, { changesContext: this.#changesContext(tag.tokens) });
        return undefined;
      case "value":
        if (head?.text === "else" && this.#dialect !== MUSTACHE) {
          this.#readExpression(rest, "block");
          return this.#else(tag);
        }
        this.#readExpression(tag.tokens, "value");
        return undefined;
    }
  }

  #open(tag: Tag, { changesContext }: { changesContext: boolean }): void {
    const locals = blockParameters(tag.tokens);
    for (const name of locals) this.#locals.set(name, (this.#locals.get(name) ?? 0) + 1);
    if (changesContext) this.#changedContexts++;
    this.#blocks.push({ name: tag.tokens[0]?.text ?? "", start: tag.start, changesContext, locals });
  }

  #close(tag: Tag, name: string): TemplateProblem | undefined {
    const block = this.#blocks.pop();
    if (!block) {
      return { offset: tag.start, message: `Nothing is open that this tag could close.`, fix: "Remove it." };
    }
    if (block.name !== name) {
      return {
        offset: tag.start,
        message: `This closes \`${name}\`, but the block that is open is \`${block.name}\`.`,
        fix: `Write \`{{/${block.name}}}\` first.`,
      };
    }
    for (const local of block.locals) this.#locals.set(local, (this.#locals.get(local) ?? 1) - 1);
    if (block.changesContext) this.#changedContexts--;
    return undefined;
  }

  #else(tag: Tag): TemplateProblem | undefined {
    if (this.#blocks.length > 0) return undefined;
    return {
      offset: tag.start,
      message: "This `else` stands in no block.",
      fix: "Remove it, or open the block.",
    };
  }

  #findOpenBlock(): TemplateProblem | undefined {
    const block = this.#blocks.at(-1);
    if (!block) return undefined;
    const message = `The block \`${block.name}\` that opens here is never closed.`;
    return { offset: block.start, message, fix: `Add \`{{/${block.name}}}\`.` };
  }

  /** `each`, `with` and sections look names up in another value than the input. Unknown helpers may. */
  #changesContext(tokens: readonly TagToken[]): boolean {
    const name = tokens[0]?.text ?? "";
    return name === "each" || name === "with" || !this.#dialect.helpers.has(name);
  }

  /** The first name is a helper where it has arguments or is known as one, and a variable otherwise. */
  #readExpression(tokens: readonly TagToken[], place: "value" | "block"): void {
    const [head, ...rest] = tokens;
    if (!head) return;
    const plain = rest.filter(({ text }) => text !== "as" && text !== "|");
    const isHelper =
      this.#dialect.helpers.has(head.text) ||
      (plain.length > 0 && !(place === "block" && rest[0]?.text === "as"));
    if (!isHelper) this.#use(head);
    this.#readArguments(rest);
  }

  #readArguments(tokens: readonly TagToken[]): void {
    const end = tokens.findIndex(({ text }, index) => text === "as" && tokens[index + 1]?.text === "|");
    const within = end === -1 ? tokens : tokens.slice(0, end);
    within.forEach((token, index) => {
      const isSubexpressionHelper = within[index - 1]?.text === "(";
      const isHashKey = within[index + 1]?.text === "=";
      if (token.kind === "name" && !isSubexpressionHelper && !isHashKey) this.#use(token);
    });
  }

  #use(token: TagToken): void {
    if (token.kind !== "name" || /^(?:true|false|null|undefined|-?\d+(?:\.\d+)?)$/.test(token.text)) return;
    const isRoot = token.text.startsWith("@root.");
    const isOuter = token.text.startsWith("../");
    if (token.text.startsWith("@") && !isRoot) return;
    const path = token.text.replace(/^@root\./, "").replace(/^(?:\.\.\/)+/, "");
    const own = path.replace(/^(?:this[./]|\.\/)/, "");
    if (own === "this" || own === "." || own === "@root") {
      if (this.#changedContexts === 0) this.#isWhole = false;
      return;
    }
    const name = headOf(own);
    if (name === "" || (!isRoot && (this.#locals.get(name) ?? 0) > 0)) return;
    this.#mentions.add(name);
    if (isRoot || (!isOuter && this.#changedContexts === 0)) this.#uses.push({ name, offset: token.offset });
  }
}

function headOf(path: string): string {
  if (path.startsWith("[")) return path.slice(1, Math.max(1, path.indexOf("]")));
  return path.split(/[./[]/, 1)[0] ?? "";
}

/** The names between the bars of `as |item index|`. */
function blockParameters(tokens: readonly TagToken[]): string[] {
  const bar = tokens.findIndex(({ kind, text }) => kind === "sign" && text === "|");
  if (bar === -1) return [];
  return tokens.slice(bar + 1).flatMap(({ kind, text }) => (kind === "name" ? [text] : []));
}
