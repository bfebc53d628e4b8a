// Runs the bundle of an Action as a runner does: a process of its own, with the event in a file and the rest in its
// environment.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { bundleAction } from "../../scripts/build/bundle.ts";

export interface ActionRun {
  readonly event: string;
  /** Text is taken as it is, to be broken. */
  readonly payload: object | string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface ActionResult {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface BuiltAction {
  run(run: ActionRun): Promise<ActionResult>;
  remove(): void;
}

/** Built anew, so that the test does not depend on what is committed. */
export async function buildAction(name: string): Promise<BuiltAction> {
  const folder = mkdtempSync(join(tmpdir(), "prompt-steward-action-"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  await bundleAction(name, join(folder, "dist"));
  const description = parse(readFileSync(join("action", name, "action.yml"), "utf8")) as {
    inputs: Record<string, { default?: string }>;
  };
  return {
    run: (run) => runBundle(join(folder, "dist", "index.js"), folder, defaultsOf(description.inputs), run),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function defaultsOf(inputs: Record<string, { default?: string }>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { default: text = "" }]) => [
      name,
      text.replace("${{ github.token }}", "ghs_made_up"),
    ]),
  );
}

async function runBundle(
  bundle: string,
  folder: string,
  defaults: Readonly<Record<string, string>>,
  { event, payload, inputs = {}, env = {} }: ActionRun,
): Promise<ActionResult> {
  const runner = mkdtempSync(join(folder, "runner-"));
  const at = (file: string, text = "") => {
    writeFileSync(join(runner, file), text);
    return join(runner, file);
  };
  const [eventPath, output, summary] = [
    at("event.json", typeof payload === "string" ? payload : JSON.stringify(payload)),
    at("output"),
    at("summary"),
  ];
  const child = spawn(process.execPath, [bundle], {
    cwd: runner,
    env: {
      PATH: process.env.PATH,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_REPOSITORY: "acme/prompts",
      GITHUB_SERVER_URL: "https://github.com",
      ...Object.fromEntries(
        Object.entries({ ...defaults, ...inputs }).map(([name, text]) => [
          `INPUT_${name.toUpperCase()}`,
          text,
        ]),
      ),
      ...env,
    },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
  const exitCode = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  return {
    exitCode,
    log,
    outputs: readOutputs(readFileSync(output, "utf8")),
    summary: readFileSync(summary, "utf8"),
  };
}

/** As the runner reads the file: `name<<delimiter`, the value, and the delimiter on a line of its own. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 0) {
    const [, name, delimiter] = /^([^<=]+)<<(.+)$/.exec(lines.shift() ?? "") ?? [];
    if (!name || !delimiter) continue;
    const end = lines.indexOf(delimiter);
    outputs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return outputs;
}
