// A merge group merges when its prompts' bytes are the ones approved in its pull requests, and only then.

import { describe, expect, test } from "vitest";
import type { FileChange } from "../../../src/core/pull-request.ts";
import { mergeGroupFindings } from "../../../src/core/review/merge-group.ts";
import {
  aPullRequest,
  blobOf,
  CONFIG,
  commitSha,
  type PullRequestBuilder,
} from "../../builders/a-pull-request.ts";

const TRIAGE = "prompts/triage.txt";
const HEAD = commitSha("group");

function isGoverned(path: string): boolean {
  return path.startsWith("prompts/") || path === ".github/prompt-steward.yml";
}

function changed(path: string, text: string, status: "added" | "modified" = "modified"): FileChange {
  return { status, path, blob: blobOf(text) };
}

function saidOf(files: readonly FileChange[], ...members: PullRequestBuilder[]): string[] {
  const group = {
    head: HEAD,
    changes: { commit: HEAD, files, commits: [] },
    members: members.map((member) => member.judged()),
  };
  return mergeGroupFindings(group, isGoverned).map(({ message }) => message);
}

const approved = (text = "Route.") =>
  aPullRequest()
    .pushing("c1", { [TRIAGE]: text })
    .approvedBy("alice");
const UNAPPROVED = `${TRIAGE} would merge with bytes that nobody approved: the merge at ${HEAD.slice(0, 7)} changed them.`;

describe("a group merges", () => {
  test.each([
    ["with the bytes that were approved", [changed(TRIAGE, "Route.")], [approved()]],
    ["with files that nobody governs", [changed(TRIAGE, "Route."), changed("src/a.ts", "x")], [approved()]],
    ["without any prompt", [changed("src/a.ts", "x")], [aPullRequest().pushing("c1", { "src/a.ts": "x" })]],
    ["where base has the prompt's bytes already", [], [approved()]],
    [
      "with what one of several pull requests brought",
      [changed(TRIAGE, "Route."), changed("prompts/a.txt", "A")],
      [approved(), aPullRequest().numbered(8).pushing("c2", { "prompts/a.txt": "A" }).approvedBy("carol")],
    ],
    [
      "with the later of two approved versions",
      [changed(TRIAGE, "Second.")],
      [approved("First."), approved("Second.").numbered(8)],
    ],
    [
      "with a rename that shows as a removal and an addition",
      [{ status: "removed", path: "prompts/a.txt" } as const, changed("prompts/b.txt", "A", "added")],
      [
        aPullRequest()
          .pushing("c1", { "prompts/b.txt": { from: "prompts/a.txt", text: "A" } })
          .approvedBy("carol"),
      ],
    ],
    [
      "with a removal and an addition that show as a rename",
      [
        {
          status: "renamed",
          path: "prompts/new.txt",
          previousPath: "prompts/a.txt",
          blob: blobOf("A"),
        } as const,
      ],
      [aPullRequest().pushing("c1", { "prompts/a.txt": null, "prompts/new.txt": "A" }).approvedBy("carol")],
    ],
  ])("%s", (_what, files, members) => {
    expect(saidOf(files, ...members)).toEqual([]);
  });
});

describe("a group does not merge", () => {
  test.each([
    ["with bytes that the merge made of two changes", [changed(TRIAGE, "Both.")], [approved()], [UNAPPROVED]],
    [
      "with bytes that two approved pull requests make together",
      [changed(TRIAGE, "First. Second.")],
      [approved("First."), approved("Second.").numbered(8)],
      [UNAPPROVED],
    ],
    [
      "with a prompt that none of its pull requests changes",
      [changed("prompts/a.txt", "A")],
      [approved()],
      [UNAPPROVED.replace(TRIAGE, "prompts/a.txt")],
    ],
    [
      "where the merge removes a prompt",
      [{ status: "removed", path: TRIAGE } as const],
      [approved()],
      [`${TRIAGE} would be removed by the merge at ${HEAD.slice(0, 7)}, which nobody approved.`],
    ],
    [
      "where a rename takes away a prompt whose removal nobody approved",
      [{ status: "renamed", path: "prompts/new.txt", previousPath: TRIAGE, blob: blobOf("A") } as const],
      [aPullRequest().pushing("c1", { "prompts/new.txt": "A" }).approvedBy("carol")],
      [`${TRIAGE} would be removed by the merge at ${HEAD.slice(0, 7)}, which nobody approved.`],
    ],
    [
      "with other bytes of a prompt that its own config adds",
      [changed("more/new.txt", "Other.", "added")],
      [
        aPullRequest()
          .pushing("c1", {
            ".github/prompt-steward.yml": `${CONFIG}  - path: more/*.txt\n    owner: "@gina"\n    backup: "@hal"\n`,
            "more/new.txt": "New.",
          })
          .approvedBy("gina")
          .approvedBy("root"),
      ],
      [UNAPPROVED.replace(TRIAGE, "more/new.txt")],
    ],
    [
      "with a pull request that waits for its owner",
      [changed(TRIAGE, "Route.")],
      [aPullRequest().pushing("c1", { [TRIAGE]: "Route." })],
      ["#7: Waiting for @alice.", UNAPPROVED],
    ],
    [
      "with a pull request whose approval has become void",
      [changed(TRIAGE, "Later.")],
      [approved().pushing("c2", { [TRIAGE]: "Later." })],
      ["#7: Waiting for @alice.", UNAPPROVED],
    ],
    [
      "whose pull requests are not found",
      [changed(TRIAGE, "Route.")],
      [],
      ["No pull request of this merge group was found."],
    ],
  ])("%s", (_what, files, members, said) => {
    expect(saidOf(files, ...members)).toEqual(said);
  });

  test("too large to be read whole", () => {
    const changes = { commit: HEAD, files: [], commits: [], incomplete: "Too many files." };
    const [finding] = mergeGroupFindings({ head: HEAD, changes, members: [approved().judged()] }, isGoverned);
    expect(finding?.message).toBe("Too many files. So nobody can tell whether a prompt is among the rest.");
  });
});
