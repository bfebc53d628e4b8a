// Resolves the pins of the lock file, writes what holds, and tells the result to the job, its summary and its outputs.

import { join } from "node:path";
import * as core from "@actions/core";
import type { Finding } from "../core/finding.ts";
import { fitted } from "../core/markdown/safe.ts";
import { fileNameOf, findNameClashes } from "../core/pins/file-name.ts";
import { verdictFindings } from "../core/pins/findings.ts";
import type { LocatedPin } from "../core/pins/lock.ts";
import { type ResolvedRow, resolvedSummary, resolvedTitle } from "../core/pins/render/resolved.ts";
import { renderWorkflowCommands } from "../core/review/render/github.ts";
import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";
import { Memory } from "../github/memory.ts";
import { openReleasedPrompts } from "../github/released-prompts.ts";
import { type ResolvedPin, resolvePins } from "../operations/resolve-pins.ts";
import { type BytesCache, bytesCache, NO_CACHE } from "./bytes-cache.ts";
import { readLock } from "./lock.ts";
import { octokitFromToken } from "./octokit.ts";
import { openPromptsFolder, type PromptsFolder } from "./prompts-folder.ts";

/** GitHub takes 1 MiB of a step's summary; a UTF-16 unit is at most three bytes there. */
const SUMMARY_LIMIT = 300_000;

export async function runResolve(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const inputs = readInputs(env);
  const lock = await readLock(inputs.lock, inputs.workspace);
  if (lock.kind === "broken") {
    core.info(renderWorkflowCommands(lock.findings));
    const errors = lock.findings.length === 1 ? "an error" : `${lock.findings.length} errors`;
    throw new UserError(
      `${visible(lock.name)} has ${errors}, so nothing was resolved.`,
      "Mend the lock file.",
    );
  }
  const folder = await openPromptsFolder(inputs.out, inputs.workspace);
  const octokit = octokitFromToken(inputs.token, env, core.info);
  const resolved = await resolvePins(lock.pins, {
    open: (repository, prompts) => {
      const [owner = "", name = ""] = repository.split("/");
      return openReleasedPrompts({ octokit, repository: { owner, name }, memory: new Memory() }, prompts);
    },
    cache: inputs.cache,
  });
  const placed = await writeAll(resolved, folder, lock.name);
  await tell(placed, folder, lock.name, env);
}

interface Inputs {
  readonly token: string;
  readonly workspace: string;
  readonly lock: string;
  readonly out: string;
  readonly cache: BytesCache;
}

function readInputs(env: NodeJS.ProcessEnv): Inputs {
  const token = core.getInput("github-token");
  if (!token)
    throw new UserError("Input github-token is empty.", "Leave it out, or pass ${{ github.token }}.");
  core.setSecret(token);
  return {
    token,
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
    lock: core.getInput("lock") || "prompts.lock.yml",
    out: core.getInput("out") || "prompts",
    cache: cacheIn(core.getInput("cache"), env),
  };
}

/** What is asked for, else where the runner keeps tools for later jobs, else where it keeps files until the job's end. */
function cacheIn(asked: string, { RUNNER_TOOL_CACHE, RUNNER_TEMP }: NodeJS.ProcessEnv): BytesCache {
  if (asked === "none") return NO_CACHE;
  const shared = RUNNER_TOOL_CACHE || RUNNER_TEMP;
  if (!asked && !shared) return NO_CACHE;
  return bytesCache(asked || join(shared ?? "", "prompt-steward", "sha256"), core.info);
}

/** What became of a pin. */
interface Placed {
  readonly row: ResolvedRow;
  readonly findings: readonly Finding[];
  readonly from?: "cache" | "repository";
}

/** One after the other, so that what is wrong with one file says so of its own pin. */
async function writeAll(
  resolved: readonly ResolvedPin[],
  folder: PromptsFolder,
  lock: string,
): Promise<Placed[]> {
  const named = resolved.flatMap((one) =>
    one.kind === "resolved" ? [{ pin: one.pin, name: fileNameOf(one.pin.prompt, one.path) }] : [],
  );
  const names = new Map(named.map(({ pin, name }) => [pin, name]));
  const clashes = findNameClashes(named, lock);
  const placed: Placed[] = [];
  for (const one of resolved) {
    const findings = verdictFindings([one.verdict], lock);
    if (one.kind === "refused") {
      const { kind: verdict, message, fix } = one.verdict;
      placed.push({ row: { pin: one.pin, outcome: { kind: "refused", verdict, message, fix } }, findings });
      continue;
    }
    const { pin, bytes, from, verdict } = one;
    const name = names.get(pin) ?? "";
    const fault = clashes.get(pin) ?? (await write(folder, name, bytes, pin, lock));
    if (fault) {
      const { message, fix } = fault;
      const outcome = { kind: "refused", verdict: "not-written", message, fix } as const;
      placed.push({ row: { pin, outcome }, findings: [fault] });
    } else {
      const outcome = { kind: "written", path: `${folder.shown}/${name}`, notes: verdict.notes } as const;
      placed.push({ row: { pin, outcome }, findings, from });
    }
  }
  return placed;
}

async function write(
  folder: PromptsFolder,
  name: string,
  bytes: Uint8Array,
  { prompt, line }: LocatedPin,
  file: string,
): Promise<Finding | undefined> {
  try {
    await folder.write(name, bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { problem: message, mend: fix } = error;
    return { rule: "pin-file", severity: "error", prompt, file, line, message, fix };
  }
}

async function tell(
  placed: readonly Placed[],
  folder: PromptsFolder,
  lock: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const written = placed.flatMap(({ row: { pin, outcome }, from }) =>
    outcome.kind === "written" ? [{ ...pin, path: outcome.path, from }] : [],
  );
  for (const { prompt, version, path, from } of written) {
    core.info(`${prompt} ${version} is in ${path}${from === "cache" ? ", from the cache" : ""}`);
  }
  const byPrompt = (value: (one: (typeof written)[number]) => string) =>
    JSON.stringify(Object.fromEntries(written.map((one) => [one.prompt, value(one)])));
  core.setOutput(
    "paths",
    byPrompt(({ path }) => path),
  );
  core.setOutput(
    "versions",
    byPrompt(({ version }) => version),
  );
  core.setOutput("folder", folder.shown);
  const commands = renderWorkflowCommands(placed.flatMap(({ findings }) => findings));
  if (commands) core.info(commands);
  const rows = placed.map(({ row }) => row);
  if (env.GITHUB_STEP_SUMMARY) {
    await core.summary.addRaw(fitted(resolvedSummary(rows, lock), SUMMARY_LIMIT)).write();
  }
  const title = resolvedTitle(rows);
  if (rows.every(({ outcome }) => outcome.kind === "written")) core.info(title);
  else core.setFailed(`${title}.`);
}
