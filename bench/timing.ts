// Times that can be compared although the machine is busy with other things.

import { performance } from "node:perf_hooks";

export type Task = () => unknown;

/**
 * Runs the tasks in turns, round by round, each second round backwards, so that whatever else the machine does meets
 * all of them alike. One round beforehand warms them up and is not counted.
 * @param rounds at least 1
 * @returns the median of each task, in milliseconds
 */
export async function timeAlternately<Name extends string>(
  rounds: number,
  tasks: Readonly<Record<Name, Task>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(tasks) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const time = await timeOnce(tasks[name]);
      if (round > 0) times.get(name)?.push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("the median of no values");
  return (lower + upper) / 2;
}

async function timeOnce(task: Task): Promise<number> {
  // Rubbish that the task before left behind is not this one's to clear away.
  globalThis.gc?.();
  const start = performance.now();
  await task();
  return performance.now() - start;
}
