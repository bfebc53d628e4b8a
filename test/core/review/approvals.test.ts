// An approval is worth the bytes it saw: which pushes it survives, and which make it void.

import { describe, expect, test } from "vitest";
import { aPullRequest, CONFIG, type PullRequestBuilder } from "../../builders/a-pull-request.ts";
import { saidOf, short, verdictOf } from "./verdict.ts";

const TRIAGE = "prompts/triage.txt";
const APPROVED = "support/triage approved by @alice";
const VOID = "support/triage waits for @alice (void: other-bytes of @alice)";

type Story = readonly [
  what: string,
  tell: (pull: PullRequestBuilder) => PullRequestBuilder,
  ...verdict: string[],
];

/** @alice owns prompts/triage.txt and has just approved what c1 makes of it. */
function approvedOnce(): PullRequestBuilder {
  return aPullRequest()
    .pushing("c1", { [TRIAGE]: "Route." })
    .approvedBy("alice");
}

function tell(stories: readonly Story[], start: () => PullRequestBuilder): void {
  for (const [what, story, ...verdict] of stories) {
    test(what, () => expect(verdictOf(story(start()).judged())).toEqual(verdict));
  }
}

describe("an approval stands after", () => {
  tell(
    [
      ["nothing", (pull) => pull, APPROVED],
      [
        "a push to other files",
        (pull) => pull.pushing("c2", { [TRIAGE]: "Route.", "src/a.ts": "1" }),
        APPROVED,
      ],
      ["a rebase that leaves the bytes", (pull) => pull.forcePushing("c2", { [TRIAGE]: "Route." }), APPROVED],
      ["an empty commit", (pull) => pull.pushing("c2", { [TRIAGE]: "Route." }), APPROVED],
      [
        "an edit that is reverted",
        (pull) => pull.pushing("c2", { [TRIAGE]: "Route it." }).pushing("c3", { [TRIAGE]: "Route." }),
        APPROVED,
      ],
      [
        "a force push away and back",
        (pull) => pull.forcePushing("c2", { [TRIAGE]: "Other." }).forcePushingBackTo("c1"),
        APPROVED,
      ],
      [
        "a removal that is taken back",
        (pull) => pull.pushing("c2", { [TRIAGE]: null }).pushing("c3", { [TRIAGE]: "Route." }),
        APPROVED,
      ],
      ["a comment by the same person", (pull) => pull.reviewedBy("alice", "commented"), APPROVED],
      [
        "other bytes approved and left again",
        (pull) =>
          pull
            .pushing("c2", { [TRIAGE]: "Route it." })
            .approvedBy("alice")
            .forcePushingBackTo("c1"),
        APPROVED,
      ],
    ],
    approvedOnce,
  );
});

describe("an approval is void after", () => {
  tell(
    [
      ["an edit of the prompt", (pull) => pull.pushing("c2", { [TRIAGE]: "Route it." }), VOID],
      ["an edit that only adds a line end", (pull) => pull.pushing("c2", { [TRIAGE]: "Route.\n" }), VOID],
      ["a removal of the prompt", (pull) => pull.pushing("c2", { [TRIAGE]: null }), VOID],
      [
        "a patch-identical rebase onto other bytes",
        (pull) => pull.forcePushing("c2", { [TRIAGE]: "Route.\nBase's new line." }),
        VOID,
      ],
    ],
    approvedOnce,
  );

  test("the message names the person, the commit and what became of it", () => {
    expect(
      saidOf(
        approvedOnce()
          .pushing("c2", { [TRIAGE]: "Route it." })
          .judged(),
      ),
    ).toEqual([
      `error owner-approval: support/triage waits for the approval of its owner @alice. The approval of @alice at ${short("c1")} is void: support/triage changed since.`,
    ]);
  });

  test("a prompt added later was not seen, and the one seen stands", () => {
    const pull = aPullRequest()
      .pushing("c1", { "prompts/a.txt": "A." })
      .approvedBy("carol")
      .pushing("c2", { "prompts/a.txt": "A.", "prompts/new.txt": "New." });
    expect(verdictOf(pull.judged())).toEqual([
      "a approved by @carol",
      "new waits for @carol (void: other-bytes of @carol)",
    ]);
  });

  test("a prompt whose old bytes are put back over base's newer ones was not seen", () => {
    const pull = aPullRequest()
      .pushing("c1", { "prompts/a.txt": "A." })
      .approvedBy("carol")
      .pushing("c2", { "prompts/a.txt": "A.", "prompts/b.txt": "As it was when carol looked." });
    expect(verdictOf(pull.judged())).toContain("b waits for @carol (void: other-bytes of @carol)");
  });
});

