// How long the Action `check` takes to start, and how large its bundle is, against an Action that only imports
// `@actions/core`.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleAction } from "../../scripts/build/bundle.ts";
import { timeAlternately } from "../timing.ts";
import { judge, type Row } from "./row.ts";

const ROUNDS = 15;

export const actionStart: Row = {
  name: "action-start",
  about: "From the start of the process to the end, on an event it does not judge, and to its first request.",
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), "prompt-steward-bench-"));
    const server = createServer();
    try {
      writeFileSync(join(folder, "package.json"), '{"type":"module"}');
      const event = join(folder, "event.json");
      writeFileSync(event, JSON.stringify({ action: "opened", pull_request: { number: 1 } }));
      const size = await bundleAction("check", join(folder, "check"));
      const peerSize = await bundlePeer(join(folder, "peer.js"));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const GITHUB_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const env = {
        "INPUT_GITHUB-TOKEN": "made-up",
        GITHUB_API_URL,
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: "acme/prompts",
      };
      const check = [join(folder, "check", "index.js")];
      const times = await timeAlternately(ROUNDS, {
        ours: () => runToEnd(check, { ...env, GITHUB_EVENT_NAME: "schedule" }),
        request: () => runToRequest(check, { ...env, GITHUB_EVENT_NAME: "pull_request" }, server),
        peer: () => runToEnd([join(folder, "peer.js")], env),
        node: () => runToEnd(["-e", "0"], env),
      });
      const peer = { name: "Action of only @actions/core", value: times.peer };
      const target = { of: "ratio", atLeast: 0.5 } as const;
      const start = { name: "action-start", value: times.ours, unit: "ms" };
      return [
        judge({ ...start, peer, target }),
        judge({ ...start, name: "action-start, to its first request", value: times.request, peer, target }),
        judge({ ...start, peer: { name: "node -e 0", value: times.node } }),
        judge({
          name: "action-size",
          value: size / 1000,
          unit: "kB",
          peer: { name: peer.name, value: peerSize / 1000 },
          target: { of: "value", atMost: 1000 },
        }),
      ];
    } finally {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** As an author of Actions would bundle it. @returns its size */
async function bundlePeer(outfile: string): Promise<number> {
  const { metafile } = await build({
    stdin: {
      contents: 'import * as core from "@actions/core";\ncore.info(core.getInput("github-token"));',
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    outfile,
    metafile: true,
  });
  return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

type Env = Readonly<Record<string, string>>;

function start(args: readonly string[], env: Env) {
  const child = spawn(process.execPath, args, { env: { ...env }, stdio: "ignore" });
  const end = new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });
  return { child, end };
}

function runToEnd(args: readonly string[], env: Env): Promise<void> {
  return start(args, env).end;
}

/** @throws Error when the process ends without a request */
async function runToRequest(args: readonly string[], env: Env, server: Server): Promise<void> {
  const { child, end } = start(args, env);
  const request = new Promise<"asked">((resolve) => server.once("request", () => resolve("asked")));
  const first = await Promise.race([request, end]);
  if (first !== "asked") throw new Error("the Action ended without a request to GitHub");
  child.kill("SIGKILL");
  await end;
}
