// All that is said of one workflow or one Action.

import type { Finding } from "../../src/core/finding.ts";
import { type ActionCode, judgeAction } from "./action-metadata.ts";
import { lintWorkflow } from "./actionlint.ts";
import { parseAsAction, parseAsWorkflow } from "./github-parser.ts";
import { judgeOwnUses } from "./own-uses.ts";
import { judgePins } from "./pins.ts";
import type { Source } from "./source.ts";

/** @param readOwn the text of a file of this repository; undefined where there is none */
export async function validateWorkflow(
  source: Source,
  readOwn: (path: string) => string | undefined,
): Promise<Finding[]> {
  const parsed = await parseAsWorkflow(source, readOwn);
  const linted = parsed.length === 0 ? await lintWorkflow(source) : [];
  return [...parsed, ...linted, ...judgeOwnUses(source, readOwn), ...judgePins(source)];
}

export function validateAction(source: Source, code: ActionCode): Finding[] {
  return [...parseAsAction(source), ...judgeAction(source, code)];
}
