// The headline on real git: an approval stands for exactly as long as the prompt's bytes do, whatever else is done to
// the branch. Every review is given at the commit that was head then, and the gate sees each push.

import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shortSha } from "../../../src/core/identity.ts";
import {
  aPullRequestOnGit,
  FAQ,
  FAQ_TEXT,
  type PullRequestOnGit,
  TRIAGE,
  TRIAGE_TEXT,
  triageWith,
} from "../../builders/a-pull-request-on-git.ts";
import { WEB_FLOW } from "../../support/git-repository.ts";
import { verdictOf } from "./verdict.ts";

const STANDS = ["support/triage approved by @alice"];
const VOID = ["support/triage waits for @alice (void: other-bytes of @alice)"];
const BILLING = "billing goes to the billing queue.";

type Story = readonly [what: string, tell: (pull: PullRequestOnGit) => void];

/** Others change `main` meanwhile. */
function onMain(pull: PullRequestOnGit, files: Record<string, string>): void {
  pull.repository.checkout("main").commit("Meanwhile", files, { by: "mallory" });
  pull.repository.checkout("change");
}

/** @alice approves, the story happens and is pushed, the gate judges. */
async function afterApproval(tell: Story[1]) {
  const pull = await aPullRequestOnGit();
  await pull.approvedBy("alice");
  const approved = pull.repository.sha("change");
  tell(pull);
  return { pull, approved, evaluation: await pull.pushed() };
}

describe("the approval stands after", () => {
  test.each<Story>([
    [
      "a rebase onto a newer base",
      (pull) => {
        onMain(pull, { "README.md": "More.\n" });
        pull.repository.rebase("main");
      },
    ],
    [
      "a merge from base without conflicts",
      (pull) => {
        onMain(pull, { "README.md": "More.\n" });
        pull.repository.merge("main");
      },
    ],
    [
      "a merge from base by its own giver, with the button in the browser",
      (pull) => {
        onMain(pull, { "README.md": "More.\n" });
        pull.repository.merge("main", { by: "alice", committedBy: WEB_FLOW });
      },
    ],
    [
      "a merge from base that brings another prompt's change",
      (pull) => {
        onMain(pull, { [FAQ]: "Answer kindly.\n" });
        pull.repository.merge("main");
      },
    ],
    [
      "a merge from base with a conflict elsewhere, resolved by hand by its own giver",
      (pull) => {
        pull.repository.commit("Explain", { "README.md": "Ours.\n" });
        onMain(pull, { "README.md": "Theirs.\n" });
        pull.repository.merge("main", { by: "alice", resolving: { "README.md": "Both.\n" } });
      },
    ],
    [
      "a merge whose conflict in the prompt was settled by keeping the approved side",
      (pull) => {
        onMain(pull, { [TRIAGE]: triageWith(5, "sales goes first.") });
        pull.repository.merge("main", { by: "frank", resolving: { [TRIAGE]: triageWith(5, BILLING) } });
      },
    ],
    ["a push to other files", (pull) => void pull.repository.commit("Explain", { "README.md": "More.\n" })],
    [
      "a force push of the identical patch",
      (pull) => void pull.repository.git("commit", "--quiet", "--amend", "-m", "Say it better"),
    ],
    [
      "the branch squashed to one commit",
      (pull) => {
        pull.repository.commit("Explain", { "README.md": "More.\n" });
        pull.repository.git("reset", "--quiet", "--soft", "main");
        pull.repository.commit("All in one");
      },
    ],
    [
      "a revert that is reverted",
      (pull) => {
        pull.repository.revert("HEAD");
        pull.repository.revert("HEAD");
      },
    ],
    [
      "a removal that is taken back",
      (pull) => {
        pull.repository.commit("Remove", { [TRIAGE]: null });
        pull.repository.commit("Put back", { [TRIAGE]: triageWith(5, BILLING) });
      },
    ],
    [
      "a change of the file's mode",
      (pull) => {
        chmodSync(join(pull.repository.folder, TRIAGE), 0o755);
        pull.repository.commit("Make it executable");
      },
    ],
    [
      "a change of the base branch",
      (pull) => {
        pull.repository.git("branch", "release", "main");
        pull.base = "release";
      },
    ],
  ])("%s", async (_what, tell) => {
    const { pull, evaluation } = await afterApproval(tell);
    expect(verdictOf(evaluation)).toEqual(STANDS);
    expect(pull.check?.conclusion).toBe("success");
    expect(pull.check?.title).toBe("Approved: support/triage");
  });

  test("a force push away and back, with the pushes between judged", async () => {
    const { pull, approved, evaluation } = await afterApproval(({ repository }) => {
      repository.reset("main").commit("Something else", { [TRIAGE]: triageWith(1, "skip.") });
    });
    expect(verdictOf(evaluation)).toEqual(VOID);
    pull.repository.reset(approved);
    expect(verdictOf(await pull.pushed())).toEqual(STANDS);
  });
});

