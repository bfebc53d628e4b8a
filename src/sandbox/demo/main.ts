// `npm run demo`: plays the product's main job on the embedded GitHub, over real HTTP and signed webhooks.

import { parseArgs } from "node:util";
import { playConsumer } from "./chapters/consumer.ts";
import { playGate } from "./chapters/gate.ts";
import { playRelease } from "./chapters/release.ts";
import { type Stage, setStage } from "./stage.ts";
import { Story } from "./story.ts";
import { readableTranscript, SILENT } from "./transcript.ts";

const HELP = `Plays Prompt Steward's main job on an embedded GitHub.

  npm run demo                        the story, step by step, with what each person sees
  npm run demo -- --keep              the same, then leaves GitHub and the App running and prints their addresses
  npm run demo -- --format json       one JSON list: [{chapter, step, ok, ms, requests}]
`;

const CHAPTERS: readonly ((story: Story, stage: Stage) => Promise<void>)[] = [
  playGate,
  playRelease,
  playConsumer,
];

const asked = readArguments();
if (asked.kind === "help") {
  process.stdout.write(HELP);
} else if (asked.kind === "wrong") {
  process.stderr.write(`demo: ${asked.reason}\n\n${HELP}`);
  process.exitCode = 2;
} else {
  process.exitCode = await playAll(asked);
}

type Asked =
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly reason: string }
  | { readonly kind: "play"; readonly isJson: boolean; readonly keeps: boolean };

function readArguments(): Asked {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: "boolean" },
        format: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    const { help, keep = false, format = "text" } = values;
    if (help) return { kind: "help" };
    if (format === "json" || format === "text")
      return { kind: "play", isJson: format === "json", keeps: keep };
    return { kind: "wrong", reason: `--format takes text or json, got ${JSON.stringify(format)}.` };
  } catch (error) {
    return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

async function playAll({ isJson, keeps }: Extract<Asked, { kind: "play" }>): Promise<number> {
  const transcript = isJson ? SILENT : readableTranscript();
  const stage = await setStage();
  const started = stage.sandbox.requests.mark();
  const story = new Story(transcript, () => stage.sandbox.requests.countedSince(started));
  transcript.title(
    "Prompt Steward on an embedded GitHub",
    `The made-up company acme keeps its prompts in ${stage.repository.fullName}. @alice, @carol and @dave own prompts,`,
    "@bob stands in for @alice, @erin contributes, @ada administrates. The check prompt-steward is required on main.",
  );
  try {
    for (const play of CHAPTERS) await play(story, stage);
  } catch (error) {
    if (story.results.every(({ ok }) => ok)) throw error;
    if (!isJson && error instanceof Error) process.stderr.write(`\n${error.stack ?? error.message}\n`);
  } finally {
    if (!keeps) await stage.stop();
  }
  if (keeps) await keepRunning(stage);
  return close(story, isJson);
}

async function keepRunning(stage: Stage): Promise<void> {
  process.stderr.write(
    [
      "",
      "Still running, until Ctrl-C:",
      `  GitHub's API   ${stage.sandbox.apiUrl}`,
      `  the App        ${stage.app.url}`,
      `  repository     ${stage.sandbox.apiUrl}/repos/${stage.repository.fullName}`,
      `  as @erin       curl -H "authorization: token ${stage.people.erin.token}" ${stage.sandbox.apiUrl}/user`,
      "",
    ].join("\n"),
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await stage.stop();
}

function close({ results }: Story, isJson: boolean): number {
  const failed = results.filter(({ ok }) => !ok).length;
  const passed = results.length - failed;
  process.stdout.write(
    isJson ? `${JSON.stringify(results, null, 2)}\n` : `\ndemo: ${passed} steps passed, ${failed} failed\n`,
  );
  return failed === 0 ? 0 : 1;
}
