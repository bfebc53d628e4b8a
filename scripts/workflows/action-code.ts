// The inputs that an Action's source reads and the outputs that it sets, followed from its entry through src/action/.

import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { importsOf } from "../architecture/imports.ts";
import type { ActionCode } from "./action-metadata.ts";

/** @param entry such as `src/action/check.ts` @param folder such as `action/check` */
export function readActionCode(entry: string, folder: string): ActionCode {
  const inputs = new Set<string>();
  const outputs = new Set<string>();
  for (const [file, text] of filesFrom(entry)) {
    for (const { name, argument } of callsIn(file, text)) {
      if (/^get(?:Boolean|Multiline)?Input$/.test(name)) inputs.add(argument);
      if (name === "setOutput") outputs.add(argument);
    }
  }
  return { inputs, outputs, exists: (path) => existsSync(join(folder, path)) };
}

function filesFrom(entry: string): Map<string, string> {
  const files = new Map<string, string>();
  const open = existsSync(entry) ? [entry] : [];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    const text = readFileSync(file, "utf8");
    files.set(file, text);
    for (const { specifier } of importsOf(file, text)) {
      const path = specifier?.startsWith(".") ? posix.join(posix.dirname(file), specifier) : "";
      if (path.startsWith("src/action/")) open.push(path);
    }
  }
  return files;
}

/** Calls whose first argument is a text, by the called name alone: `core.getInput("token")`. */
export function callsIn(file: string, text: string): { name: string; argument: string }[] {
  const calls: { name: string; argument: string }[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      const called = callee.type === "MemberExpression" ? callee.property : callee;
      if (called.type !== "Identifier" || first?.type !== "Literal" || typeof first.value !== "string")
        return;
      calls.push({ name: called.name, argument: first.value });
    },
  }).visit(parseSync(file, text).program);
  return calls;
}
