#!/usr/bin/env node
// Starts the command line: from source in a checkout, from the built file in an installed package, where Node strips no
// types.
import { existsSync } from "node:fs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `prompt-steward needs Node.js 22.12 or newer, this is ${process.versions.node}. ` +
      "Start it with npx or npm run, which use the newer one that comes with it.\n",
  );
  process.exit(2);
}
const source = new URL("./main.ts", import.meta.url);
const isInstalled = source.pathname.includes("/node_modules/") || !existsSync(source);
const { main } = await import(isInstalled ? "../../dist/cli.js" : "./main.ts");
process.exitCode = await main(process.argv.slice(2));
