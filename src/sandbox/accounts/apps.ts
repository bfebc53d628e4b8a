// Registered Apps, where they are installed, and the tokens that act for them, for workflows and for people.

import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import type { Account } from "./registry.ts";

export type Permissions = Readonly<Record<string, "read" | "write">>;

export interface AppRecord {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly bot: Account;
  readonly owner: Account | undefined;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly createdAt: string;
  webhookUrl: string | undefined;
}

export interface Installation {
  readonly id: number;
  readonly app: AppRecord;
  /** The organization. */
  readonly account: Account;
  readonly createdAt: string;
}

export class Apps {
  readonly #apps = new Map<number, AppRecord>();
  readonly #installations: Installation[] = [];

  add(app: AppRecord): void {
    this.#apps.set(app.id, app);
  }

  find(id: number): AppRecord | undefined {
    return this.#apps.get(id);
  }

  all(): AppRecord[] {
    return [...this.#apps.values()];
  }

  install(installation: Installation): void {
    this.#installations.push(installation);
  }

  installation(id: number): Installation | undefined {
    return this.#installations.find((one) => one.id === id);
  }

  installationsOn(account: Account): Installation[] {
    return this.#installations.filter((one) => one.account === account);
  }

  installationsOf(app: AppRecord): Installation[] {
    return this.#installations.filter((one) => one.app === app);
  }

  /** The App that signed the JWT; undefined where it is not valid now. */
  ofJwt(token: string): AppRecord | undefined {
    const [header = "", payload = "", signature = ""] = token.split(".");
    const claims = parsed(payload);
    const now = Date.now() / 1000;
    // GitHub takes at most ten minutes, and clocks that differ by a minute.
    if (typeof claims.exp !== "number" || claims.exp < now || claims.exp > now + 660) return undefined;
    if (typeof claims.iat === "number" && claims.iat > now + 60) return undefined;
    const app = this.find(Number(claims.iss));
    if (!app?.privateKey) return undefined;
    const key = createPublicKey(app.privateKey);
    const signed = Buffer.from(`${header}.${payload}`);
    return verify("RSA-SHA256", signed, key, Buffer.from(signature, "base64url")) ? app : undefined;
  }
}

/** What an App proves itself with: good for nine minutes. */
export function signedJwt({ id, privateKey }: AppRecord): string {
  const now = Math.floor(Date.now() / 1000);
  const segments = [
    { alg: "RS256", typ: "JWT" },
    { iss: String(id), iat: now - 30, exp: now + 540 },
  ];
  const text = segments.map((one) => Buffer.from(JSON.stringify(one)).toString("base64url")).join(".");
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
}

function parsed(segment: string): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(segment, "base64url").toString());
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function newPrivateKey(): string {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
  }).privateKey;
}

/** @param prefix as GitHub marks its tokens: `ghp` a person's, `ghs` an App's or a workflow's */
export function newToken(prefix: "ghp" | "ghs"): string {
  return `${prefix}_${randomBytes(27).toString("base64url").replaceAll(/[-_]/g, "0")}`;
}
