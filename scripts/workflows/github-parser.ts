// GitHub's own parser of workflow and Action files.

import { registerHooks } from "node:module";
import type { Finding } from "../../src/core/finding.ts";
import { OWN_REPOSITORY } from "./own-repository.ts";
import type { Source } from "./source.ts";

// The package imports JSON without the attribute that Node asks for. Can go when it writes `with { type: "json" }`.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  "@actions/workflow-parser"
);
const { parseAction } = await import("@actions/workflow-parser/actions/action-parser");

/** @param readOwn the text of a file of this repository; undefined where there is none */
export async function parseAsWorkflow(
  source: Source,
  readOwn: (path: string) => string | undefined,
): Promise<Finding[]> {
  const file = { name: source.file, content: source.text };
  const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
  if (value) {
    const files = {
      getFileContent: async (reference: { path: string; owner?: string; repository?: string }) => {
        const repository = reference.owner ? `${reference.owner}/${reference.repository}` : OWN_REPOSITORY;
        const content = repository === OWN_REPOSITORY ? readOwn(reference.path) : undefined;
        if (content === undefined) throw new Error(`no such file: ${reference.path}`);
        return { name: reference.path, content };
      },
    };
    await convertWorkflowTemplate(context, value, files, { fetchReusableWorkflowDepth: 1 });
  }
  // A called workflow's own faults are reported with that workflow.
  return context.errors
    .getErrors()
    .filter(({ prefix = "" }) => prefix === "" || prefix.startsWith(source.file))
    .map((error) => toFinding(source, error));
}

export function parseAsAction(source: Source): Finding[] {
  const file = { name: source.file, content: source.text };
  const { context } = parseAction(file, new NoOperationTraceWriter());
  return context.errors.getErrors().map((error) => toFinding(source, error));
}

interface ParserError {
  readonly rawMessage: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } } | undefined;
}

function toFinding(source: Source, { rawMessage, range }: ParserError): Finding {
  return {
    rule: "github-parser",
    severity: "error",
    file: source.file,
    line: source.firstLine + (range?.start.line ?? 1) - 1,
    ...(range ? { column: range.start.column } : {}),
    message: `${rawMessage.split("\n", 1)[0]?.replace(/ at line \d+, column \d+:$/, ".")} (GitHub's parser)`,
    fix: "",
  };
}
