// `npm run check:arrows`: no file of src/ imports against the direction of the architecture.

import { globSync, readFileSync } from "node:fs";
import { judgeImports } from "./architecture/arrows.ts";
import { importsOf } from "./architecture/imports.ts";
import { report } from "./report.ts";

const files = globSync("src/**/*.{ts,tsx,js,mjs,cjs}").sort();
const findings = files.flatMap((file) => judgeImports(file, importsOf(file, readFileSync(file, "utf8"))));
report("import direction", `${files.length} files`, findings);
