// What a repository is called on its server, from the address of a remote.

import { expect, test } from "vitest";
import { hostedRepository, webUrlOf } from "../../src/git/remotes.ts";

test.each([
  ["https://github.com/acme/prompts.git", "github.com", "acme/prompts"],
  ["https://github.com/acme/prompts/", "github.com", "acme/prompts"],
  ["https://user:token@GitHub.com/acme/prompts", "github.com", "acme/prompts"],
  ["ssh://git@github.example.com:2222/acme/prompts.git", "github.example.com", "acme/prompts"],
  ["git@github.com:acme/prompts.git", "github.com", "acme/prompts"],
  ["github.com:acme/prompts", "github.com", "acme/prompts"],
])("%s", (url, host, name) => {
  expect(hostedRepository(url)).toEqual({ host, name });
});

test.each([
  "",
  "/srv/git/prompts.git",
  "../prompts",
  "file:///srv/acme/prompts",
  "C:\\git\\prompts",
  "C:/git/prompts",
  "https://github.com/prompts",
  "https://gitlab.com/group/subgroup/prompts",
  "ext::sh -c true",
])("%j is none that GitHub has", (url) => {
  expect(hostedRepository(url)).toBeUndefined();
});

test("where people browse it", () => {
  expect(webUrlOf({ host: "ssh.github.com", name: "acme/prompts" })).toBe("https://github.com/acme/prompts");
});