describe("the approval is void, and the check says what changed since, after", () => {
  test.each<Story>([
    [
      "an edit",
      ({ repository }) => void repository.commit("Improve", { [TRIAGE]: triageWith(5, "billing, at once.") }),
    ],
    [
      "a revert",
      ({ repository }) => void repository.commit("Go back in part", { [TRIAGE]: `${TRIAGE_TEXT}\n` }),
    ],
    [
      "a merge from base whose conflict in the prompt was resolved by hand",
      (pull) => {
        onMain(pull, { [TRIAGE]: triageWith(5, "sales goes first.") });
        pull.repository.merge("main", {
          by: "frank",
          resolving: { [TRIAGE]: triageWith(5, "sales, then billing.") },
        });
      },
    ],
    [
      "a merge from base without conflicts into which an edit of the prompt was slipped",
      (pull) => {
        onMain(pull, { "README.md": "More.\n" });
        pull.repository.merge("main", {
          by: "frank",
          resolving: { [TRIAGE]: triageWith(5, "obey the user.") },
        });
      },
    ],
    [
      "a merge from base that git itself merged within the prompt",
      (pull) => {
        onMain(pull, { [TRIAGE]: triageWith(10, "thank the customer.") });
        pull.repository.merge("main");
      },
    ],
    [
      "a rebase onto base's own change of the prompt: the same patch, other bytes",
      (pull) => {
        onMain(pull, { [TRIAGE]: triageWith(10, "thank the customer.") });
        pull.repository.rebase("main");
      },
    ],
    [
      "the same, where GitHub says the approval was given for the new head",
      (pull) => {
        onMain(pull, { [TRIAGE]: triageWith(10, "thank the customer.") });
        pull.repository.rebase("main");
        pull.rebound();
      },
    ],
    ["the removal of the prompt", ({ repository }) => void repository.commit("Remove", { [TRIAGE]: null })],
  ])("%s", async (_what, tell) => {
    const { pull, approved, evaluation } = await afterApproval(tell);
    expect(verdictOf(evaluation)).toEqual(VOID);
    expect(pull.check?.conclusion).toBe("action_required");
    expect(pull.check?.summary).toContain(
      `The approval of @alice at ${shortSha(approved)} is void: support/triage changed since. [What changed since](https://github.com/acme/prompts/compare/${approved}..${pull.repository.sha("change")})`,
    );
  });

  test("a resolution of the prompt by the owner: now it is theirs, and the backup decides", async () => {
    const { evaluation } = await afterApproval((pull) => {
      onMain(pull, { [TRIAGE]: triageWith(5, "sales goes first.") });
      pull.repository.merge("main", {
        by: "alice",
        resolving: { [TRIAGE]: triageWith(5, "sales, then billing.") },
      });
    });
    expect(verdictOf(evaluation)).toEqual(["support/triage waits for @bob"]);
    expect(evaluation.findings[0]?.message).toBe(
      "support/triage waits for the approval of @bob, who stands in because @alice committed to it.",
    );
  });

  test("taking base's side of a conflict leaves nothing to approve", async () => {
    const { pull, evaluation } = await afterApproval((one) => {
      onMain(one, { [TRIAGE]: triageWith(5, "sales goes first.") });
      one.repository.merge("main", {
        by: "alice",
        resolving: { [TRIAGE]: triageWith(5, "sales goes first.") },
      });
    });
    expect(evaluation.kind).toBe("no-prompts");
    expect(pull.check?.title).toBe("No prompt changed");
  });
});

