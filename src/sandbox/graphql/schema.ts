// GitHub's published GraphQL schema, whole: what is not in it, GitHub refuses in the same words.

import { readFileSync } from "node:fs";
import { buildASTSchema, type GraphQLSchema, parse } from "graphql";

let built: GraphQLSchema | undefined;

export function githubSchema(): GraphQLSchema {
  built ??= build();
  return built;
}

function build(): GraphQLSchema {
  // Its main module would parse the whole schema twice, and in another form.
  const file = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
  // Two thirds of the text are descriptions, which nobody reads here.
  const text = readFileSync(file, "utf8").replace(/"""[\s\S]*?"""/g, "");
  return buildASTSchema(parse(text, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
}
