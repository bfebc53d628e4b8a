// The repositories that other tests are told on must be what their stories say.

import { expect, test } from "vitest";
import { aGitRepository, onGitHub } from "./git-repository.ts";

test("the same story makes the same commits, whoever runs it", () => {
  const story = () => aGitRepository().as("alice").commit("Add", { "prompts/a.md": "Hello" });
  expect(story()).toBe("91238b0ab7c14547ee2d5bad3e54dcbf345b8a82");
  expect(story()).toBe(story());
});

test("authors, committers and dates are as said", () => {
  const repository = aGitRepository();
  repository.commit(
    "Add",
    { "a.md": "x" },
    { by: onGitHub("alice"), committedBy: "bob", at: "2026-03-01T12:00:00Z" },
  );
  expect(repository.git("log", "--format=%ae %cn %ct")).toBe(
    "12345+alice@users.noreply.github.com bob 1772366400",
  );
});

test("a merge keeps both sides, or what was settled by hand", () => {
  const repository = aGitRepository();
  repository.commit("Add", { "a.md": "1" });
  repository.branch("change").commit("Change", { "a.md": "2" });
  repository.checkout("main").commit("Differ", { "a.md": "3" });
  expect(() => repository.merge("change")).toThrow("conflicts");
  repository.git("merge", "--abort");
  const merged = repository.merge("change", { resolving: { "a.md": "4" } });
  expect(repository.git("show", `${merged}:a.md`)).toBe("4");
  expect(repository.git("rev-list", "--parents", "--max-count=1", merged).split(" ")).toHaveLength(3);
  repository.revert(merged);
  expect(repository.git("show", "HEAD:a.md")).toBe("3");
});

test("rebase, cherry-pick, squash, rename and force push", () => {
  const repository = aGitRepository();
  const first = repository.commit("Add", { "a.md": "one\ntwo\nthree\n" });
  repository.branch("change").commit("Change", { "b.md": "b" });
  repository.checkout("main").commit("Go on", { "c.md": "c" });
  const rebased = repository.checkout("change").rebase("main");
  expect(repository.git("log", "--format=%s")).toBe("Change\nGo on\nAdd");
  repository.reset(first).cherryPick(rebased);
  expect(repository.git("log", "--format=%s")).toBe("Change\nAdd");
  repository.rename("a.md", "prompts/a.md");
  repository.checkout("main").squash("change", "Squashed (#1)");
  expect(repository.git("ls-files")).toBe("b.md\nc.md\nprompts/a.md");
  expect(repository.git("log", "-1", "--format=%cn %s")).toBe("GitHub Squashed (#1)");
  expect(repository.clone("--depth=1").git("rev-parse", "--is-shallow-repository")).toBe("true");
});
