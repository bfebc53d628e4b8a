// The server in front of everything: who asks, whether they may, the answer with GitHub's headers, and the log.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { actorOf, authorize, type Caller, grants, nameOf } from "../accounts/callers.ts";
import type { ExchangeSeen, Fault } from "../sandbox.ts";
import type { World } from "../world.ts";
import { type Answer, ApiError, errorAnswer, forbiddenToIntegration, notFound } from "./answer.ts";
import type { PlannedFaults } from "./faults.ts";
import { RateLimits } from "./limits.ts";
import type { RequestRecords } from "./request-log.ts";
import { type Call, type Match, type Route, RouteTable } from "./route.ts";

const LARGEST_REQUEST = 150 * 1024 * 1024;

export interface ServerParts {
  readonly routes: readonly Route[];
  readonly log: RequestRecords;
  readonly faults: PlannedFaults;
  readonly onExchange: ((exchange: ExchangeSeen) => void) | undefined;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly message: IncomingMessage;
  readonly body: unknown;
}

export class ApiServer {
  readonly #table: RouteTable;
  readonly #limits = new RateLimits();
  readonly #parts: ServerParts;
  readonly #server: Server;
  #world: World | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#table = new RouteTable(parts.routes);
    this.#server = createServer((message, response) => void this.#serve(message, response));
  }

  /** @returns its address */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (!address || typeof address === "string") throw new Error("The server has no port.");
    return `http://127.0.0.1:${address.port}`;
  }

  show(world: World): void {
    this.#world = world;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = message.method ?? "GET";
    const url = new URL(message.url ?? "/", "http://127.0.0.1");
    // Octokit asks a server that is not api.github.com for its GraphQL and REST at other paths.
    url.pathname = url.pathname.replace(/^\/api\/v3(?=\/)/, "").replace(/^\/api\/graphql$/, "/graphql");
    try {
      const body = await readJson(message);
      await this.#respond({ method, url, message, body }, response);
    } catch (error) {
      send(response, errorAnswer(toApiError(error)));
    }
  }

  async #respond(asked: Asked, response: ServerResponse): Promise<void> {
    const { method, url, message, body } = asked;
    const match = this.#table.find(method, url.pathname);
    const route = match?.route.name ?? `${method} ${url.pathname}`;
    let caller: Caller = { kind: "none" };
    let answer: Answer;
    let limit: Record<string, string> = {};
    try {
      caller = this.#existingWorld().callers.identify(message.headers.authorization);
      const answered = await this.#withinLimits(caller, method, async () => {
        const fault = this.#parts.faults.take(route, nameOf(caller).token);
        if (fault?.kind === "cut") return "cut";
        return (fault && (await suffer(fault))) ?? this.#answer(asked, match, caller);
      });
      if (answered === "cut") return void response.destroy();
      answer = answered;
    } catch (error) {
      answer = errorAnswer(toApiError(error));
    }
    const whole = conditional(message, method, answer);
    const { token, by, limit: who } = nameOf(caller);
    const counts = whole.status !== 304 && token !== "app" && token !== "none";
    limit = this.#limits.count(who, counts ? 1 : 0);
    this.#parts.log.add({
      method,
      path: url.pathname,
      route,
      status: whole.status,
      token,
      by,
      countsAgainstLimit: counts,
    });
    if (this.#parts.onExchange && !url.pathname.startsWith("/web/")) {
      const path = `${url.pathname}${url.search}`;
      const responseBody = Buffer.isBuffer(whole.body) ? undefined : toJson(whole.body);
      this.#parts.onExchange({ method, path, status: whole.status, requestBody: body, responseBody });
    }
    send(response, { ...whole, headers: { ...limit, ...whole.headers } });
  }

  #existingWorld(): World {
    if (!this.#world) throw new ApiError(503, "The sandbox is starting");
    return this.#world;
  }

  async #withinLimits<T>(caller: Caller, method: string, answer: () => Promise<T>): Promise<T | Answer> {
    const { token, limit } = nameOf(caller);
    if (this.#limits.isExhausted(limit)) return primaryLimit("API rate limit exceeded.", {});
    const isFree = token !== "installation" && token !== "workflow";
    if (isFree || this.#existingWorld().behaviour.secondaryLimits === "none") return answer();
    const wait = this.#limits.secondary(limit, method);
    if (wait !== undefined) return secondaryLimit(403, wait);
    if (!this.#limits.enter(limit)) return secondaryLimit(403, 60);
    try {
      return await answer();
    } finally {
      this.#limits.leave(limit);
    }
  }

  async #answer(
    { method, url, message, body }: Asked,
    match: Match | undefined,
    caller: Caller,
  ): Promise<Answer> {
    if (!match) {
      throw new ApiError(
        404,
        `Not Found: the sandbox does not serve ${method} ${url.pathname} (docs/sandbox.md)`,
      );
    }
    const world = this.#existingWorld();
    const call: Call = {
      world,
      method,
      path: url.pathname,
      query: url.searchParams,
      accept: message.headers.accept ?? "",
      parameters: match.parameters,
      body,
      caller,
    };
    const { route } = match;
    switch (route.by) {
      case "anyone":
        return route.answer(call);
      case "app":
        if (caller.kind !== "app") throw new ApiError(401, "A JSON web token could not be decoded");
        return route.answer(call);
      case "organization":
        return route.answer({ ...call, organization: organizationFor(call, route) });
      case "reader":
      case "actor": {
        const { owner = "", repo = "" } = match.parameters;
        const repository = world.repositories.find(owner, repo);
        if (!repository) throw notFound();
        const acts = route.by === "actor" ? "acts" : "reads";
        authorize(caller, repository, world.access, { ...route, acts });
        if (route.by === "reader") return route.answer({ ...call, repository });
        const actor = actorOf(caller);
        if (!actor) throw new ApiError(401, "Requires authentication");
        // Two that change the same repository at the same moment come one after the other, as on GitHub.
        return world.inTurn(repository, () => route.answer({ ...call, repository, actor }));
      }
    }
  }
}

