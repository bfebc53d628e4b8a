// Which failures of a start can be mended by whoever starts the app: they need no stack. Everything else is a bug.

import { UserError } from "../core/user-error.ts";

/** Of the operating system: the port, the address or a file is not to be had, or the network is down. */
const MENDABLE_CODES: ReadonlySet<unknown> = new Set([
  "EACCES",
  "EADDRINUSE",
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "EISDIR",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPERM",
  "ETIMEDOUT",
]);

export function isMendable(error: unknown): error is Error {
  if (error instanceof UserError) return true;
  return error instanceof Error && "code" in error && MENDABLE_CODES.has(error.code);
}
