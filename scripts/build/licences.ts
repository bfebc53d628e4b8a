// The licences of the packages in a bundle, as they ask to be kept.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @param files that went into the bundle, relative to `root` */
export function renderLicences(files: readonly string[], root: string): string {
  const folders = new Set(files.flatMap((file) => folderOfPackage(file) ?? []));
  return [...folders]
    .sort()
    .map((folder) => renderPackage(folder, root))
    .join("\n\n");
}

function folderOfPackage(file: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll("\\", "/"))?.[1];
}

function renderPackage(folder: string, root: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const file = readdirSync(join(root, folder))
    .sort()
    .find((one) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(one));
  const path = file && join(root, folder, file);
  const text = path && existsSync(path) ? readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim() : "";
  return `${name} ${version} (${license ?? "see below"})\n${"-".repeat(60)}\n${text}`.trimEnd();
}
