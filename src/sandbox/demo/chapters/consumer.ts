// The chapter on releases goes on in another repository: whoever runs a prompt pins its version and digest.

import type { PromptId } from "../../../core/identity.ts";
import { setPin } from "../../../core/pins/edit.ts";
import { parseLock } from "../../../core/pins/parse.ts";
import { readPinRequest } from "../../../core/pins/resolve.ts";
import { Memory } from "../../../github/memory.ts";
import { openReleasedPrompts } from "../../../github/released-prompts.ts";
import { pinPrompt } from "../../../operations/pin.ts";
import { type ResolvedPin, resolvePins } from "../../../operations/resolve-pins.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";

const ID = "support/triage" as PromptId;

export async function playConsumer(story: Story, { repository, people }: Stage): Promise<void> {
  const { dave } = people;
  const at = { owner: repository.owner, name: repository.name };
  const open = (ids: readonly PromptId[]) =>
    openReleasedPrompts({ octokit: dave.octokit, repository: at, memory: new Memory() }, ids);
  const resolve = (lock: string) => fetchPinned(lock, open);
  let lock = "";

  await story.step("@dave's team chat-web pins the prompt that its product runs", async (step) => {
    const request = readPinRequest(`${ID}@^1.1`);
    step.expect(request.kind === "value", "the request to be read");
    if (request.kind !== "value") return;
    const source = await open([ID]);
    const outcome = await pinPrompt(request.value, repository.fullName, {
      ...source,
      readAt: async (commit, path) => (await source.filesAt([{ commit, path }]))[0] ?? { kind: "missing" },
    });
    step.expect(outcome.kind === "pin", "a version in ^1.1");
    if (outcome.kind !== "pin") return;
    const edited = setPin(undefined, outcome.pin);
    step.expect(edited.kind === "text", "a lock file");
    if (edited.kind === "text") lock = edited.text;
    step.show(
      "prompts.lock.yml:",
      ...lock
        .trimEnd()
        .split("\n")
        .map((line) => `   ${line}`),
    );
  });

  await story.step("Its build fetches the pinned bytes, and holds them against the digest", async (step) => {
    const [found] = await resolve(lock);
    step.expect(found?.kind === "resolved", "the pinned prompt");
    if (found?.kind !== "resolved") return;
    step.show(`${found.pin.prompt} ${found.pin.version}: ${found.bytes.length} bytes, as pinned`);
  });

  await story.step(
    "Somebody changes the digest in the lock file: the build stops and says why",
    async (step) => {
      const [found] = await resolve(lock.replace(/sha256: .{4}/, "sha256: 0000"));
      step.expect(found?.kind === "refused", "a refusal");
      if (found?.kind !== "refused") return;
      step.show(found.verdict.message, found.verdict.fix);
    },
  );
}

async function fetchPinned(
  text: string,
  open: (ids: readonly PromptId[]) => ReturnType<typeof openReleasedPrompts>,
): Promise<ResolvedPin[]> {
  const parsed = parseLock(text);
  if (parsed.kind !== "lock") throw new Error("the lock file is broken");
  const cache = { read: async () => undefined, keep: async () => undefined };
  return resolvePins(parsed.pins, { open: (_repository, ids) => open(ids), cache });
}
