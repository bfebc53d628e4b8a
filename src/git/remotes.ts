// Where a clone came from, and what that repository is called on GitHub.

import { GitFailure } from "./failure.ts";
import type { Git } from "./git.ts";

/** The address of a remote as git will use it. Starts one process. */
export async function remoteUrl(git: Git, remote: string): Promise<string | undefined> {
  try {
    return (await git.text("remote", "get-url", "--", remote)).trim() || undefined;
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

export interface HostedRepository {
  /** `github.com` */
  readonly host: string;
  /** `acme/prompts` */
  readonly name: string;
}

/** Undefined where the address is none of a server: a path, a bundle. */
export function hostedRepository(url: string): HostedRepository | undefined {
  const found =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?(?<host>[^/:]+)(?::\d+)?\/(?<path>.+)$/.exec(url) ??
    /^(?:[^@/:]+@)?(?<host>[^/:]{2,}):(?!\/\/)(?<path>[^\\]+)$/.exec(url);
  const { host, path } = found?.groups ?? {};
  const parts =
    path
      ?.replace(/\/+$/, "")
      .replace(/\.git$/, "")
      .split("/")
      .filter(Boolean) ?? [];
  const [owner, name] = parts.slice(-2);
  if (!host || !owner || !name || parts.length !== 2) return undefined;
  return { host: host.toLowerCase(), name: `${owner}/${name}` };
}

/** Where people browse the repository: `https://github.com/acme/prompts`. */
export function webUrlOf({ host, name }: HostedRepository): string {
  return `https://${host.replace(/^ssh\./, "")}/${name}`;
}