describe("of several reviews by one person", () => {
  const blocked = "support/triage blocked by @alice";
  const waiting = "support/triage waits for @alice";
  tell(
    [
      [
        "a request for changes takes the approval back",
        (pull) => pull.reviewedBy("alice", "changes-requested"),
        blocked,
      ],
      [
        "an approval after the request counts",
        (pull) => pull.reviewedBy("alice", "changes-requested").approvedBy("alice"),
        APPROVED,
      ],
      [
        "a dismissed request does not bring the older approval back",
        (pull) => pull.reviewedBy("alice", "changes-requested").dismissed(),
        waiting,
      ],
      ["a dismissed approval does not count", (pull) => pull.dismissed(), waiting],
      [
        "an approval that stood before a dismissed one does not count",
        (pull) => pull.approvedBy("alice").dismissed(),
        waiting,
      ],
      [
        "the request goes on blocking once the bytes change",
        (pull) => pull.reviewedBy("alice", "changes-requested").pushing("c2", { [TRIAGE]: "Other." }),
        blocked,
      ],
      [
        "a void approval after the request ends it and still does not count",
        (pull) =>
          pull
            .reviewedBy("alice", "changes-requested")
            .approvedBy("alice")
            .pushing("c2", { [TRIAGE]: "Other." }),
        VOID,
      ],
    ],
    approvedOnce,
  );
});

describe("renames after the approval", () => {
  const edited = () => aPullRequest().pushing("c1", { "prompts/a.txt": "A." }).approvedBy("carol");
  const renamed = (to: string, text = "A.") => ({ [to]: { from: "prompts/a.txt", text } });
  tell(
    [
      [
        "within one entry leave it standing",
        (pull) => pull.pushing("c2", renamed("prompts/b.txt")),
        "b approved by @carol",
      ],
      [
        "with an edit make it void",
        (pull) => pull.pushing("c2", renamed("prompts/b.txt", "A!")),
        "b waits for @carol (void: other-bytes of @carol)",
      ],
      [
        "that only change upper and lower case leave it standing within one entry",
        (pull) => pull.pushing("c2", renamed("prompts/A.txt")),
        "A approved by @carol",
      ],
      [
        "out of all entries make it void",
        (pull) => pull.pushing("c2", renamed("docs/a.txt")),
        "a waits for @carol (void: other-bytes of @carol)",
      ],
      [
        "into another owner's entry need both owners anew",
        (pull) => pull.pushing("c2", renamed(TRIAGE)),
        "support/triage waits for @alice",
        "support/triage waits for @carol (void: other-bytes of @carol)",
      ],
      [
        "that are taken back leave it standing",
        (pull) => pull.pushing("c2", renamed("docs/a.txt")).pushing("c3", { "prompts/a.txt": "A." }),
        "a approved by @carol",
      ],
    ],
    edited,
  );

  test("a rename that was itself approved stands, out of all entries too", () => {
    const pull = aPullRequest().pushing("c1", renamed("docs/a.txt")).approvedBy("carol");
    expect(verdictOf(pull.judged())).toEqual(["a approved by @carol"]);
  });

  test("an approved removal is no approval of a move elsewhere", () => {
    const pull = aPullRequest()
      .pushing("c1", { "prompts/a.txt": null })
      .approvedBy("carol")
      .pushing("c2", renamed("docs/a.txt"));
    expect(verdictOf(pull.judged())).toEqual(["a waits for @carol (void: other-bytes of @carol)"]);
  });
});

