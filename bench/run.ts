// `npm run bench`: measures every row, or those that `--only` names, and prints the table.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { ROWS } from "./rows/index.ts";
import type { Result } from "./rows/row.ts";
import { renderTable } from "./table.ts";

const USAGE = `npm run bench -- [--only NAME]... [--json FILE] [--check]

  --only NAME   measure this row alone; may be given again
  --json FILE   write the results there as a JSON list as well
  --check       end with exit code 1 where a target does not hold

Rows:
${ROWS.map(({ name, about }) => `  ${name.padEnd(20)} ${about}`).join("\n")}
`;

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code: 1 for a missed target under `--check`, 2 for wrong usage */
async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.json !== undefined && !(await canWrite(options.json))) {
    process.stderr.write(`Cannot write ${options.json}. Name a file in a folder of yours after --json.\n`);
    return 2;
  }
  const results: Result[] = [];
  for (const row of ROWS.filter(({ name }) => options.only.length === 0 || options.only.includes(name))) {
    process.stderr.write(`measuring ${row.name}: ${row.about}\n`);
    results.push(...(await row.measure()));
  }
  process.stdout.write(`\n${renderTable(results)}\n`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  const missed = results.filter(({ holds }) => !holds);
  if (missed.length > 0) process.stderr.write(`\nmissed: ${missed.map(({ name }) => name).join(", ")}\n`);
  return options.check && missed.length > 0 ? 1 : 0;
}

/** Asked before measuring for a minute. Makes the file's folder where it is missing. */
async function canWrite(file: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "[]\n");
    return true;
  } catch {
    return false;
  }
}

interface Options {
  readonly only: readonly string[];
  readonly json?: string;
  readonly check: boolean;
  readonly help: boolean;
}

/** @returns what is wrong with the arguments where something is */
function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        only: { type: "string", multiple: true, default: [] },
        json: { type: "string" },
        check: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const unknown = values.only.find((only) => !ROWS.some(({ name }) => name === only));
    return unknown === undefined
      ? values
      : `There is no row ${JSON.stringify(unknown)}. Name one of those below.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
