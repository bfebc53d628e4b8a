// Keeps out of a bundle what nothing in it uses, where the packages do not say by themselves that this is safe.

import type { Plugin } from "esbuild";

/**
 * Packages whose files do nothing when loaded but define what they export. `@actions/core` brings an HTTP client for
 * OpenID tokens (450 kB), which the Actions never ask for.
 */
const PURE = /^@actions\//;
const IN_PURE = /[\\/]node_modules[\\/]@actions[\\/]/;

/** As `import { z } from "zod"` the whole library comes along, with 50 languages: 350 kB. */
const WHOLE_ZOD = /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/;

const RESOLVED = Symbol("resolved");

export function onlyWhatIsUsed(root: string): Plugin {
  return {
    name: "only-what-is-used",
    setup(build) {
      build.onResolve({ filter: /^[@.]/ }, async ({ path, pluginData, ...args }) => {
        if (pluginData === RESOLVED || !(PURE.test(path) || IN_PURE.test(args.importer))) return undefined;
        const { importer, resolveDir, kind } = args;
        const resolved = await build.resolve(path, { importer, resolveDir, kind, pluginData: RESOLVED });
        return { ...resolved, sideEffects: false };
      });
      build.onEnd(({ metafile, errors }) => {
        for (const { inputs } of Object.values(metafile?.outputs ?? {})) {
          const whole = Object.entries(inputs).some(
            ([file, { bytesInOutput }]) => WHOLE_ZOD.test(file) && bytesInOutput > 0,
          );
          if (!whole) continue;
          const text = `all of zod is bundled: write \`import * as z from "zod"\` in the files of ${root}src that say \`import { z } from "zod"\``;
          errors.push({
            id: "",
            pluginName: "only-what-is-used",
            text,
            location: null,
            notes: [],
            detail: undefined,
          });
        }
      });
    },
  };
}
