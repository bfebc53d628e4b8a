// `npm start` as a user meets it.

import { spawn } from "node:child_process";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { readCredentials } from "../../src/app/credentials.ts";

const { privateKey: PEM } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const COMPLETE = { APP_ID: "12", PRIVATE_KEY: PEM, WEBHOOK_SECRET: "made-up" };

function aFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "prompt-steward-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe("the credentials", () => {
  const folder = () => aFolder();
  test("are none where nothing is set", () => {
    expect(readCredentials({}, folder())).toEqual({ kind: "none" });
  });

  test.each([
    ["in the environment", COMPLETE],
    ["with line ends written out", { ...COMPLETE, PRIVATE_KEY: PEM.replaceAll("\n", "\\n") }],
    ["in base64", { ...COMPLETE, PRIVATE_KEY: Buffer.from(PEM).toString("base64") }],
  ])("may be %s", (_, env) => {
    expect(readCredentials(env, folder())).toEqual({ kind: "app", appId: 12 });
  });

  test("may have the key in a file, named or the only *.pem there", () => {
    const { PRIVATE_KEY: _key, ...env } = COMPLETE;
    const there = aFolder({ "app.pem": PEM });
    expect(readCredentials({ ...env, PRIVATE_KEY_PATH: join(there, "app.pem") }, folder())).toMatchObject({
      appId: 12,
    });
    expect(readCredentials(env, there)).toMatchObject({ appId: 12 });
  });

  const damaged = PEM.replace(/\n[^-\n]{10}/, "\n##########");
  test.each([
    ["no App ID", { ...COMPLETE, APP_ID: undefined }, "There is a private key, but APP_ID is not set."],
    ["an App ID that is none", { ...COMPLETE, APP_ID: "Iv1.abc" }, 'APP_ID is "Iv1.abc".'],
    ["no key", { ...COMPLETE, PRIVATE_KEY: undefined }, "APP_ID is set, but there is no private key."],
    ["a key that is none", { ...COMPLETE, PRIVATE_KEY: "abc" }, "The private key cannot be read:"],
    ["a damaged key", { ...COMPLETE, PRIVATE_KEY: damaged }, "The private key is damaged"],
    ["no secret", { ...COMPLETE, WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET is not set"],
    [
      "a path to nothing",
      { ...COMPLETE, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "no.pem" },
      "The private key cannot be read:",
    ],
    ["an impossible port", { PORT: "70000" }, 'PORT is "70000".'],
    ["nothing, in production", { NODE_ENV: "production" }, "APP_ID and PRIVATE_KEY are not set"],
  ])("with %s are refused", (_, env, says) => {
    expect(() => readCredentials(env, folder())).toThrow(says);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts it in a folder with only what it reads, and waits until it listens or ends. */
async function start(env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const folder = aFolder({
    "app.yml": readFileSync("app.yml", "utf8"),
    "package.json": readFileSync("package.json", "utf8"),
    ...files,
  });
  const port = String(await freePort());
  const child = spawn(process.execPath, [join(process.cwd(), "src/app/start.ts")], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: port, NO_SMEE_SETUP: "true", ...env },
  });
  let log = "";
  const settled = new Promise<number | "listening">((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        log += chunk;
        if (log.includes("Listening on")) resolve("listening");
      });
    }
    child.on("close", (code) => resolve(code ?? -1));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const state = await settled;
  return { state, url: `http://127.0.0.1:${port}`, log: () => log, child };
}

describe("npm start", () => {
  test("without credentials serves the set-up page with the manifest", async () => {
    const { state, url } = await start({});
    expect(state).toBe("listening");
    const page = await (await fetch(url)).text();
    expect(page).toContain("Register GitHub App");
    const manifest = JSON.parse(/value='([^']*)'/.exec(page)?.[1] ?? "") as Record<string, unknown>;
    const { default_permissions, default_events, name } = parse(readFileSync("app.yml", "utf8"));
    expect(manifest).toMatchObject({ name, default_permissions, default_events, public: false });
    expect(manifest.hook_attributes).toEqual({ url: `${url}/` });
  });

  test("finds what the set-up page wrote to .env, and takes events where the manifest sends them", async () => {
    const env = `APP_ID=12\nPRIVATE_KEY="${PEM.replaceAll("\n", "\\n")}"\nWEBHOOK_SECRET=made-up`;
    const { state, url, child } = await start({}, { ".env": env });
    expect(state).toBe("listening");
    const body = JSON.stringify({ zen: "Keep it logically awesome." });
    const signature = createHmac("sha256", "made-up").update(body).digest("hex");
    for (const path of ["/", "/api/github/webhooks"]) {
      const send = (sign: string) =>
        fetch(url + path, {
          method: "POST",
          body,
          headers: {
            "content-type": "application/json",
            "x-github-event": "ping",
            "x-github-delivery": "1",
            "x-hub-signature-256": `sha256=${sign}`,
          },
        });
      expect((await send(signature)).status).toBe(200);
      expect((await send("0".repeat(64))).status).toBe(400);
    }
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
  });

  test("with a mistake says what to mend, without a stack, and ends", async () => {
    const { state, log } = await start({ APP_ID: "12", PRIVATE_KEY: "abc", WEBHOOK_SECRET: "made-up" });
    expect(state).toBe(1);
    expect(log()).toMatch(
      /^prompt-steward: The private key cannot be read: .* PRIVATE_KEY takes the whole text/,
    );
    expect(log().trim().split("\n")).toHaveLength(1);
  });
});
