// Who may promote a prompt, and what those hear who may not.

import { expect, test } from "vitest";
import { type AccessFacts, may } from "../../../src/core/access/may.ts";
import { login, type Party, type PromptId, parseParty } from "../../../src/core/identity.ts";

const prompt = "support/triage" as PromptId;
const entry = { owner: login("alice"), backup: login("bob") };
const admins = ["@root", "@acme/ai"].map(parseParty).filter((one): one is Party => one !== undefined);
const teamAdmins = new Set([login("ada")]);

const EVERYBODY = "`@alice`, `@bob`, `@root` or `@acme/ai`";

test.each<[string, string, AccessFacts, unknown]>([
  ["the owner", "alice", { canWrite: true }, { kind: "granted", as: "owner" }],
  ["the backup", "bob", { canWrite: true }, { kind: "granted", as: "backup" }],
  ["an admin by name", "root", {}, { kind: "granted", as: "admin" }],
  ["an admin by team", "ada", { canWrite: true, teamAdmins }, { kind: "granted", as: "admin" }],
  ["whoever may be in the admins' team", "ada", {}, { kind: "unknown", teams: ["acme/ai"] }],
  [
    "anybody else",
    "mallory",
    { canWrite: true, teamAdmins },
    {
      kind: "refused",
      reason: `\`@mallory\` is neither owner nor backup of \`support/triage\`, nor an admin. ${EVERYBODY} can promote it.`,
    },
  ],
  [
    "an owner who left",
    "alice",
    { canWrite: false },
    {
      kind: "refused",
      reason: "The config names `@alice` as owner, but they have no write access to this repository.",
      who: [{ kind: "person", login: "bob" }, ...admins],
    },
  ],
])("%s", (_, person, facts, expected) => {
  expect(may(login(person), "promote", { prompt, entry }, { admins }, facts)).toMatchObject(
    expected as object,
  );
});

test("of a prompt without a file only the admins decide", () => {
  expect(may(login("alice"), "promote", { prompt }, { admins }, { teamAdmins })).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("`@root` or `@acme/ai` can promote it."),
  });
});
