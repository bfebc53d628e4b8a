// zod's issues as sentences: which key, what is wrong with it, and how to mend it.

import type { z } from "zod";
import { didYouMean } from "./did-you-mean.ts";
import { quoted } from "./reading.ts";
import { isOptional, keysAt, metaAt } from "./schema-lookup.ts";

export interface ValueProblem {
  /** Of the key or the list item that is wrong. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly fix: string;
}

type Issue = z.core.$ZodIssue;

/** @param root what was validated, to say what was found instead. */
export function explainIssue(issue: Issue, root: unknown): ValueProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(issue.path, key));
  }
  const at = valueAt(root, issue.path);
  const { message, fix } = explain(issue, at);
  return [{ path: issue.path, message: `${subjectOf(issue.path)} ${message}`, fix }];
}

function explain(issue: Issue, found: unknown): { message: string; fix: string } {
  const example = exampleFor(issue.path);
  const last = String(issue.path.at(-1) ?? "");
  if (last === "version" && issue.path.length === 1 && found !== undefined) return explainVersion(found);
  if (found === undefined && issue.code !== "custom")
    return { message: "is missing.", fix: missingFix(issue.path) };
  if (found === null) {
    return {
      message: "is empty.",
      fix: isOptional(issue.path) ? example.replace(/\.$/, ", or remove the key.") : example,
    };
  }
  const got = typeof found === "number" ? `, got ${found}` : "";
  switch (issue.code) {
    case "invalid_type":
      return { message: `must be ${nameOfType(issue.expected)}, got ${nameOfValue(found)}.`, fix: example };
    case "invalid_value": {
      const choices = issue.values.map(String);
      const meant = typeof found === "string" ? didYouMean(found, choices) : undefined;
      return {
        message: `must be ${oneOf(choices)}, got ${nameOfValue(found)}.`,
        fix: meant ? `Did you mean \`${meant}\`?` : "Choose one of them.",
      };
    }
    case "too_small":
      return {
        message: `must ${sizeOf(issue.origin)} ${bound(issue)} ${issue.minimum}${unitOf(issue)}${got}.`,
        fix: example,
      };
    case "too_big":
      return {
        message: `must ${sizeOf(issue.origin)} ${bound(issue)} ${issue.maximum}${unitOf(issue)}${got}.`,
        fix: example,
      };
    case "custom":
      return { message: issue.message, fix: String(issue.params?.fix ?? example) };
    default:
      return { message: issue.message, fix: example };
  }
}

function unknownKey(parent: readonly PropertyKey[], key: string): ValueProblem {
  const known = keysAt(parent);
  const meant = didYouMean(key, known);
  const within = parent.length === 0 ? "" : ` in ${subjectOf(parent).replace(/^An /, "an ")}`;
  return {
    path: [...parent, key],
    message: `There is no key ${quoted(key)}${within}.`,
    fix: meant ? `Did you mean \`${meant}\`?` : `Remove it; the keys here are ${known.join(", ")}.`,
  };
}

function explainVersion(found: unknown): { message: string; fix: string } {
  return typeof found === "number"
    ? {
        message: `${found} is not supported: this Prompt Steward reads version 1.`,
        fix: "Write `version: 1`, or update Prompt Steward.",
      }
    : { message: `must be the number 1, got ${nameOfValue(found)}.`, fix: "Write `version: 1`." };
}

function missingFix(path: readonly PropertyKey[]): string {
  const last = String(path.at(-1) ?? "");
  if (path.length === 1 && last === "version") return "Write `version: 1` as the first line.";
  if (path.length === 1 && last === "admins") {
    return 'Write `admins: ["@your-org/your-team"]` with the people and teams who own this file.';
  }
  return exampleFor(path);
}

/** `Write owner: "@alice".`, from the schema's own examples and descriptions. */
function exampleFor(path: readonly PropertyKey[]): string {
  const examples = metaAt(path)?.examples;
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  const key = path.findLast((step) => typeof step === "string");
  if (key === undefined) return "Start the file with `version: 1` and `admins:`, each on a line of its own.";
  if (example !== undefined) {
    const written = typeof path.at(-1) === "number" ? "" : `${key}: `;
    return `Write \`${written}${JSON.stringify(example)}\`.`;
  }
  return typeof path.at(-1) === "number"
    ? `Correct or remove this item of ${key}.`
    : `Write \`${key}:\` as in docs/config.md.`;
}

/** The last key as a person would say it: `owner`, `review.stale`. */
function subjectOf(path: readonly PropertyKey[]): string {
  const keys = path.filter((step) => typeof step === "string");
  if (keys.length === 0) return "The config";
  if (keys[0] !== "prompts" || keys.length === 1) {
    return typeof path.at(-1) === "number" && path.length === 2 && keys[0] === "prompts"
      ? "An entry of prompts"
      : keys.join(".");
  }
  return keys.slice(1).join(".");
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    root,
  );
}

function nameOfType(expected: string): string {
  switch (expected) {
    case "array":
      return "a list";
    case "object":
      return "a mapping of keys";
    case "string":
      return "a text";
    case "int":
      return "a whole number";
    default:
      return `a ${expected}`;
  }
}

function nameOfValue(found: unknown): string {
  if (Array.isArray(found)) return "a list";
  if (typeof found === "object") return found === null ? "nothing" : "a mapping of keys";
  return typeof found === "string" ? `the text ${quoted(found)}` : `the ${typeof found} ${String(found)}`;
}

function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? "";
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(", ")} or ${last}`;
}

function sizeOf(origin: string): string {
  return origin === "array" ? "hold" : origin === "string" ? "have" : "be";
}

function bound(issue: { code: string; inclusive?: boolean }): string {
  if (issue.code === "too_small") return issue.inclusive === false ? "more than" : "at least";
  return issue.inclusive === false ? "less than" : "at most";
}

function unitOf(issue: { origin: string; minimum?: unknown; maximum?: unknown }): string {
  const one = (issue.minimum ?? issue.maximum) === 1 ? "" : "s";
  return issue.origin === "array" ? ` item${one}` : issue.origin === "string" ? ` character${one}` : "";
}
