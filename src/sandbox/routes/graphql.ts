// GraphQL: answered from GitHub's published schema, for as much of it as the sandbox serves. What it does not serve is
// an error that says so.

import { GraphQLError, graphql } from "graphql";
import { z } from "zod";
import { actorOf } from "../accounts/callers.ts";
import { SERVED } from "../graphql/index.ts";
import { githubSchema } from "../graphql/schema.ts";
import { QueryError, servedBy } from "../graphql/served.ts";
import { type Answer, ApiError, ok, readBody } from "../http/answer.ts";
import type { Call, Route } from "../http/route.ts";

const Request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

export const graphqlRoutes: readonly Route[] = [{ name: "POST /graphql", by: "anyone", answer }];

const fieldResolver = servedBy(SERVED);

async function answer({ world, caller, body }: Call): Promise<Answer> {
  const actor = actorOf(caller);
  if (!actor) throw new ApiError(401, "This endpoint requires you to be authenticated.");
  const { query, variables, operationName } = readBody(body, Request);
  const { data, errors } = await graphql({
    schema: githubSchema(),
    source: query,
    contextValue: { world, caller, actor },
    fieldResolver,
    variableValues: variables ?? {},
    ...(operationName ? { operationName } : {}),
  });
  return ok({
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map(asGitHubTells) } : {}),
  });
}

function asGitHubTells(error: GraphQLError): unknown {
  const { originalError, message, path, locations } = error;
  const type = typeOf(originalError);
  return { ...(type ? { type } : {}), path, locations, message };
}

function typeOf(error: Error | null | undefined): string | undefined {
  if (error instanceof QueryError) return error.type;
  if (error instanceof ApiError) {
    return error.status === 404 ? "NOT_FOUND" : error.status === 403 ? "FORBIDDEN" : "UNPROCESSABLE";
  }
  // A fault of the sandbox itself must not look like one of the product. What the query does wrong has no original.
  if (error && !(error instanceof GraphQLError)) console.error("sandbox:", error);
  return undefined;
}
