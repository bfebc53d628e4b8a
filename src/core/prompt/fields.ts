// Reads one YAML mapping key by key: typed values out, wrong types reported where they are written.

import type { YamlReading } from "./bounded-yaml.ts";
import type { Position } from "./position.ts";
import { fileError, fileWarning, type Problem, shown } from "./problem.ts";
import type { Path } from "./yaml-places.ts";

export class Fields {
  readonly #yaml: Pick<YamlReading, "at" | "keyAt" | "startOfText" | "withinText">;
  readonly #path: Path;
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #problems: Problem[];

  /** @param problems where complaints are added. */
  constructor(yaml: YamlReading, problems: Problem[]) {
    this.#yaml = yaml;
    this.#path = [];
    this.#problems = problems;
    problems.push(...yaml.problems);
    this.#object = isMapping(yaml.value) ? yaml.value : {};
    if (yaml.value !== undefined && !isMapping(yaml.value)) {
      this.#wrongType([], "a mapping of keys such as `description: …`", yaml.value);
    }
  }

  /** The value as it is; undefined where the key is missing or empty. */
  value(key: string): unknown {
    return Object.hasOwn(this.#object, key) ? (this.#object[key] ?? undefined) : undefined;
  }

  text(key: string): string | undefined {
    return this.#asText([key], this.value(key));
  }

  /** Texts of a list, or the one text that stands in its place. */
  texts(key: string): readonly string[] | undefined {
    const value = this.value(key);
    if (!Array.isArray(value))
      return isScalar(value) ? [this.#asText([key], value) ?? ""] : this.#notTexts(key);
    return value.flatMap((item: unknown, index) => this.#asText([key, index], item) ?? []);
  }

  mapping(key: string): Fields | undefined {
    return this.#asMapping([key], this.value(key));
  }

  /** The items of a list, in order; those that are no mappings are reported and left out. */
  mappings(key: string): readonly Fields[] | undefined {
    return this.list(key)?.flatMap((item, index) => this.#asMapping([key, index], item ?? "") ?? []);
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.value(key);
    if (value === undefined || Array.isArray(value)) return value;
    return this.#wrongType([key], "a list", value);
  }

  /** Every key and value but the named ones. */
  rest(...known: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(this.entries().filter(([key]) => !known.includes(key)));
  }

  entries(): readonly (readonly [key: string, value: unknown])[] {
    return Object.entries(this.#object);
  }

  at(...path: Path): Position {
    return this.#yaml.at([...this.#path, ...path]);
  }

  /** Where the key itself is written; `at` tells where its value is. */
  keyAt(key: string): Position {
    return this.#yaml.keyAt([...this.#path, key]);
  }

  startOfText(key: string): Position {
    return this.#yaml.startOfText([...this.#path, key]);
  }

  /** @param offset in UTF-16 units from the start of the text at `key` */
  withinText(key: string, offset: number): Position {
    return this.#yaml.withinText([...this.#path, key], offset);
  }

  report(...problems: readonly Problem[]): void {
    this.#problems.push(...problems);
  }

  #asText(path: Path, value: unknown): string | undefined {
    if (value === undefined || typeof value === "string") return value;
    if (!isScalar(value)) return this.#wrongType(path, "a text", value);
    const message = `${nameOf(path)} should be a text, but YAML reads ${String(value)} as a ${typeof value}.`;
    this.#problems.push(fileWarning(this.at(...path), message, `Put it in quotes: "${String(value)}".`));
    return String(value);
  }

  #asMapping(path: Path, value: unknown): Fields | undefined {
    if (value === undefined) return undefined;
    if (!isMapping(value)) return this.#wrongType(path, "a mapping of keys", value);
    return Fields.#within(this, path, value);
  }

  static #within(parent: Fields, path: Path, object: Readonly<Record<string, unknown>>): Fields {
    const shift = (inner: Path): Path => [...parent.#path, ...path, ...inner];
    const yaml: YamlReading = {
      value: object,
      problems: [],
      at: (inner) => parent.#yaml.at(shift(inner)),
      keyAt: (inner) => parent.#yaml.keyAt(shift(inner)),
      startOfText: (inner) => parent.#yaml.startOfText(shift(inner)),
      withinText: (inner, offset) => parent.#yaml.withinText(shift(inner), offset),
    };
    return new Fields(yaml, parent.#problems);
  }

  #notTexts(key: string): undefined {
    const value = this.value(key);
    return value === undefined ? undefined : this.#wrongType([key], "a text or a list of texts", value);
  }

  #wrongType(path: Path, expected: string, found: unknown): undefined {
    const message = `${nameOf(path)} must be ${expected}, got ${describe(found)}.`;
    this.#problems.push(fileError(this.at(...path), message, `Write ${expected}.`));
    return undefined;
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `a list`, `the text "0.7"`, `the number 3`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? `the text ${shown(value)}` : `the ${typeof value} ${String(value)}`;
}

function nameOf(path: Path): string {
  const key = path.findLast((step) => typeof step === "string");
  if (key === undefined) return "The YAML";
  return typeof path.at(-1) === "number" ? `An item of ${shown(key)}` : shown(key);
}

function isScalar(value: unknown): value is string | number | boolean | bigint {
  return ["string", "number", "boolean", "bigint"].includes(typeof value);
}
