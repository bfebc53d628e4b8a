// Workflows that use what this repository offers: the Action or the workflow exists, takes these inputs, and is given
// the permissions it asks for. Neither actionlint nor GitHub's parser looks into the first two, and GitHub refuses to
// start a workflow that calls another one without granting what that one asks.

import { isMap, isScalar, LineCounter, type Node, parse, parseDocument, type YAMLMap } from "yaml";
import type { Finding } from "../../src/core/finding.ts";
import { OWN_REPOSITORY } from "./own-repository.ts";
import type { Source } from "./source.ts";

type ReadOwn = (path: string) => string | undefined;

export function judgeOwnUses(source: Source, readOwn: ReadOwn): Finding[] {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, logLevel: "silent" });
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const workflow = document.contents;
  const at = (node: Node | null | undefined) =>
    source.firstLine + lines.linePos(node?.range?.[0] ?? 0).line - 1;
  const found = (node: Node | null | undefined, message: string, fix: string): Finding => ({
    rule: "own-uses",
    severity: "error",
    file: source.file,
    line: at(node),
    message,
    fix,
  });
  const findings: Finding[] = [];
  for (const job of mapsIn(workflow.get("jobs"))) {
    const called = ownPathOf(job.get("uses"));
    const text = called === undefined ? undefined : readOwn(called);
    if (text !== undefined) findings.push(...judgePermissions(workflow, job, text, found));
    for (const step of mapsIn(job.get("steps"))) findings.push(...judgeStep(step, readOwn, found));
  }
  return findings;
}

type Found = (node: Node | null | undefined, message: string, fix: string) => Finding;

function judgeStep(step: YAMLMap, readOwn: ReadOwn, found: Found): Finding[] {
  const path = ownPathOf(step.get("uses"));
  if (path === undefined) return [];
  const uses = nodeAt(step, "uses");
  const text = readOwn(`${path}/action.yml`);
  if (text === undefined)
    return [found(uses, `names ${path}, which holds no action.yml.`, "Correct the name.")];
  const inputs = Object.keys(record(record(parse(text)).inputs));
  const given = step.get("with");
  return (isMap(given) ? given.items : []).flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : "";
    if (inputs.includes(name)) return [];
    const fix = `It takes ${inputs.join(", ") || "none"}.`;
    return [
      found(isScalar(key) ? key : uses, `gives ${path} the input ${name}, which it does not take.`, fix),
    ];
  });
}

/** What the called workflow's jobs ask, the caller's job must grant. */
function judgePermissions(caller: YAMLMap, job: YAMLMap, called: string, found: Found): Finding[] {
  const granted = grantsOf(
    isMap(job.get("permissions")) ? job.get("permissions") : caller.get("permissions"),
  );
  const asked = askedBy(record(parse(called)));
  const missing = Object.entries(asked).filter(([scope, level]) => !reaches(granted[scope], level));
  if (missing.length === 0) return [];
  const list = missing.map(([scope, level]) => `${scope}: ${level}`).join(", ");
  const message = "calls a workflow without granting what it asks.";
  return [found(nodeAt(job, "uses"), message, `Add to the job's permissions ${list}.`)];
}

function askedBy(workflow: Record<string, unknown>): Record<string, string> {
  const asked: Record<string, string> = {};
  for (const job of Object.values(record(workflow.jobs))) {
    const permissions = record(record(job).permissions ?? workflow.permissions);
    for (const [scope, level] of Object.entries(permissions)) {
      if (!reaches(asked[scope], String(level))) asked[scope] = String(level);
    }
  }
  return asked;
}

function grantsOf(permissions: unknown): Record<string, string> {
  if (!isMap(permissions)) return {};
  return Object.fromEntries(permissions.items.map(({ key, value }) => [String(key), String(value)]));
}

function reaches(granted: string | undefined, asked: string): boolean {
  const levels = ["none", "read", "write"];
  return levels.indexOf(granted ?? "none") >= levels.indexOf(asked);
}

/** `acme/repository/a/b@v1` and `./a/b` as `a/b`, where the repository is this one. */
function ownPathOf(uses: unknown): string | undefined {
  if (typeof uses !== "string") return undefined;
  if (uses.startsWith("./")) return uses.slice(2);
  const [path = ""] = uses.split("@", 1);
  return path.startsWith(`${OWN_REPOSITORY}/`) ? path.slice(OWN_REPOSITORY.length + 1) : undefined;
}

function mapsIn(node: unknown): YAMLMap[] {
  const items: unknown[] = isMap(node) ? node.items.map(({ value }) => value) : listOf(node);
  return items.filter((item) => isMap(item));
}

function listOf(node: unknown): unknown[] {
  return typeof node === "object" && node !== null && "items" in node && Array.isArray(node.items)
    ? node.items
    : [];
}

function nodeAt(map: YAMLMap, key: string): Node | undefined {
  const node: unknown = map.get(key, true);
  return isScalar(node) ? node : undefined;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
