// The review gate: a change of a prompt needs its reasons and its owner's approval of exactly these bytes.

import { NEWSLETTER, RATIONALE, TRIAGE, triage } from "../prompts.ts";
import { CHECK, type SeenCheck, type Stage, seeCheck } from "../stage.ts";
import type { Step, Story } from "../story.ts";
import { checkLines } from "../view.ts";

export async function playGate(story: Story, stage: Stage): Promise<void> {
  const { repository, people } = stage;
  const { alice, bob, dave, erin } = people;
  const branch = "refunds-queue";
  const pull = repository.pullRequest(1);
  story.chapter("gate", "Nobody changes a prompt without a reason and its owner's eyes.");

  await story.step(
    "@erin edits the triage prompt and opens a pull request without saying why",
    async (step) => {
      await erin.push(repository, branch, {
        files: { [TRIAGE]: triage("billing, refunds, technical, human") },
        message: "Route refunds to their own queue",
      });
      await erin.openPullRequest(repository, { head: branch, title: "Route refunds to their own queue" });
      expectCheck(step, await seeCheck(stage, pull), { conclusion: "failure", says: ["Why", "@alice"] });
      const { requested_reviewers: asked } = await pull.read();
      step.expect(
        asked.some(({ login }) => login === "alice"),
        "@alice was not asked for her review",
      );
      step.show("", "@alice, who owns the prompt, is asked for her review.");
    },
  );
  await story.step("@erin writes the four sections of the rationale", async (step) => {
    await erin.editBody(pull, RATIONALE);
    expectCheck(step, await seeCheck(stage, pull), { conclusion: "action_required", says: ["@alice"] });
  });

  await story.step("@erin approves her own change: GitHub refuses, and so would the check", async (step) => {
    const refusal = await erin.review(pull, "APPROVE").then(
      () => "accepted",
      (error: Error) => error.message,
    );
    step.expect(refusal !== "accepted", "GitHub took an approval by the author");
    step.show(`GitHub: ${refusal.split("\n")[0]?.slice(0, 100)}`);
    expectCheck(step, await seeCheck(stage, pull), { conclusion: "action_required", says: ["@alice"] });
  });

  await story.step("@dave, who does not own this prompt, approves: it does not count", async (step) => {
    await dave.review(pull, "APPROVE");
    expectCheck(step, await seeCheck(stage, pull), { conclusion: "action_required", says: ["@alice"] });
  });

  await story.step("@erin tries to merge: the required check holds it back", async (step) => {
    const refusal = await erin.merge(pull).then(
      () => "merged",
      (error: Error) => error.message,
    );
    step.expect(refusal !== "merged", "GitHub merged it");
    step.show(`GitHub: ${refusal.split("\n")[0]?.slice(0, 100)}`);
  });

  await story.step("@alice, the owner, approves", async (step) => {
    await alice.review(pull, "APPROVE");
    expectCheck(step, await seeCheck(stage, pull), { conclusion: "success", says: ["@alice approved"] });
  });

  await story.step(
    "@erin pushes to another file: the approval stands, for the prompt's bytes are the same",
    async (step) => {
      await erin.push(repository, branch, {
        files: { "docs/queues.md": "# Queues\n" },
        message: "Document the queues",
      });
      expectCheck(step, await seeCheck(stage, pull), { conclusion: "success", says: ["@alice approved"] });
    },
  );

  await story.step(
    "@erin edits the prompt once more: the approval is void, and the check says since when",
    async (step) => {
      await erin.push(repository, branch, {
        files: { [TRIAGE]: triage("billing, refunds, technical, human", 0) },
        message: "Make routing repeatable",
      });
      const seen = await seeCheck(stage, pull);
      expectCheck(step, seen, {
        conclusion: "action_required",
        says: ["is void", "What changed since"],
      });
    },
  );

  await story.step("@alice looks at what changed since and approves again; @erin merges", async (step) => {
    await alice.review(pull, "APPROVE");
    expectCheck(step, await seeCheck(stage, pull), { conclusion: "success", says: ["@alice approved"] });
    await erin.merge(pull);
    const { merged } = await pull.read();
    step.expect(merged, "the pull request is not merged");
    step.expect(
      (await repository.read(TRIAGE))?.includes("temperature: 0\n") === true,
      "main has other bytes",
    );
    step.show("", "Merged: main now has exactly the bytes that @alice approved.");
  });

  await story.step("@alice changes her own prompt: @bob, her backup, is asked instead", async (step) => {
    await alice.push(repository, "urgent", {
      files: { [TRIAGE]: triage("urgent, billing, refunds, technical, human", 0) },
      message: "Add the urgent queue",
    });
    const own = await alice.openPullRequest(repository, {
      head: "urgent",
      title: "Add the urgent queue",
      body: RATIONALE,
    });
    expectCheck(step, await seeCheck(stage, own), {
      conclusion: "action_required",
      says: ["@bob", "@alice is the author"],
    });
    await bob.review(own, "APPROVE");
    expectCheck(step, await seeCheck(stage, own), { conclusion: "success", says: ["@bob approved"] });
    await alice.close(own);
  });

  await story.step(
    "@erin breaks a prompt file: the check names the line, and waits for its owner @carol",
    async (step) => {
      await erin.push(repository, "newsletter", {
        files: {
          [NEWSLETTER]:
            "---\nmodel: googleai/gemini-2.5-flash\nconfig: [temperature: 0.8\n---\nWrite about {{topic}}.\n",
        },
        message: "Shorten the newsletter prompt",
      });
      const broken = await erin.openPullRequest(repository, {
        head: "newsletter",
        title: "Shorten the newsletter",
        body: RATIONALE,
      });
      expectCheck(step, await seeCheck(stage, broken), {
        conclusion: "failure",
        says: [`${NEWSLETTER}:`, "@carol"],
      });
      const run = await broken.check(CHECK);
      step.expect((run?.annotations.length ?? 0) > 0, "no annotation at the broken line");
      await erin.close(broken);
    },
  );

  await story.step("@erin changes only the README: the check is green at once", async (step) => {
    await erin.push(repository, "readme", {
      files: { "README.md": "# The prompts of Acme\n" },
      message: "Reword",
    });
    const readme = await erin.openPullRequest(repository, { head: "readme", title: "Reword the README" });
    expectCheck(step, await seeCheck(stage, readme), { conclusion: "success", says: ["no governed prompt"] });
    await erin.comment(readme, "/steward help");
    await stage.sandbox.settled();
    const answer = (await readme.comments()).at(-1)?.body ?? "";
    step.expect(answer.includes("/steward recheck"), "/steward help was not answered");
    step.show("", "@erin comments /steward help, and is answered:");
    step.show(
      ...(answer.match(/`\/[^`]+`[^\n]*/g) ?? []).map(
        (row) => `   ${row.replace(/`| \|$/g, "").replaceAll(" | ", " · ")}`,
      ),
    );
  });
}

function expectCheck(
  step: Step,
  seen: SeenCheck,
  { conclusion, says }: { conclusion: string; says: readonly string[] },
): void {
  step.show(...checkLines(seen));
  step.expect(seen.conclusion === conclusion, `the check to be ${conclusion}, not ${seen.conclusion}`);
  const text = `${seen.title}\n${seen.summary}`;
  for (const word of says) step.expect(text.includes(word), `the check to say "${word}"`);
}
