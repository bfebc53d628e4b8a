#!/usr/bin/env node
// Starts the command line: from source in a checkout, from the built file in an installed package, where Node strips no
// types. On a Node that is too old it hands over to the newer one that was installed beside it. Written so that old
// ones can read it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const source = new URL("./main.ts", import.meta.url);
const isInstalled = source.pathname.includes("/node_modules/") || !existsSync(source);
// A checkout runs TypeScript as it is, which takes a newer one than the built file.
const isNewEnough = isInstalled
  ? major > 22 || (major === 22 && minor >= 12)
  : major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (isNewEnough) {
  const { main } = await import(isInstalled ? "../../dist/cli.js" : "./main.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  handOver();
}

function handOver() {
  const newer = newerNode();
  if (newer === undefined || process.env.PROMPT_STEWARD_HANDED_OVER) {
    const [needed, mend] = isInstalled
      ? ["22.12", "Start it with a newer one, or add one to your project: `npm install --save-dev node@24`."]
      : ["22.18", "Run `npm ci`, which brings a newer one along, or start it with a newer one."];
    process.stderr.write(
      `prompt-steward needs Node.js ${needed} or newer, this is ${process.versions.node}. ${mend}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const env = { ...process.env, PROMPT_STEWARD_HANDED_OVER: "1" };
  const child = spawn(newer, args, { stdio: "inherit", env });
  // Ctrl-C reaches both; the newer one decides what becomes of it.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

/** The binary of the npm package `node`, where it is installed. */
function newerNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    const name = process.platform === "win32" ? "node.exe" : "node";
    const binary = fileURLToPath(new URL(`./bin/${name}`, new URL(`file://${manifest}`)));
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
