// `npm run check:docs`: every link in the documentation leads somewhere, and its index names every page.

import { existsSync, globSync, readFileSync } from "node:fs";
import { judgeDocs } from "./docs.ts";
import { report } from "./report.ts";

const files = globSync(["*.md", "docs/**/*.md", ".github/**/*.md", "action/**/*.md"]).sort();
const pages = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
report("docs", `${pages.size} pages`, judgeDocs(pages, existsSync));
