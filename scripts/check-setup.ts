// `npm run check:setup`: what the README tells a newcomer to type is what CI runs, and the lock file names no registry.

import { existsSync, readFileSync } from "node:fs";
import { report } from "./report.ts";
import { judgeLockFile, judgeSetUp } from "./setup.ts";

const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
const findings = [
  ...judgeSetUp(read("README.md"), read(".ci/run")),
  ...judgeLockFile(read("package-lock.json")),
];
report("set-up", "README.md, .ci/run, package-lock.json", findings);
