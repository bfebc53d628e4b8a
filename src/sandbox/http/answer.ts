// What the sandbox answers, and the errors that become answers, worded as GitHub words them.

import { type ZodType, z } from "zod";

export interface Answer {
  readonly status: number;
  /** JSON, a Buffer for raw bytes, or undefined for none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export const NO_CONTENT: Answer = { status: 204 };

export function notFound(): ApiError {
  return new ApiError(404, "Not Found");
}

/** @param detail what is wrong, as GitHub puts it into `errors` */
export function unprocessable(detail: string): ApiError {
  return new ApiError(422, "Validation Failed", [{ code: "custom", message: detail }]);
}

/** The routes of reviews write their errors as bare words. */
export function unprocessableReview(detail: string): ApiError {
  return new ApiError(422, "Unprocessable Entity", [detail]);
}

export function forbiddenToIntegration(): ApiError {
  return new ApiError(403, "Resource not accessible by integration");
}

/**
 * @param refused the error that tells what is wrong
 * @throws ApiError when the body is not of that shape
 */
export function readBody<T>(
  body: unknown,
  shape: ZodType<T>,
  refused: (detail: string) => ApiError = unprocessable,
): T {
  const read = shape.safeParse(body ?? {});
  if (read.success) return read.data;
  throw refused(z.prettifyError(read.error).replaceAll(/\s*\n\s*/g, " "));
}

export function errorAnswer({ status, message, errors }: ApiError): Answer {
  return {
    status,
    body: {
      message,
      ...(errors ? { errors } : {}),
      documentation_url: "https://docs.github.com/rest",
      status: String(status),
    },
  };
}
