import { AssertionError } from "node:assert";
import { expect, test } from "vitest";
import { isMendable } from "../../src/app/start-failure.ts";
import { UserError } from "../../src/core/user-error.ts";

const withCode = (code: string) => Object.assign(new Error("failed"), { code });

test.each([
  ["what a user can mend", new UserError('APP_ID is "x".', "Set it.")],
  ["a port in use", withCode("EADDRINUSE")],
  ["a port that one may not use", withCode("EACCES")],
  ["a host that is not known", withCode("ENOTFOUND")],
  ["a server that is not there", withCode("ECONNREFUSED")],
])("%s is told without a stack", (_, error) => {
  expect(isMendable(error)).toBe(true);
});

test.each([
  ["a failed assertion", new AssertionError({ message: "never" })],
  ["a wrong argument", withCode("ERR_INVALID_ARG_TYPE")],
  ["an error without a code", new TypeError("x is not a function")],
  ["what is no error", "EACCES"],
])("%s is a bug and keeps its stack", (_, error) => {
  expect(isMendable(error)).toBe(false);
});
