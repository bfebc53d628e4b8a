// Progress is for people who wait: on a terminal, after a second, a few times a second, and gone at the end.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startProgress } from "../../src/cli/progress.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("nothing in the first second", () => {
  const { stream, written } = aTerminal();
  const progress = startProgress("judging", stream);
  vi.advanceTimersByTime(999);
  progress.update(1, 10);
  progress.stop();
  expect(written).toEqual([]);
});

test("then at most five times a second, on one line that is cleared at the end", () => {
  const { stream, written } = aTerminal();
  const progress = startProgress("judging", stream);
  vi.advanceTimersByTime(1000);
  progress.update(2500, 10_000);
  progress.update(2501, 10_000);
  vi.advanceTimersByTime(200);
  progress.update(2502);
  progress.stop();
  expect(written).toEqual([
    "\r\u001b[2Kjudging: 2,500 of 10,000 (25 %)",
    "\r\u001b[2Kjudging: 2,502",
    "\r\u001b[2K",
  ]);
});

test("nothing where nobody watches", () => {
  const { stream, written } = aTerminal({ isTTY: false });
  const progress = startProgress("judging", stream);
  vi.advanceTimersByTime(5000);
  progress.update(1);
  progress.stop();
  expect(written).toEqual([]);
});

function aTerminal({ isTTY = true } = {}): { stream: NodeJS.WriteStream; written: string[] } {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { stream, written };
}
