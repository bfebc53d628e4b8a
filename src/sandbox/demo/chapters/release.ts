// Versions and releases: what merged has a version, runs where somebody put it, and can be pinned by whoever uses it.

import { RATIONALE, TRIAGE, triage } from "../prompts.ts";
import { type Stage, seeCheck } from "../stage.ts";
import type { Story } from "../story.ts";
import { checkLines } from "../view.ts";

const ID = "support/triage";

export async function playRelease(story: Story, stage: Stage): Promise<void> {
  const { repository, people, sandbox } = stage;
  const { alice, ada, erin } = people;
  const at = { owner: repository.owner, repo: repository.name };
  const pull = repository.pullRequest(5);
  const tags = async () => {
    await sandbox.settled();
    const route = "GET /repos/{owner}/{repo}/git/matching-refs/{ref}";
    const { data } = await ada.octokit.request(route, { ...at, ref: `tags/prompts/${ID}/` });
    return data.map(({ ref }) => ref.replace("refs/tags/", ""));
  };
  const lastAnswer = async () => {
    await sandbox.settled();
    return (await pull.comments()).at(-1)?.body.trim() ?? "";
  };
  story.chapter("release", "Every change becomes a version that can be found, promoted and pinned.");

  await story.step(
    "What was there at the first merge above is version 1.0.0, what it brought 1.1.0",
    async (step) => {
      const made = await tags();
      step.show(...made.map((tag) => `tag ${tag}`));
      step.expect(made.includes(`prompts/${ID}/v1.0.0`), `the tag prompts/${ID}/v1.0.0`);
      step.expect(made.includes(`prompts/${ID}/v1.1.0`), `the tag prompts/${ID}/v1.1.0`);
      step.expect(made.includes(`prompts/${ID}/env/staging/2`), "staging to run 1.1.0");
    },
  );

  await story.step(
    "@erin adds a queue; before the merge, the check says which version it will be and why",
    async (step) => {
      await erin.push(repository, "urgent-queue", {
        files: { [TRIAGE]: triage("urgent, billing, refunds, technical, human", 0) },
        message: "Add the urgent queue",
      });
      await erin.openPullRequest(repository, {
        head: "urgent-queue",
        title: "Add the urgent queue",
        body: RATIONALE,
      });
      const seen = await seeCheck(stage, pull);
      step.show(...checkLines(seen));
      step.expect(seen.summary.includes("1.2.0"), "the check to propose 1.2.0");
    },
  );

  await story.step(
    "@alice approves, @erin merges: 1.2.0 is tagged and released with the reasons that were reviewed",
    async (step) => {
      await alice.review(pull, "APPROVE");
      await sandbox.settled();
      await erin.merge(pull);
      const made = await tags();
      const tag = `prompts/${ID}/v1.2.0`;
      step.expect(
        made.includes(tag) && made.includes(`prompts/${ID}/env/staging/3`),
        `the tag ${tag} and staging moved`,
      );
      const { data: release } = await ada.octokit.request("GET /repos/{owner}/{repo}/releases/tags/{tag}", {
        ...at,
        tag,
      });
      step.show(`Release "${release.name}" under the tag ${tag}:`);
      step.show(
        ...(release.body ?? "")
          .split("\n")
          .filter(Boolean)
          .slice(0, 6)
          .map((line) => `   ${line}`),
      );
      step.expect(
        release.body?.includes("Refund questions land in billing") === true,
        "the rationale in its notes",
      );
    },
  );

  await story.step(
    "@erin asks to promote it to production: that is for the owner, the backup and admins",
    async (step) => {
      await erin.comment(pull, "/promote production");
      step.show(await lastAnswer());
      step.expect(
        !(await tags()).some((tag) => tag.includes("/env/production/")),
        "production to stay as it is",
      );
    },
  );

  await story.step(
    "@alice promotes it: production runs 1.2.0, and the log says who, when and why",
    async (step) => {
      await alice.comment(pull, "/promote production reason: a week in staging went well");
      step.show(await lastAnswer());
      const made = await tags();
      step.expect(made.includes(`prompts/${ID}/env/production/1`), "a move of production");
      const { data: deployments } = await ada.octokit.request("GET /repos/{owner}/{repo}/deployments", {
        ...at,
        environment: "production",
      });
      step.expect(deployments.length === 1, "a deployment on GitHub's own page");
      step.show("", ...made.map((tag) => `tag ${tag}`));
    },
  );
}
