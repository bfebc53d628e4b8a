// How the demo tells its story on a terminal: chapters, who does what, and what each person then sees.

import { styleText } from "node:util";
import type { StepResult } from "./story.ts";

export interface Transcript {
  /** Opens the story. */
  title(...lines: readonly string[]): void;
  chapter(name: string, about: string): void;
  step(result: StepResult, shown: readonly string[]): void;
}

type Style = Parameters<typeof styleText>[0];

export function readableTranscript(out: NodeJS.WriteStream = process.stdout): Transcript {
  const styled = (style: Style, text: string) => styleText(style, text, { stream: out });
  const print = (line = "") => out.write(`${line}\n`);
  let chapters = 0;
  return {
    title(first = "", ...rest) {
      print(styled("bold", first));
      for (const line of rest) print(line);
    },
    chapter(name, about) {
      chapters += 1;
      print(`\n${styled("bold", `${chapters}. ${name}`)}  ${about}`);
    },
    step({ ok, step, ms, requests }, shown) {
      const sign = ok ? styled("green", "✓") : styled("red", "✗");
      const cost = styled("dim", `(${ms} ms, ${requests} request${requests === 1 ? "" : "s"})`);
      print(`\n  ${sign} ${step} ${cost}`);
      for (const line of shown) print(line === "" ? "" : `      ${styled("dim", "│")} ${line}`);
    },
  };
}

/** For programs that read the results instead. */
export const SILENT: Transcript = { title: () => undefined, chapter: () => undefined, step: () => undefined };