/** @throws ApiError where there is no such organization for the caller, or it may not do this */
function organizationFor({ world, parameters, caller }: Call, route: Extract<Route, { by: "organization" }>) {
  const organization = world.registry.find(parameters.org ?? "");
  if (organization?.kind !== "Organization") throw notFound();
  switch (caller.kind) {
    case "person": {
      const role = world.access.organizationRole(organization, caller.account);
      if (route.role !== "anyone" && !role) throw notFound();
      if (route.role === "admin" && role !== "admin")
        throw new ApiError(403, "You must be an admin of this organization");
      return organization;
    }
    case "installation":
      if (caller.installation.account !== organization) throw notFound();
      if (!grants(caller.permissions, route.permission)) throw forbiddenToIntegration();
      return organization;
    case "workflow":
      // A workflow's token knows its repository, not its organization.
      if (route.role !== "anyone") throw forbiddenToIntegration();
      return organization;
    case "app":
    case "none":
      if (route.role !== "anyone") throw new ApiError(401, "Requires authentication");
      return organization;
  }
}

async function readJson(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > LARGEST_REQUEST) throw new ApiError(413, "Request is too large");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "Problems parsing JSON");
  }
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // A fault of the sandbox itself must not look like one of the product.
  console.error("sandbox:", error);
  return new ApiError(500, `sandbox: ${error instanceof Error ? error.message : String(error)}`);
}

async function suffer(fault: Exclude<Fault, { kind: "cut" }>): Promise<Answer | undefined> {
  switch (fault.kind) {
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
      return undefined;
    case "server-error":
      return { status: fault.status, body: { message: "Server Error" } };
    case "secondary-limit":
      return secondaryLimit(fault.status, fault.retryAfterSeconds);
    case "primary-limit": {
      const reset = Math.floor(Date.now() / 1000) + fault.resetInSeconds;
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
      return primaryLimit("API rate limit exceeded for installation.", headers);
    }
  }
}

function primaryLimit(message: string, headers: Record<string, string>): Answer {
  return { ...errorAnswer(new ApiError(403, message)), headers };
}

function secondaryLimit(status: 403 | 429, retryAfterSeconds: number): Answer {
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return {
    ...errorAnswer(new ApiError(status, message)),
    headers: { "retry-after": String(retryAfterSeconds) },
  };
}

/** GitHub gives every answer to a GET an ETag, and 304 to who has it already. */
function conditional(message: IncomingMessage, method: string, answer: Answer): Answer {
  if (method !== "GET" || answer.status !== 200) return answer;
  const bytes = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(JSON.stringify(answer.body) ?? "");
  const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
  const headers = { ...answer.headers, etag };
  const known = (message.headers["if-none-match"] ?? "").split(",").map((one) => one.trim());
  const strong = etag.slice(2);
  if (known.includes(etag) || known.includes(strong)) return { status: 304, headers };
  return { ...answer, headers };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.statusCode = status;
  response.setHeader(
    "x-github-request-id",
    createHash("md5").update(String(performance.now())).digest("hex"),
  );
  response.setHeader("x-github-media-type", "github.v3; format=json");
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  if (body === undefined) return void response.end();
  if (Buffer.isBuffer(body)) return void response.end(body);
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(JSON.stringify(body));
}

/** As it looks on the wire: what is undefined is gone. */
function toJson(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
}
