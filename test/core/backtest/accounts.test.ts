// An address is taken for an account only where the history leaves no doubt.

import { expect, test } from "vitest";
import { Accounts } from "../../../src/core/backtest/accounts.ts";

test.each<[string, [string, string][], string, string | undefined]>([
  ["a private address says it itself", [], "1+alice@users.noreply.github.com", "alice"],
  ["an unknown address", [["Alice", "alice@acme.test"]], "alice@acme.test", undefined],
  [
    "the same name beside a private address",
    [
      ["Alice A.", "alice@acme.test"],
      ["Alice A.", "1+Alice@users.noreply.github.com"],
    ],
    "alice@acme.test",
    "alice",
  ],
  [
    "a name that two accounts bear",
    [
      ["Alex", "alex@acme.test"],
      ["Alex", "1+alex-a@users.noreply.github.com"],
      ["Alex", "2+alex-b@users.noreply.github.com"],
    ],
    "alex@acme.test",
    undefined,
  ],
  [
    "an address under several names, one of them known",
    [
      ["root", "alice@acme.test"],
      ["Alice A.", "alice@acme.test"],
      ["Alice A.", "alice@users.noreply.github.com"],
    ],
    "alice@acme.test",
    "alice",
  ],
])("%s", (_, learnt, email, expected) => {
  const accounts = new Accounts();
  for (const [name, address] of learnt) accounts.learn(name, address);
  expect(accounts.of(email)).toBe(expected);
});
