// `npm start`: runs the app against GitHub. Without credentials Probot serves its set-up page, from which a user
// registers the app by the manifest in app.yml; it writes them to .env, where the next start finds them.

import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { run } from "probot";
import { stewardApp } from "./app.ts";
import { readCredentials } from "./credentials.ts";
import { StewardOctokit } from "./octokit.ts";
import { isMendable } from "./start-failure.ts";

try {
  // As Probot does: what .env says goes before the environment.
  if (existsSync(".env")) Object.assign(process.env, parseEnv(readFileSync(".env", "utf8")));
  const credentials = readCredentials(process.env, process.cwd());
  const appId = credentials.kind === "app" ? credentials.appId : 0;
  const serverUrl = `${process.env.GHE_PROTOCOL ?? "https"}://${process.env.GHE_HOST ?? "github.com"}`;
  const server = await run(
    async (app, { addHandler }) => {
      stewardApp(app, { serverUrl, appId });
      // The manifest that Probot registers sends GitHub's events to `/`.
      addHandler(await app.getNodeMiddleware({ path: "/" }));
    },
    { Octokit: StewardOctokit, env: process.env },
  );
  process.once("SIGTERM", () => void server.stop().finally(() => process.exit(0)));
} catch (error) {
  console.error(isMendable(error) ? `prompt-steward: ${error.message}` : error);
  process.exit(1);
}