describe("what GitHub says later of a review that was recorded when it arrived", () => {
  test("a patch-identical force push binds it to the new head: the recorded bytes count", () => {
    const arrived = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice")
      .arriving();
    const pull = arrived
      .withRecordOf(arrived.judged())
      .forcePushing("c2", { [TRIAGE]: "Route.\nBase's new line." })
      .rebound("c2");
    expect(verdictOf(pull.judged())).toEqual([VOID]);
    expect(saidOf(pull.judged())[0]).toContain(`at ${short("c1")} is void`);
  });

  test("with the same bytes it stands for the commit that was seen", () => {
    const arrived = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice")
      .arriving();
    const pull = arrived
      .withRecordOf(arrived.judged())
      .forcePushing("c2", { [TRIAGE]: "Route.", "b.ts": "" })
      .rebound("c2");
    const [change] = pull.judged().changes;
    expect(change?.demands[0]?.decision).toMatchObject({ kind: "approved", by: "alice" });
    expect(short("c1")).toBe(
      change?.demands[0]?.decision.kind === "approved" && change.demands[0].decision.at.slice(0, 7),
    );
  });

  test("of the recorded and the bound commit the stricter counts", () => {
    const arrived = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice")
      .arriving();
    const pull = arrived
      .withRecordOf(arrived.judged())
      .forcePushing("c2", { [TRIAGE]: "Other." })
      .rebound("c2")
      .forcePushingBackTo("c1");
    expect(verdictOf(pull.judged())).toEqual([VOID]);
  });

  test("a review that GitHub binds anew before it was even listed counts for the commit its event names", () => {
    const pull = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice")
      .arriving()
      .forcePushing("c2", { [TRIAGE]: "Smuggled." })
      .rebound("c2");
    const evaluation = pull.judged();
    expect(verdictOf(evaluation)).toEqual([VOID]);
    expect([...evaluation.record.seenAt.values()].map((sha) => sha.slice(0, 7))).toEqual([short("c1")]);
  });

  test("an event that comes a second time does not change what is recorded", () => {
    const arrived = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice")
      .arriving();
    const record = arrived.judged().record;
    const again = arrived
      .withRecordOf(arrived.judged())
      .forcePushing("c2", { [TRIAGE]: "Other." })
      .rebound("c2")
      .arriving();
    expect(again.judged().record).toEqual(record);
  });

  test("nothing recorded: a review older than the commit GitHub names was given for another one", () => {
    const pull = approvedOnce()
      .forcePushing("c2", { [TRIAGE]: "Route." })
      .rebound("c2");
    expect(verdictOf(pull.judged())).toEqual([
      "support/triage waits for @alice (void: bound-to-later-commit of @alice)",
    ]);
    expect(pull.judged().record.seenAt.size).toBe(0);
  });

  test("a commit that cannot be read any more approves nothing", () => {
    const pull = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice", "long gone");
    expect(verdictOf(pull.judged())).toEqual([
      "support/triage waits for @alice (void: commit-gone of @alice)",
    ]);
  });

  test("unless what it showed was recorded", () => {
    const arrived = aPullRequest()
      .pushing("c1", { [TRIAGE]: "Route." })
      .approvedBy("alice")
      .arriving();
    const pull = aPullRequest()
      .forcePushing("c2", { [TRIAGE]: "Route." })
      .withRecordOf(arrived.judged())
      .approvedBy("alice", "c1");
    expect(verdictOf(pull.judged())).toEqual([APPROVED]);
  });
});

describe("review.stale", () => {
  const withStale = (stale: string) => () =>
    approvedOnce().withConfig(`${CONFIG}review:\n  stale: ${stale}\n`);
  describe("commit: any push makes an approval void", () => {
    const older = "support/triage waits for @alice (void: newer-commit of @alice)";
    tell(
      [
        ["not without one", (pull) => pull, APPROVED],
        ["also to other files", (pull) => pull.pushing("c2", { [TRIAGE]: "Route.", "b.ts": "" }), older],
        ["also with the same bytes", (pull) => pull.forcePushing("c2", { [TRIAGE]: "Route." }), older],
        ["not for one who went back", (pull) => pull.pushing("c2", {}).forcePushingBackTo("c1"), APPROVED],
      ],
      withStale("commit"),
    );
  });
  describe("never: nothing does", () => {
    tell(
      [
        ["an edit", (pull) => pull.pushing("c2", { [TRIAGE]: "Route it." }), APPROVED],
        ["a dismissal still does", (pull) => pull.dismissed(), "support/triage waits for @alice"],
        [
          "a request for changes still does",
          (pull) => pull.reviewedBy("alice", "changes-requested"),
          "support/triage blocked by @alice",
        ],
      ],
      withStale("never"),
    );
  });
});