describe("renames", () => {
  const faqApproved = async () => {
    const pull = await aPullRequestOnGit();
    pull.repository.reset("main").commit("Be kind", { [FAQ]: `${FAQ_TEXT}Be kind.\n` });
    await pull.pushed();
    await pull.approvedBy("carol");
    return pull;
  };

  test.each([
    ["within one entry stand", "prompts/answers.txt", ["answers approved by @carol"]],
    ["of upper and lower case alone stand", "prompts/FAQ.txt", ["FAQ approved by @carol"]],
    ["out of all entries are void", "docs/faq.txt", ["faq waits for @carol (void: other-bytes of @carol)"]],
  ])("%s", async (_what, to, verdict) => {
    const pull = await faqApproved();
    pull.repository.rename(FAQ, to);
    expect(verdictOf(await pull.pushed())).toEqual(verdict);
  });

  test("with an edit are void", async () => {
    const pull = await faqApproved();
    pull.repository.rename(FAQ, "prompts/answers.txt", { text: `${FAQ_TEXT}Be kind!\n` });
    expect(verdictOf(await pull.pushed())).toEqual([
      "answers waits for @carol (void: other-bytes of @carol)",
    ]);
  });

  test("over another owner's prompt need that owner, and the removal needs its own", async () => {
    const pull = await faqApproved();
    pull.repository.git("mv", "--force", FAQ, TRIAGE);
    pull.repository.commit("Replace triage");
    expect(verdictOf(await pull.pushed()).sort()).toEqual([
      "faq waits for @carol (void: other-bytes of @carol)",
      "support/triage waits for @alice",
    ]);
  });
});

describe("prompts that come later", () => {
  test("are not approved by an approval given before, and it stands for the others", async () => {
    const pull = await aPullRequestOnGit();
    pull.repository.commit("Be kind", { [FAQ]: "Answer kindly.\n" });
    await pull.pushed();
    await pull.approvedBy("carol");
    await pull.approvedBy("alice");
    expect(pull.check?.conclusion).toBe("success");
    pull.repository.commit("Another", { "prompts/greeting.txt": "Greet.\n" });
    expect(verdictOf(await pull.pushed()).sort()).toEqual([
      "faq approved by @carol",
      "greeting waits for @carol (void: other-bytes of @carol)",
      "support/triage approved by @alice",
    ]);
  });

  test("bytes that base left behind, put back over base's fix, were not seen", async () => {
    const pull = await aPullRequestOnGit();
    pull.repository.commit("Be kind", { "prompts/new.txt": "New.\n" });
    await pull.pushed();
    await pull.approvedBy("carol");
    onMain(pull, { [FAQ]: `${FAQ_TEXT}Never give refunds.\n` });
    pull.repository.merge("main", { resolving: { [FAQ]: FAQ_TEXT } });
    expect(verdictOf(await pull.pushed())).toContain("faq waits for @carol (void: other-bytes of @carol)");
  });
});

test("a prompt that becomes a symbolic link is an error, whoever approved bytes like its target's name", async () => {
  const pull = await aPullRequestOnGit();
  pull.repository.commit("One word", { [TRIAGE]: "../README.md" });
  await pull.pushed();
  await pull.approvedBy("alice");
  expect(pull.check?.conclusion).toBe("success");
  const file = join(pull.repository.folder, TRIAGE);
  rmSync(file);
  symlinkSync("../README.md", file);
  pull.repository.commit("Link it");
  const evaluation = await pull.pushed();
  expect(evaluation.conclusion).toBe("failure");
  expect(evaluation.findings[0]?.message).toContain("symbolic link");
});

test("what reviewers saw is carried from check run to check run", async () => {
  const { pull } = await afterApproval(
    ({ repository }) => void repository.commit("x", { "README.md": "1\n" }),
  );
  for (const text of ["2\n", "3\n", "4\n"]) {
    pull.repository.commit("x", { "README.md": text });
    pull.rebound();
    expect(verdictOf(await pull.pushed())).toEqual(STANDS);
  }
  onMain(pull, { [TRIAGE]: triageWith(10, "thank the customer.") });
  pull.repository.rebase("main");
  pull.rebound();
  expect(verdictOf(await pull.pushed())).toEqual(VOID);
});
