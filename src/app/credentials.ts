// What the app needs to run against GitHub, read from the environment before anything starts, so that a mistake is
// named here and not by a request that fails later.

import { createPrivateKey } from "node:crypto";
import { getPrivateKey } from "@probot/get-private-key";
import { UserError } from "../core/user-error.ts";

export type Credentials =
  | { readonly kind: "app"; readonly appId: number }
  /** Nothing is set yet: the set-up page registers an App. */
  | { readonly kind: "none" };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * @param cwd where a `*.pem` file is looked for when neither PRIVATE_KEY nor PRIVATE_KEY_PATH is set
 * @throws UserError when some of it is set, but not all of it or not rightly
 */
export function readCredentials(env: Env, cwd: string): Credentials {
  checkPort(env);
  const privateKey = readPrivateKey(env, cwd);
  if (!env.APP_ID && !privateKey) {
    if (env.NODE_ENV !== "production") return { kind: "none" };
    throw new UserError(
      "APP_ID and PRIVATE_KEY are not set, and the set-up page is not served in production.",
      "Set them, or unset NODE_ENV to register an App in the browser.",
    );
  }
  if (!env.APP_ID) {
    throw new UserError(
      "There is a private key, but APP_ID is not set.",
      "Copy the App ID from the App's settings page on GitHub.",
    );
  }
  if (!/^[1-9]\d{0,15}$/.test(env.APP_ID)) {
    throw new UserError(
      `APP_ID is ${JSON.stringify(env.APP_ID)}.`,
      "Set it to the number shown as App ID on the App's settings page.",
    );
  }
  if (!privateKey) {
    throw new UserError(
      "APP_ID is set, but there is no private key.",
      "Generate one on the App's settings page, and set PRIVATE_KEY_PATH to the downloaded file.",
    );
  }
  checkPem(privateKey);
  if (!env.WEBHOOK_SECRET) {
    throw new UserError(
      "WEBHOOK_SECRET is not set, so anybody could send events in GitHub's name.",
      "Set it to the secret on the App's settings page.",
    );
  }
  return { kind: "app", appId: Number(env.APP_ID) };
}

function readPrivateKey(env: Env, cwd: string): string | undefined {
  try {
    return getPrivateKey({ env: { ...env }, cwd }) ?? undefined;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error))
      .replace(/^\[[^\]]*\]\s*/, "")
      .replaceAll('"', "");
    throw new UserError(
      `The private key cannot be read: ${reason}`,
      "PRIVATE_KEY takes the whole text of the .pem file, PRIVATE_KEY_PATH its path.",
    );
  }
}

function checkPem(privateKey: string): void {
  try {
    createPrivateKey(privateKey);
  } catch {
    throw new UserError(
      "The private key is damaged: it looks like a .pem file, but holds no key.",
      "Copy the file again as GitHub gave it, or generate a new one on the App's settings page.",
    );
  }
}

function checkPort({ PORT }: Env): void {
  if (!PORT || (/^\d{1,5}$/.test(PORT) && Number(PORT) >= 1 && Number(PORT) <= 65_535)) return;
  throw new UserError(`PORT is ${JSON.stringify(PORT)}.`, "Set it to a number from 1 to 65535.");
}
