// What a source file imports, in whatever way it is written: import, export from, import(), import types, require.

import { type Node, parseSync, Visitor } from "oxc-parser";

export interface Import {
  /** As written; undefined where an `import()` names no text that could be read. */
  readonly specifier: string | undefined;
  /** 1-based. */
  readonly line: number;
}

/** @throws SyntaxError when the file cannot be parsed */
export function importsOf(file: string, text: string): Import[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${file}:${lineAt(text, error.labels[0]?.start ?? 0)} ${error.message}`);
  const imports: Import[] = [];
  const add = (source: { start: number; value: string } | null) => {
    if (source) imports.push({ specifier: source.value, line: lineAt(text, source.start) });
  };
  const addComputed = (source: Node) => {
    const named = textsIn(source);
    if (named.length === 0) imports.push({ specifier: undefined, line: lineAt(text, source.start) });
    for (const one of named) add(one);
  };
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    TSExternalModuleReference: ({ expression }) => add(expression),
    ImportExpression: ({ source }) => addComputed(source),
    CallExpression: ({ callee, arguments: [source] }) => {
      if (source && callee.type === "Identifier" && callee.name === "require") addComputed(source);
    },
  }).visit(program);
  return imports;
}

/** The texts that an expression can come to: both branches of a choice, one text otherwise. */
function textsIn(source: Node): { start: number; value: string }[] {
  if (source.type === "ConditionalExpression") {
    const branches = [textsIn(source.consequent), textsIn(source.alternate)];
    return branches.some(({ length }) => length === 0) ? [] : branches.flat();
  }
  if (source.type === "Literal" && typeof source.value === "string") {
    return [{ start: source.start, value: source.value }];
  }
  if (source.type === "TemplateLiteral" && source.expressions.length === 0) {
    return [{ start: source.start, value: source.quasis[0]?.value.cooked ?? "" }];
  }
  return [];
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
