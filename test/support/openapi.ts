// Holds requests, answers and webhook payloads against GitHub's own description of its API (`@octokit/openapi`), so
// that no test passes on something that GitHub would never take or send.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

/** One request with its answer; `path` may carry a query. Bodies are parsed JSON, undefined where there is none. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestBody?: unknown;
  readonly responseBody?: unknown;
}

const BASIC_ERROR = "#/components/schemas/basic-error";

/** @throws Error naming each place where request or answer differs from GitHub's description */
export function assertValid(
  method: string,
  path: string,
  status: number,
  requestBody?: unknown,
  responseBody?: unknown,
): void {
  const problems = problemsOfExchange({ method, path, status, requestBody, responseBody });
  if (problems.length === 0) return;
  throw new Error(`${method} ${path} -> ${status} is not as GitHub describes it:\n${problems.join("\n")}`);
}

/** Where request or answer differ from GitHub's description. */
export function problemsOfExchange({ method, path, status, requestBody, responseBody }: Exchange): string[] {
  const [pathname = "", query = ""] = path.split("?");
  const found = findOperation(method, pathname);
  if (!found) return [`no such route: ${method} ${pathname}`];
  const { operation, pointer } = found;
  const problems = problemsOfQuery(operation, new URLSearchParams(query));
  const request = operation.requestBody && resolve(operation.requestBody, `${pointer}/requestBody`);
  const sent = request && jsonSchemaPointer(request);
  if (sent && requestBody !== undefined) problems.push(...problemsOf("request", sent, requestBody));
  if (request?.value.required && requestBody === undefined) problems.push("request: needs a body");

  const answer = operation.responses[String(status)];
  // Any GET may be conditional, though few are described so.
  if (status === 304 && method.toUpperCase() === "GET") return problems;
  if (!answer && status < 400) return [...problems, `answer: status ${status} is not described`];
  const received = answer && jsonSchemaPointer(resolve(answer, `${pointer}/responses/${status}`));
  if (received) problems.push(...problemsOf("answer", received, responseBody));
  // Errors of the server and of limits may come from any route, described there or not.
  else if (status >= 400) problems.push(...problemsOf("answer", BASIC_ERROR, responseBody ?? {}));
  else if (responseBody !== undefined && responseBody !== "") problems.push("answer: must have no body");
  return problems;
}

/** Where the payload differs from GitHub's description of that event. */
export function problemsOfWebhook(event: string, payload: Readonly<Record<string, unknown>>): string[] {
  // Whoever dispatches names the action; GitHub describes the event under an example's.
  const action = event === "repository_dispatch" ? "sample.collected" : payload.action;
  const name = [event, action].filter(Boolean).join("-").replaceAll("_", "-");
  const operation = description()["x-webhooks"][name]?.post;
  if (!operation?.requestBody) return [`no such event: ${name}`];
  const pointer = jsonSchemaPointer({
    value: operation.requestBody,
    pointer: `#/x-webhooks/${name}/post/requestBody`,
  });
  return pointer ? problemsOf("payload", pointer, payload) : [];
}

/** `GET /repos/{owner}/{repo}/pulls/{pull_number}`; undefined for what GitHub does not describe. */
export function routeOf(method: string, path: string): string | undefined {
  const found = findOperation(method, path.split("?")[0] ?? "");
  return found && `${method.toUpperCase()} ${found.template}`;
}

interface Body {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly "x-webhooks": Readonly<Record<string, { readonly post?: Operation }>>;
}

let loaded: Description | undefined;
let templates: { template: string; pattern: RegExp }[] | undefined;

/** As it was published: 12 MB, of which a test needs little, so schemas are read from it when they are needed. */
function description(): Description {
  const file = fileURLToPath(import.meta.resolve("@octokit/openapi/generated/api.github.com.json"));
  loaded ??= JSON.parse(readFileSync(file, "utf8")) as Description;
  return loaded;
}

/** These may span several segments of a path. */
const WITH_SLASHES = new Set(["path", "ref", "basehead", "branch", "dir"]);

function findOperation(method: string, pathname: string) {
  templates ??= Object.keys(description().paths)
    .map((template) => ({ template, pattern: toPattern(template) }))
    .sort((a, b) => literalLength(b.template) - literalLength(a.template));
  const key = method.toLowerCase();
  for (const { template, pattern } of templates) {
    if (!pattern.test(pathname)) continue;
    const operation = description().paths[template]?.[key];
    if (operation) {
      const escaped = template.replaceAll("~", "~0").replaceAll("/", "~1");
      return { template, operation, pointer: `#/paths/${encodeURIComponent(escaped)}/${key}` };
    }
  }
  return undefined;
}

