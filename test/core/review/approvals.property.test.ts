// Random lives of a pull request against a model that simply remembers what each reviewer saw: an approval counts for
// a file exactly while the file has the bytes it had in the change when it was approved, and never otherwise.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Evaluation } from "../../../src/core/review/evaluate.ts";
import { aPullRequest } from "../../builders/a-pull-request.ts";

/** Who owns what by the builder's config, and a file that nobody does. */
const OWNERS: Readonly<Record<string, string>> = {
  "prompts/a.txt": "carol",
  "prompts/b.txt": "carol",
  "prompts/triage.txt": "alice",
};
/** Who can stop a change beside its owner. */
const BACKUPS: Readonly<Record<string, string>> = { carol: "dan", alice: "bob" };
const PATHS = [...Object.keys(OWNERS), "src/ungoverned.ts"];
const BASE = "base";

/** Null where the file is gone. */
type Tree = Readonly<Record<string, string | null>>;

type Step =
  | { kind: "write"; path: string; text: string | null; how: "push" | "force-push" }
  | { kind: "rewrite"; how: "push" | "force-push" }
  | { kind: "back"; to: number }
  | { kind: "approve"; person: string }
  | { kind: "request-changes"; person: string }
  | { kind: "dismiss-last" }
  | { kind: "rebind-last" };

const path = fc.constantFrom(...PATHS);
const person = fc.constantFrom("carol", "carol", "alice", "alice", "dan", "bob", "reader");
const how = fc.constantFrom("push" as const, "force-push" as const);
const text = fc.constantFrom(BASE, "one", "two", null);
const write = fc.record({ kind: fc.constant("write" as const), path, text, how });
const rewrite = fc.record({ kind: fc.constant("rewrite" as const), how });
const back = fc.record({ kind: fc.constant("back" as const), to: fc.nat(20) });
const approve = fc.record({ kind: fc.constant("approve" as const), person });
const requestChanges = fc.record({ kind: fc.constant("request-changes" as const), person });
const dismissal = fc.constant({ kind: "dismiss-last" as const });
const rebinding = fc.constant({ kind: "rebind-last" as const });
const calm = fc.oneof(
  { weight: 4, arbitrary: write },
  { weight: 1, arbitrary: rewrite },
  { weight: 2, arbitrary: back },
  { weight: 4, arbitrary: approve },
  { weight: 1, arbitrary: requestChanges },
  { weight: 1, arbitrary: dismissal },
);
const stormy = fc.oneof({ weight: 5, arbitrary: calm }, { weight: 2, arbitrary: rebinding });

/** What the model remembers of one review. */
interface Seen {
  readonly person: string;
  state: "approved" | "changes-requested" | "dismissed";
  readonly tree: Tree;
}

class Life {
  tree: Tree = Object.fromEntries(PATHS.map((one) => [one, BASE]));
  readonly seen: Seen[] = [];
  readonly #pull = aPullRequest().by("frank");
  readonly #heads: { name: string; tree: Tree }[] = [];

  constructor() {
    this.#push("push");
  }

  take(step: Step): this {
    switch (step.kind) {
      case "write":
        this.tree = { ...this.tree, [step.path]: step.text };
        this.#push(step.how);
        break;
      case "rewrite":
        this.#push(step.how);
        break;
      case "back": {
        const head = this.#heads[step.to % this.#heads.length];
        if (!head) break;
        this.tree = head.tree;
        this.#pull.forcePushingBackTo(head.name);
        break;
      }
      case "approve":
        this.#review(step.person, "approved");
        break;
      case "request-changes":
        this.#review(step.person, "changes-requested");
        break;
      case "dismiss-last": {
        const last = this.seen.at(-1);
        if (last) last.state = "dismissed";
        this.#pull.dismissed();
        break;
      }
      case "rebind-last":
        this.#pull.rebound(this.#pull.head);
        break;
    }
    this.#pull.settled();
    return this;
  }

  judged(): Evaluation {
    return this.#pull.judged();
  }

  /** The files that the pull request changes by now and their owners must approve. */
  changed(): string[] {
    return Object.keys(OWNERS).filter((one) => this.tree[one] !== BASE);
  }

  /** Whether the owner said yes to these bytes of the file, did not take it back, and the backup has no objection. */
  wasApproved(one: string): boolean {
    const owner = OWNERS[one] ?? "";
    const own = this.seen.filter(({ person: by }) => by === owner);
    const turn = own.findLastIndex(({ state }) => state !== "approved");
    const isSeen = own.slice(turn + 1).some(({ tree }) => tree[one] !== BASE && tree[one] === this.tree[one]);
    const backups = this.seen.findLast(({ person: by }) => by === BACKUPS[owner]);
    return isSeen && backups?.state !== "changes-requested";
  }

  #push(way: "push" | "force-push"): void {
    const name = `c${this.#heads.length}`;
    const changed = Object.entries(this.tree).filter(([, content]) => content !== BASE);
    const files = Object.fromEntries(changed);
    if (way === "push") this.#pull.pushing(name, files);
    else this.#pull.forcePushing(name, files);
    this.#heads.push({ name, tree: this.tree });
  }

  #review(by: string, state: "approved" | "changes-requested"): void {
    this.seen.push({ person: by, state, tree: this.tree });
    this.#pull.reviewedBy(by, state).arriving();
  }
}

function decisions(evaluation: Evaluation): Map<string, string> {
  return new Map(
    evaluation.changes.map(({ change, demands }) => [change.file.path, demands[0]?.decision.kind ?? ""]),
  );
}

function live(steps: readonly Step[]): Life {
  return steps.reduce((life, step) => life.take(step), new Life());
}

describe("whatever happens to a pull request", () => {
  test("an approval counts for a file exactly while the file has the bytes that were approved", () => {
    fc.assert(
      fc.property(fc.array(calm, { maxLength: 25 }), (steps) => {
        const life = live(steps);
        const decided = decisions(life.judged());
        expect([...decided.keys()].sort()).toEqual(life.changed().sort());
        for (const [one, kind] of decided) expect(kind === "approved").toBe(life.wasApproved(one));
      }),
    );
  });

  test("it is green exactly when every changed prompt has its owner's approval", () => {
    fc.assert(
      fc.property(fc.array(calm, { maxLength: 25 }), (steps) => {
        const life = live(steps);
        const isAllApproved = life.changed().every((one) => life.wasApproved(one));
        expect(life.judged().conclusion === "success").toBe(isAllApproved);
      }),
    );
  });

  test("it is never green with bytes nobody approved, even where GitHub binds reviews to other commits", () => {
    fc.assert(
      fc.property(fc.array(stormy, { maxLength: 25 }), (steps) => {
        const life = live(steps);
        if (life.judged().conclusion !== "success") return;
        for (const one of life.changed()) expect(life.wasApproved(one)).toBe(true);
      }),
    );
  });
});

test("the model meets green pull requests, so that the properties above are about something", () => {
  const steps: Step[] = [
    { kind: "write", path: "prompts/a.txt", text: "one", how: "push" },
    { kind: "approve", person: "carol" },
    { kind: "write", path: "src/ungoverned.ts", text: "one", how: "force-push" },
  ];
  const life = live(steps);
  expect(life.changed()).toEqual(["prompts/a.txt"]);
  expect(life.judged().conclusion).toBe("success");
});
