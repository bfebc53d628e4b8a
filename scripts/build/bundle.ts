// Bundles one Action with everything it imports into one file, and the licences of what it bundles into another. The
// same sources and the same locked packages give the same bytes, wherever the checkout lies.

import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { renderLicences } from "./licences.ts";
import { onlyWhatIsUsed } from "./only-what-is-used.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A bundle that grows past this slows the start of every job; bytes. */
const LARGEST = 1_000_000;

const BANNER = `// Prompt Steward, MIT licence. Built by \`npm run build\` from src/action: do not edit.
// The licences of the libraries in here are in LICENSES.txt.
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;

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
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { index: `src/action/${name}.ts` },
    outdir: "dist",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    banner: { js: BANNER },
    // Names stay, so that a stack in a job's log can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    plugins: [onlyWhatIsUsed(ROOT)],
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error(`esbuild gave no bundle of ${name}`);
  const size = bundle.contents.byteLength;
  if (size > LARGEST) throw new Error(`the bundle of ${name} has ${size} bytes, more than ${LARGEST}`);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, "index.js"), bundle.contents);
  const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  writeFileSync(join(outdir, "LICENSES.txt"), renderLicences(bundled, ROOT));
  return size;
}