function toPattern(template: string): RegExp {
  const pattern = template.replace(/\{([^}]+)\}/g, (_, name) => (WITH_SLASHES.has(name) ? ".+" : "[^/]+"));
  return new RegExp(`^${pattern}$`);
}

function literalLength(template: string): number {
  return template.replace(/\{[^}]+\}/g, "").length;
}

function resolve(body: Body, pointer: string): { value: Body; pointer: string } {
  if (!body.$ref) return { value: body, pointer };
  return { value: lookUp(body.$ref) as Body, pointer: body.$ref };
}

function lookUp(pointer: string): unknown {
  return pointer
    .slice(2)
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], description());
}

function jsonSchemaPointer({ value, pointer }: { value: Body; pointer: string }): string | undefined {
  const type = Object.keys(value.content ?? {}).find((one) => one.includes("json"));
  if (!type || !value.content?.[type]?.schema) return undefined;
  return `${pointer}/content/${encodeURIComponent(type.replaceAll("/", "~1"))}/schema`;
}

function problemsOfQuery({ parameters = [] }: Operation, query: URLSearchParams): string[] {
  const known = new Set(
    parameters
      .map((parameter) => (parameter.$ref ? (lookUp(parameter.$ref) as Parameter) : parameter))
      .flatMap((parameter) => (parameter.in === "query" ? parameter.name : [])),
  );
  return [...query.keys()].flatMap((name) =>
    known.has(name) ? [] : `request: no such query parameter: ${name}`,
  );
}

function problemsOf(what: string, pointer: string, data: unknown): string[] {
  const id = schemaId(pointer);
  const validate = validators.get(id) ?? validator().compile({ $ref: id });
  validators.set(id, validate);
  return validate(data) ? [] : readable(what, validate.errors ?? [], data);
}

let ajv: Ajv | undefined;
const validators = new Map<string, ValidateFunction>();
const ids = new Map<string, string>();

function validator(): Ajv {
  ajv ??= new Ajv({
    strict: false,
    allErrors: true,
    inlineRefs: false,
    validateSchema: false,
    formats: FORMATS,
  });
  return ajv;
}

/** What the schema at that place is known by; it is read on the first time, and those that it refers to with it. */
function schemaId(pointer: string): string {
  const known = ids.get(pointer);
  if (known) return known;
  const id = `https://api.github.com/schemas/${ids.size}`;
  ids.set(pointer, id);
  validator().addSchema(toJsonSchema(lookUp(pointer)) as object, id);
  return id;
}

/**
 * OpenAPI 3.0 writes "or null" as `nullable`, beside `$ref` and `enum` too; JSON Schema knows it as one more case.
 * Examples are left out, since some contain words that mean something in a schema.
 */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const {
    nullable,
    $ref,
    example: _example,
    examples: _examples,
    discriminator: _discriminator,
    ...rest
  } = node as Record<string, unknown>;
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]),
  );
  if ($ref !== undefined) converted.$ref = typeof $ref === "string" ? schemaId($ref) : toJsonSchema($ref);
  return nullable === true ? { anyOf: [{ type: "null" }, converted] } : converted;
}

const FORMATS = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  // GitHub describes "" as the default of addresses.
  uri: (text: string) => text === "" || URL.canParse(text),
  "uri-template": true,
  email: /^[^@\s]+@[^@\s]+$/,
  int64: true,
  "repo.nwo": /^[^/]+\/[^/]+$/,
} as const;

const MOST_PROBLEMS = 12;

/** The deepest errors first: of an `anyOf` that fails they tell what is really wrong. */
function readable(what: string, errors: readonly ErrorObject[], data: unknown): string[] {
  const told = errors
    .filter(({ keyword, params }) => !["anyOf", "oneOf", "if"].includes(keyword) && params.type !== "null")
    .sort((a, b) => b.instancePath.length - a.instancePath.length);
  return (told.length > 0 ? told : errors)
    .slice(0, MOST_PROBLEMS)
    .map(({ instancePath, message, params }) => {
      const found = instancePath
        .slice(1)
        .split("/")
        .filter(Boolean)
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], data);
      const shown = JSON.stringify(found)?.slice(0, 80) ?? "nothing";
      const detail = JSON.stringify(params);
      return `  ${what}${instancePath || "/"}: ${message} ${detail}, got ${shown}`;
    });
}
