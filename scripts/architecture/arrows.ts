// Which part of the source may import which: doors -> operations -> core, adapters -> core, and the core nothing of
// ours. The table below is the rule; docs/decisions/ say why.

import { isBuiltin } from "node:module";
import { posix } from "node:path";
import type { Finding } from "../../src/core/finding.ts";
import type { Import } from "./imports.ts";

const ADAPTERS = ["github", "git", "disk", "store"];
const DOOR = ["core", "operations", ...ADAPTERS];

/** The folders of src/ and the other folders that each may import. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  operations: ["core"],
  github: ["core"],
  git: ["core"],
  disk: ["core"],
  store: ["core"],
  app: DOOR,
  action: DOOR,
  cli: DOOR,
  web: DOOR,
  // The embedded GitHub and its demo run the whole product; nothing of the product runs them.
  sandbox: [...DOOR, "app", "action", "cli", "web"],
};

/** Files outside of src/: our version, and what the command line was built into where it is an installed package. */
const DOORS_ALSO = [
  ["app", "package.json"],
  ["action", "package.json"],
  ["cli", "package.json"],
  ["cli", "dist/cli.js"],
];

/** What the core computes with. None of these reads the network, the disk, the clock or the environment by itself. */
const PURE_PACKAGES = [
  "node:crypto",
  "diff",
  "fastest-levenshtein",
  "mdast",
  "mdast-util-from-markdown",
  "minimatch",
  "semver",
  "yaml",
  "zod",
];

/** @param file path in the repository, such as `src/core/finding.ts` */
export function judgeImports(file: string, imports: readonly Import[]): Finding[] {
  const from = layerOf(file);
  if (from === undefined || !Object.hasOwn(MAY_IMPORT, from)) {
    const message = "lies in no known part of the source.";
    const fix = `Move it into one of src/{${Object.keys(MAY_IMPORT).join(",")}}/.`;
    return [{ rule: "import-direction", severity: "error", file, message, fix }];
  }
  return imports.flatMap(({ specifier, line }) => {
    const problem = judgeImport(file, from, specifier);
    return problem ? [{ rule: "import-direction", severity: "error" as const, file, line, ...problem }] : [];
  });
}

type Problem = Pick<Finding, "message" | "fix">;

function judgeImport(file: string, from: string, specifier: string | undefined): Problem | undefined {
  if (specifier === undefined) {
    return {
      message: "imports what is only known at run time.",
      fix: "Write the file's name as plain text.",
    };
  }
  return isOurs(specifier) ? judgeFile(file, from, specifier) : judgePackage(from, specifier);
}

/** Paths, file addresses, and the two ways in which a package names its own files. */
function isOurs(specifier: string): boolean {
  return /^(?:\.\.?(?:\/|$)|\/|#|file:|prompt-steward(?:\/|$))/.test(specifier);
}

function judgeFile(file: string, from: string, specifier: string): Problem | undefined {
  if (!specifier.startsWith(".")) {
    return { message: `imports ${specifier}.`, fix: "Write the path relative to this file." };
  }
  const target = posix.join(posix.dirname(file), specifier);
  const to = layerOf(target);
  if (to === undefined && DOORS_ALSO.some(([door, file]) => door === from && file === target))
    return undefined;
  if (to === undefined) {
    return { message: `imports ${target}, which is outside of src/.`, fix: "Move what is needed into src/." };
  }
  if (to === from || MAY_IMPORT[from]?.includes(to)) return undefined;
  const allowed = (MAY_IMPORT[from] ?? []).map((layer) => `src/${layer}`).join(", ");
  return {
    message: `imports ${target}, but src/${from} may import ${allowed || "nothing"} besides itself.`,
    fix: "Pass what it needs as a value or through a port of src/core/ports.ts.",
  };
}

function judgePackage(from: string, specifier: string): Problem | undefined {
  if (from !== "core" && from !== "operations") return undefined;
  const name = packageOf(specifier);
  if (PURE_PACKAGES.includes(name)) return undefined;
  return {
    message: `imports ${name}, but src/${from} reaches no network, disk, clock or environment by itself.`,
    fix: "Take what it gives as a value; if it is pure, list it in scripts/architecture/arrows.ts.",
  };
}

function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function layerOf(path: string): string | undefined {
  const [root, layer, ...rest] = path.split("/");
  return root === "src" && rest.length > 0 ? layer : undefined;
}
