// GitHub's GraphQL, for what REST has no batch for (docs/decisions/0011-graphql-in-batches.md). Values from outside go in
// as variables, never into the text of a query.

import * as z from "zod";
import { type GitHubClient, type RepositoryClient, statusOf } from "./client.ts";

export interface GraphQLProblem {
  readonly message: string;
  /** GitHub's word for it, such as `NOT_FOUND`. */
  readonly type?: string;
  /** Alias of the field of the operation that failed. */
  readonly alias?: string;
}

export interface GraphQLAnswer {
  /** What of it could be answered. */
  readonly data: unknown;
  readonly problems: readonly GraphQLProblem[];
}

/** One operation that is put together piece by piece, with the variables that its pieces need. */
export class Operation {
  readonly #kind: "query" | "mutation";
  readonly #types: string[] = [];
  readonly #values: Record<string, unknown> = {};
  readonly #fields: string[] = [];

  constructor(kind: "query" | "mutation") {
    this.#kind = kind;
  }

  /** @returns `$v1`, which stands for the value in the text */
  variable(type: string, value: unknown): string {
    const name = `v${this.#types.length}`;
    this.#types.push(`$${name}: ${type}`);
    this.#values[name] = value;
    return `$${name}`;
  }

  add(field: string): void {
    this.#fields.push(field);
  }

  get isEmpty(): boolean {
    return this.#fields.length === 0;
  }

  get text(): string {
    const variables = this.#types.length > 0 ? `(${this.#types.join(", ")})` : "";
    return `${this.#kind}${variables} {\n${this.#fields.join("\n")}\n}`;
  }

  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }
}

/** @throws what the request failed with; fields that failed by themselves are told in `problems` */
export async function send({ graphql }: GitHubClient, operation: Operation): Promise<GraphQLAnswer> {
  try {
    return { data: await graphql(operation.text, { ...operation.values }), problems: [] };
  } catch (error) {
    // An answer with errors comes as an error of Octokit's that carries the rest of the answer.
    if (!(error instanceof Error) || statusOf(error) !== undefined || !("errors" in error)) throw error;
    const problems = Array.isArray(error.errors) ? error.errors.map(toProblem) : [];
    if (problems.length === 0) throw error;
    return { data: "data" in error ? error.data : undefined, problems };
  }
}

/** As `send`, where an answer with errors is none. */
async function ask(client: GitHubClient, operation: Operation): Promise<unknown> {
  const { data, problems } = await send(client, operation);
  const [problem] = problems;
  if (problem) throw new GraphQLRefusal(problem);
  return data;
}

/** An answer that holds an error instead of all that was asked. */
export class GraphQLRefusal extends Error {
  readonly problem: GraphQLProblem;

  constructor(problem: GraphQLProblem) {
    super(`GitHub's GraphQL answers: ${problem.message}`);
    this.problem = problem;
  }
}

/** Asks for fields of the client's repository. */
export async function askRepository(
  client: RepositoryClient,
  query: Operation,
  fields: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  addRepository(client, query, fields);
  const data = await ask(client.octokit, query);
  return z.object({ repository: z.record(z.string(), z.unknown()) }).parse(data).repository;
}

export function addRepository(
  { repository }: RepositoryClient,
  query: Operation,
  fields: readonly string[],
): void {
  const owner = query.variable("String!", repository.owner);
  const name = query.variable("String!", repository.name);
  query.add(`repository(owner: ${owner}, name: ${name}) {\n${fields.join("\n")}\n}`);
}

function toProblem(json: unknown): GraphQLProblem {
  const { message, type, path } = json as { message?: unknown; type?: unknown; path?: unknown };
  const alias = Array.isArray(path) ? path[0] : undefined;
  return {
    message: String(message ?? "an error without a message"),
    ...(typeof type === "string" && { type }),
    ...(typeof alias === "string" && { alias }),
  };
}
