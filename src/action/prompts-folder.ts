// The folder that pinned prompts are fetched to. Nothing is written outside of it, whatever links lie in the workspace.

import { lstat, mkdir, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";
import { writeWhole } from "../disk/whole-file.ts";

export interface PromptsFolder {
  /** As later steps name it, with `/`: relative to the workspace, or absolute where the input was. */
  readonly shown: string;
  /**
   * Replaces what is there under the name.
   * @param name with `/` between its parts
   * @throws UserError where it cannot be written, or a link leads elsewhere
   */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

/**
 * @param asked relative to the workspace, or absolute for a place outside of it
 * @throws UserError where it cannot be made, or leads out of the workspace
 */
export async function openPromptsFolder(asked: string, workspace: string): Promise<PromptsFolder> {
  const shown = asked.replaceAll(sep, "/").replace(/(?<=.)\/+$/, "");
  const wanted = resolve(workspace, asked);
  const isInWorkspace = isWithin(wanted, resolve(workspace));
  if (!isInWorkspace && !isAbsolute(asked)) {
    throw new UserError(
      `Input out ${JSON.stringify(asked)} leads out of the workspace.`,
      "Name a folder in it, or an absolute path such as ${{ runner.temp }}/prompts.",
    );
  }
  // Looked at before anything is made, since folders would be made beyond a link.
  if (isInWorkspace && !isWithin(await realFolderOf(wanted), await realpath(workspace))) {
    throw new UserError(
      `Input out ${JSON.stringify(asked)} leads out of the workspace by a link.`,
      "Remove the link, or name another folder.",
    );
  }
  const root = await trying(shown, async () => {
    await mkdir(wanted, { recursive: true });
    return realpath(wanted);
  });
  return {
    shown,
    write(name, bytes) {
      const file = `${shown}/${name}`;
      return trying(file, async () => {
        const parts = name.split("/");
        const base = parts.pop() ?? "";
        let folder = root;
        for (const part of parts) {
          folder = join(folder, part);
          await makeFolder(folder, file);
        }
        await writeWhole(join(folder, base), bytes);
      });
    },
  };
}

async function makeFolder(folder: string, file: string): Promise<void> {
  const there = await lstat(folder).catch(unlessMissing);
  if (!there) await mkdir(folder);
  else if (!there.isDirectory()) {
    const what = there.isSymbolicLink() ? "a link" : "a file";
    throw new UserError(
      `${visible(file)} cannot be written: ${visible(folder)} is ${what}.`,
      "Remove it: the folder is this Action's own.",
    );
  }
}

/** The real path of the nearest folder that is there. */
async function realFolderOf(path: string): Promise<string> {
  const there = await lstat(path).catch(unlessMissing);
  // A link that leads nowhere is one all the same.
  if (there) return realpath(path).catch(() => sep);
  return dirname(path) === path ? path : realFolderOf(dirname(path));
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function trying<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UserError || codeOf(error) === undefined) throw error;
    throw new UserError(
      `${visible(what)} cannot be written (${codeOf(error)}).`,
      "Mend that, or name another folder as input out.",
    );
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
