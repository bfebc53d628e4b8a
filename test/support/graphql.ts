// GitHub's GraphQL for tests: requests are held against its published schema, answers are made by running the query over
// plain objects, whose functions take a field's arguments.

import { getVariableValues, graphql, parse, validate } from "graphql";
import { githubSchema } from "../../src/sandbox/graphql/schema.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";

interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What GitHub would refuse of an operation, or of the values of its variables. */
export function problemsOfOperation(body: unknown): string[] {
  const { query, variables = {} } = body as Body;
  const document = parse(query);
  const problems = validate(githubSchema(), document).map(({ message }) => message);
  const [definition] = document.definitions;
  if (problems.length > 0 || definition?.kind !== "OperationDefinition") return problems;
  const { errors } = getVariableValues(githubSchema(), definition.variableDefinitions ?? [], variables);
  return errors?.map(({ message }) => message) ?? [];
}

/** @param root the fields of Query and Mutation; where one throws, GitHub's answer has an error for it */
export function answeredBy(root: object): (request: WireRequest) => Promise<WireAnswer> {
  return async ({ body }) => {
    const { query, variables } = body as Body;
    const result = await graphql({
      schema: githubSchema(),
      source: query,
      rootValue: root,
      variableValues: variables ?? {},
      typeResolver: (value: { readonly __typename?: string }) => value.__typename,
    });
    const errors = result.errors?.map(({ message, path, originalError }) => ({
      message,
      path,
      ...(originalError instanceof Refused && { type: originalError.type }),
    }));
    return { body: { data: result.data ?? null, ...(errors && { errors }) } };
  };
}

/** An error with GitHub's word for it. */
export class Refused extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function page<T>(nodes: readonly T[], endCursor?: string): object {
  return {
    nodes,
    pageInfo: { hasNextPage: endCursor !== undefined, hasPreviousPage: false, endCursor: endCursor ?? null },
    totalCount: nodes.length,
  };
}
