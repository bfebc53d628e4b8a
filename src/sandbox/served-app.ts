// Runs the real App, as `npm start` does, against the embedded GitHub: a server of its own that takes signed webhooks.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createNodeMiddleware, Probot } from "probot";
import { stewardApp } from "../app/app.ts";
import { octokitWithPace, StewardOctokit, UNPACED } from "../app/octokit.ts";
import type { RegisteredApp, Sandbox } from "./sandbox.ts";

export interface ServedApp {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServedAppOptions {
  readonly logLevel?: "fatal" | "error" | "warn" | "info" | "debug";
  /** Instead of real waiting; milliseconds. Then no pace is kept either: the embedded GitHub can take it. */
  readonly pause?: (duration: number) => Promise<void>;
}

/** Starts it on a free port of 127.0.0.1 and tells the sandbox to deliver there. */
export async function serveApp(
  sandbox: Pick<Sandbox, "apiUrl" | "webUrl">,
  registered: RegisteredApp,
  { logLevel = "error", pause }: ServedAppOptions = {},
): Promise<ServedApp> {
  const { appId, privateKey, webhookSecret } = registered;
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: sandbox.apiUrl,
    logLevel,
    Octokit: pause ? octokitWithPace(UNPACED) : StewardOctokit,
  });
  const settings = { serverUrl: sandbox.webUrl, appId };
  const middleware = await createNodeMiddleware((app) => stewardApp(app, settings, pause ? { pause } : {}), {
    probot,
  });
  const server = createServer((request, response) => {
    void middleware(request, response, () => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  registered.deliverTo(`${url}/api/github/webhooks`);
  return {
    url,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
