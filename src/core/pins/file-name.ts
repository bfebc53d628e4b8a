// What the file of a pinned prompt is called in the folder that it is fetched to: its id with the ending of its format,
// so that a rename in its own repository changes nothing for consumers.

import type { Finding } from "../finding.ts";
import type { PromptId } from "../identity.ts";
import { LOCK_PATH, type LocatedPin } from "./lock.ts";

/** Of formats whose ending has two parts, else the last one. */
const ENDING = /\.(?:prompt\.(?:ya?ml|md|txt|json)|[a-z\d]{1,16})$/i;
const SKILL = /(?:^|\/)SKILL\.md$/;
/** Names that Windows keeps for devices, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?=\.|$)/i;

/**
 * With `/` between its parts, never absolute or upwards: ids have no such parts, and of the path only the ending counts.
 * @param path where the prompt's own repository has it
 */
export function fileNameOf(prompt: PromptId, path: string): string {
  const name = SKILL.test(path) ? `${prompt}/SKILL.md` : `${prompt}${ENDING.exec(path)?.[0] ?? ""}`;
  return name.split("/").map(forEverySystem).join("/");
}

function forEverySystem(part: string): string {
  if (!DEVICE.test(part)) return part;
  const code = part.charCodeAt(0).toString(16).toUpperCase();
  return `%${code}${part.slice(1)}`;
}

export interface NamedPin {
  readonly pin: LocatedPin;
  readonly name: string;
}

/** Pins whose files cannot be beside each other, later ones with the earlier one that is in their way. */
export function findNameClashes(
  named: readonly NamedPin[],
  lock: string = LOCK_PATH,
): Map<LocatedPin, Finding> {
  const files = new Map<string, NamedPin>();
  const folders = new Map<string, NamedPin>();
  const clashes = new Map<LocatedPin, Finding>();
  for (const one of named) {
    // Names that differ in case, or in how accents are composed, are one file on Windows and macOS.
    const key = one.name.normalize("NFC").toLowerCase();
    const above = foldersOf(key);
    const holder =
      files.get(key) ?? folders.get(key) ?? above.map((folder) => files.get(folder)).find(Boolean);
    if (holder) {
      clashes.set(one.pin, clash(one, holder, lock));
      continue;
    }
    files.set(key, one);
    for (const folder of above) folders.set(folder, folders.get(folder) ?? one);
  }
  return clashes;
}

function foldersOf(name: string): string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, position) => parts.slice(0, position + 1).join("/"));
}

function clash({ pin, name }: NamedPin, holder: NamedPin, file: string): Finding {
  const other = `${holder.pin.prompt} of ${holder.pin.repository} (line ${holder.pin.line})`;
  return {
    rule: "pin-file",
    severity: "error",
    prompt: pin.prompt,
    file,
    line: pin.line,
    message: `${pin.prompt} of ${pin.repository} would go to ${name}, where ${other} is in the way.`,
    fix: "Pin one of the two in a lock file of its own, and resolve it to a folder of its own.",
  };
}
