// Bundles an Action, or the command line, with everything it imports into one file, and the licences of what it bundles
// into another. The same sources and the same locked packages give the same bytes, wherever the checkout lies.

import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { renderLicences } from "./licences.ts";
import { onlyWhatIsUsed } from "./only-what-is-used.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A bundle that grows past this slows the start of every job; bytes. */
const LARGEST = 1_000_000;

function banner(source: string): string {
  return `// Prompt Steward, MIT licence. Built by \`npm run build\` from ${source}: do not edit.
// The licences of the libraries in here are in LICENSES.txt.
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;
}

/** Each has its description in action/<name>/action.yml and its entry in src/action/<name>.ts. */
export function actionNames(): string[] {
  return globSync("action/*/action.yml", { cwd: ROOT })
    .map((file) => basename(dirname(file)))
    .sort();
}

/**
 * @param outdir is emptied
 * @returns the size of the bundle
 * @throws Error when it is too large
 */
export async function bundleAction(name: string, outdir: string): Promise<number> {
  const action = { entry: `src/action/${name}.ts`, source: "src/action", target: "node24", file: "index" };
  const size = await bundle(action, outdir);
  if (size > LARGEST) throw new Error(`the bundle of ${name} has ${size} bytes, more than ${LARGEST}`);
  return size;
}

/**
 * What the installed package runs, since Node strips no types below `node_modules`. Made when it is packed.
 * @param outdir is emptied
 * @returns the size of the bundle
 */
export async function bundleCommandLine(outdir: string): Promise<number> {
  return bundle({ entry: "src/cli/main.ts", source: "src/cli", target: "node22.12", file: "cli" }, outdir);
}

interface Bundled {
  readonly entry: string;
  readonly source: string;
  readonly target: string;
  readonly file: string;
}

async function bundle({ entry, source, target, file }: Bundled, outdir: string): Promise<number> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { [file]: entry },
    outdir: "dist",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target,
    format: "esm",
    banner: { js: banner(source) },
    // Names stay, so that a stack in a job's log can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    plugins: [onlyWhatIsUsed(ROOT)],
  });
  const [bundled] = outputFiles;
  if (!bundled) throw new Error(`esbuild gave no bundle of ${entry}`);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, `${file}.js`), bundled.contents);
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  writeFileSync(join(outdir, "LICENSES.txt"), renderLicences(files, ROOT));
  return bundled.contents.byteLength;
}
