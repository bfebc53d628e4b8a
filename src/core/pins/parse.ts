// The text of `prompts.lock.yml` as pins, or as findings that say at which line and column to mend it.

import type { z } from "zod";
import { didYouMean } from "../config/did-you-mean.ts";
import { quoted } from "../config/reading.ts";
import { readYaml, type YamlSource } from "../config/yaml-source.ts";
import type { Finding } from "../finding.ts";
import { LOCK_PATH, type LocatedPin } from "./lock.ts";
import { FIXES, LOCK_KEYS, lockShape, PIN_KEYS } from "./shape.ts";

export type ParsedLock =
  | { readonly kind: "lock"; readonly pins: readonly LocatedPin[] }
  /** All findings are errors. */
  | { readonly kind: "broken"; readonly findings: readonly Finding[] };

/** In UTF-16 units; room for thousands of pins. */
const LONGEST = 1_048_576;
/** Errors beyond this many help nobody. */
const MAX_ERRORS = 100;

/** Never throws, whatever the text. @param file the name that findings carry. */
export function parseLock(text: string, file: string = LOCK_PATH): ParsedLock {
  const unreadable = findUnreadable(text);
  if (unreadable)
    return broken([{ ...unreadable, rule: "lock-file", severity: "error", file, line: 1, column: 1 }]);
  const source = readYaml(text);
  const report = (path: readonly PropertyKey[], message: string, fix: string): Finding => ({
    rule: "lock-file",
    severity: "error",
    file,
    ...source.locate(path),
    message,
    fix,
  });
  if (source.problems.length > 0) {
    return broken(
      source.problems.map((problem) => ({ rule: "lock-file", severity: "error", file, ...problem })),
    );
  }
  const parsed = lockShape.safeParse(source.value);
  if (!parsed.success) {
    return broken(parsed.error.issues.flatMap((issue) => explain(issue, source, report)));
  }
  const pins = parsed.data.prompts.map((pin, index) => ({
    ...pin,
    line: source.locate(["prompts", index]).line,
  }));
  const clashes = findClashes(pins).map(({ index, key, message, fix }) =>
    report(["prompts", index, key], message, fix),
  );
  return clashes.length > 0 ? broken(clashes) : { kind: "lock", pins };
}

function findUnreadable(text: string): Pick<Finding, "message" | "fix"> | undefined {
  const start = "Start it with `version: 1` and `prompts: []`, or run `prompt-steward pin`.";
  if (text.trim() === "") return { message: "The lock file is empty.", fix: start };
  if (text.length > LONGEST)
    return { message: "The lock file is larger than 1 MiB.", fix: "Split it by folder." };
  if (/\u0000|\ufffd/.test(text))
    return { message: "The lock file is not a UTF-8 text.", fix: "Save it as UTF-8." };
  return undefined;
}

type Report = (path: readonly PropertyKey[], message: string, fix: string) => Finding;

function explain(issue: z.core.$ZodIssue, source: YamlSource, report: Report): Finding[] {
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.length === 0 ? LOCK_KEYS : PIN_KEYS;
    return issue.keys.map((key) => {
      const meant = didYouMean(key, known);
      const fix = meant ? `Did you mean \`${meant}\`?` : `Remove it; the keys here are ${known.join(", ")}.`;
      return report([...issue.path, key], `There is no key ${quoted(key)} here.`, fix);
    });
  }
  const found = valueAt(source.value, issue.path);
  const key = issue.path.findLast((step) => typeof step === "string");
  if (key === undefined) {
    return [
      report(
        issue.path,
        "The lock file must be a mapping of keys.",
        "Start it with `version: 1` and `prompts: []`.",
      ),
    ];
  }
  if (key === "version" && issue.path.length === 1) {
    const message =
      found === undefined ? "version is missing." : `version must be the number 1, got ${shown(found)}.`;
    return [
      report(
        issue.path,
        message,
        "Write `version: 1` as the first line; a newer one needs a newer Prompt Steward.",
      ),
    ];
  }
  if (typeof issue.path.at(-1) === "number") {
    const message = `An entry of ${key} must be a mapping, got ${shown(found)}.`;
    return [report(issue.path, message, `Write its keys: ${PIN_KEYS.join(", ")}.`)];
  }
  if (found === undefined) return [report(issue.path, `${key} is missing.`, FIXES[key] ?? "")];
  const problem =
    issue.code === "invalid_type"
      ? `must be a ${issue.expected === "array" ? "list" : "text"}`
      : issue.message;
  return [report(issue.path, `${key} ${problem}, got ${shown(found)}.`, FIXES[key] ?? "")];
}

interface Clash {
  readonly index: number;
  readonly key: "prompt" | "path";
  readonly message: string;
  readonly fix: string;
}

function findClashes(pins: readonly LocatedPin[]): Clash[] {
  const prompts = new Map<string, LocatedPin>();
  const paths = new Map<string, LocatedPin>();
  return pins.flatMap((pin, index): Clash[] => {
    const clashes: Clash[] = [];
    const name = `${pin.repository.toLowerCase()} ${pin.prompt}`;
    const twin = prompts.get(name);
    if (twin) {
      const message = `${pin.prompt} of ${pin.repository} is already pinned in line ${twin.line}.`;
      clashes.push({ index, key: "prompt", message, fix: "Keep one of the two." });
    }
    prompts.set(name, twin ?? pin);
    // Two names that differ in case are one file on Windows and macOS.
    const path = pin.path?.toLowerCase();
    const holder = path === undefined ? undefined : paths.get(path);
    if (path !== undefined && holder) {
      const message = `${quoted(pin.path ?? "")} already holds ${holder.prompt}, pinned in line ${holder.line}.`;
      clashes.push({ index, key: "path", message, fix: "Give each prompt a file of its own." });
    }
    if (path !== undefined && !holder) paths.set(path, pin);
    return clashes;
  });
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined,
    root,
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a mapping";
  return typeof value === "string" ? quoted(value) : `the ${typeof value} ${String(value)}`;
}

function broken(findings: readonly Finding[]): ParsedLock {
  if (findings.length <= MAX_ERRORS) return { kind: "broken", findings };
  const kept = findings.slice(0, MAX_ERRORS);
  const message = `There are ${findings.length - MAX_ERRORS} more errors after this one.`;
  const last = kept.at(-1);
  return {
    kind: "broken",
    findings: last ? [...kept, { ...last, message, fix: "Mend the first ones and look again." }] : kept,
  };
}
