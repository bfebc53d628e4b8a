// The words after `/promote`.

import { expect, test } from "vitest";
import { parsePromotion } from "../../../src/core/commands/promotion.ts";

test.each([
  ["production", { environment: "production", why: "" }],
  ["Production support/triage", { environment: "production", id: "support/triage", why: "" }],
  ["production reason: it held", { environment: "production", why: "it held" }],
  ["production reason:it held", { environment: "production", why: "it held" }],
  ["production because it held", { environment: "production", why: "it held" }],
  [
    "production support/triage because: it held",
    { environment: "production", id: "support/triage", why: "it held" },
  ],
  ["production support/triage it held", { environment: "production", id: "support/triage", why: "it held" }],
  ["", undefined],
  ["because it held", undefined],
])("`/promote %s`", (text, expected) => {
  expect(parsePromotion(text.split(" ").filter(Boolean))).toEqual(expected);
});
