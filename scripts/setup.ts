// The promise of the README: each of two lines is a complete set-up on a fresh clone with only git, Node and npm.

import type { Finding } from "../src/core/finding.ts";
import { codeBlocks } from "./markdown.ts";

const SET_UP = ["npm ci && npm test", "npm ci && npm run demo"];

/** The lines stand in the README, each alone in a code block's line, and CI runs just them. */
export function judgeSetUp(readme: string, ci: string): Finding[] {
  const shown = codeBlocks(readme).flatMap(({ text }) => text.split("\n").map((line) => line.trim()));
  return SET_UP.flatMap((line) => {
    const missing: Finding[] = [];
    if (!shown.includes(line)) {
      missing.push(
        problem("README.md", `does not show \`${line}\` as a line of its own.`, "Add it to a code block."),
      );
    }
    if (!ci.includes(`'${line}'`)) {
      missing.push(
        problem(".ci/run", `does not run \`${line}\`.`, "Make it a step, exactly as the README has it."),
      );
    }
    return missing;
  });
}

/** Whoever installs uses their own registry: an address in the lock file would send them to somebody else's. */
export function judgeLockFile(text: string): Finding[] {
  return text.split("\n").flatMap((line, index) => {
    const address = /"resolved":\s*"([^"]*)"/.exec(line)?.[1];
    if (address === undefined || !/^[a-z+]+:/i.test(address)) return [];
    const fix = "Run `npm install --omit-lockfile-registry-resolved`, and commit the file it writes.";
    return [{ ...problem("package-lock.json", `holds the address ${address}.`, fix), line: index + 1 }];
  });
}

function problem(file: string, message: string, fix: string): Finding {
  return { rule: "set-up", severity: "error", file, message, fix };
}
