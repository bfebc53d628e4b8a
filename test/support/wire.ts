// GitHub's side of the wire for tests: answers by table, each request and answer held against GitHub's own description.
// What the table does not know is a 404, as for everything that does not exist or may not be seen.

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import nock from "nock";
import { onTestFinished } from "vitest";
import { problemsOfOperation } from "./graphql.ts";
import { problemsOfExchange } from "./openapi.ts";

export interface WireRequest {
  readonly method: string;
  /** With its query, as sent. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WireAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Exchange extends WireRequest {
  readonly status: number;
}

type Answering = WireAnswer | ((request: WireRequest) => WireAnswer | Promise<WireAnswer>);

export class Wire {
  readonly exchanges: Exchange[] = [];
  readonly #table = new Map<string, Answering[]>();
  readonly #problems: string[] = [];
  readonly #tolerated: string[] = ["answer: must have no body"];

  /**
   * @param route `GET /repos/acme/prompts/pulls/7`, where the query is left out it matches any; a later call replaces
   * an earlier one
   * @param answers one after the other, the last one from then on
   */
  on(route: string, ...answers: Answering[]): this {
    this.#table.set(route, answers);
    return this;
  }

  /** @param problem where GitHub is known to send something else than it describes */
  tolerating(problem: string): this {
    this.#tolerated.push(problem);
    return this;
  }

  async answer(request: WireRequest): Promise<Required<WireAnswer>> {
    const { method, path } = request;
    const known = this.#next(`${method} ${path}`) ?? this.#next(`${method} ${path.split("?")[0]}`);
    const {
      status = 200,
      body,
      headers = {},
    } = known
      ? await (typeof known === "function" ? known(request) : known)
      : { status: 404, body: notFound() };
    const etag = `"${createHash("sha1")
      .update(JSON.stringify(body ?? null))
      .digest("hex")}"`;
    const isSame = status === 200 && request.headers["if-none-match"] === etag;
    const answer = {
      status: isSame ? 304 : status,
      body: isSame ? undefined : body,
      headers: {
        ...(body === undefined || isSame ? {} : { "content-type": "application/json; charset=utf-8" }),
        ...(method === "GET" && status === 200 ? { etag } : {}),
        ...headers,
      },
    };
    this.exchanges.push({ ...request, status: answer.status });
    this.#validate(request, answer);
    return answer;
  }

  /** `GET /repos/acme/prompts/pulls/7`, in order; what was not modified is left out, since GitHub does not count it. */
  get counted(): string[] {
    return this.exchanges
      .filter(({ status }) => status !== 304)
      .map(({ method, path }) => `${method} ${decodeURIComponent(path.split("?")[0] ?? "")}`);
  }

  sent(route: string): Exchange[] {
    return this.exchanges.filter(({ method, path }) => `${method} ${path}`.split("?")[0] === route);
  }

  forgetExchanges(): void {
    this.exchanges.length = 0;
  }

  /** @throws Error where a request or an answer was not as GitHub describes it */
  verify(): void {
    if (this.#problems.length > 0) throw new Error([...new Set(this.#problems)].join("\n"));
  }

  #next(route: string): Answering | undefined {
    const answers = this.#table.get(route);
    return answers && answers.length > 1 ? answers.shift() : answers?.[0];
  }

  #validate({ method, path, body: requestBody }: WireRequest, { status, body }: WireAnswer): void {
    if (status === 304) return;
    const exchange = {
      method,
      path: decodeURI(path),
      status: status ?? 200,
      requestBody,
      responseBody: body,
    };
    const problems = path === "/graphql" ? problemsOfOperation(requestBody) : problemsOfExchange(exchange);
    for (const problem of problems) {
      if (this.#tolerated.some((known) => problem.includes(known))) continue;
      this.#problems.push(`${method} ${path} -> ${status}: ${problem}`);
    }
  }
}

const API = "https://api.github.com";

/** Answers what the test sends to api.github.com, until it is finished. */
export function aWire(): Wire {
  const wire = new Wire();
  nock.disableNetConnect();
  const scope = nock(API).persist();
  for (const method of ["GET", "POST", "PATCH", "PUT", "DELETE"]) {
    scope.intercept(/.*/, method).reply(async (request: Request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const { status, body, headers } = await wire.answer({
        method,
        path: pathname + search,
        body: text === "" ? undefined : JSON.parse(text),
        headers: Object.fromEntries(request.headers),
      });
      return body === undefined ? [status, "", headers] : [status, JSON.stringify(body), headers];
    });
  }
  onTestFinished(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    wire.verify();
  });
  return wire;
}

/** Answers over real HTTP, for processes that the test starts. @returns the address to give them as GITHUB_API_URL */
export async function serveWire(wire: Wire): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = "", url = "" } = request;
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const answer = await wire.answer({ method, path: url, body, headers: flat(request.headers) });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    wire.verify();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function notFound(message = "Not Found"): unknown {
  return { message, documentation_url: "https://docs.github.com/rest", status: "404" };
}

export function refusal(status: number, message: string): WireAnswer {
  return {
    status,
    body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
  };
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value ?? "")]),
  );
}
