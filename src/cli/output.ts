// Printing for people (colour only on a terminal) and for programs.

import { styleText } from "node:util";
import { Option } from "commander";
import type { Finding, Severity } from "../core/finding.ts";

type Style = Parameters<typeof styleText>[0];

/** Colours where stdout is a terminal that takes them and NO_COLOR is not set. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function formatOption<const Format extends string>(...formats: readonly Format[]): Option {
  return new Option("--format <format>", "how to print the result").choices(formats).default(formats[0]);
}

const SIGNS: Readonly<Record<Severity, { readonly style: Style; readonly sign: string }>> = {
  error: { style: "red", sign: "error  " },
  warning: { style: "yellow", sign: "warning" },
  notice: { style: "blue", sign: "notice " },
};

/** One finding on two lines at most: what and where, then what to do. */
export function findingText({ severity, file, line, column, message, fix }: Finding): string {
  const { style, sign } = SIGNS[severity];
  const where = line ? [file, line, column].filter((part) => part !== undefined).join(":") : "";
  const mend = fix ? `\n         ${fix}` : "";
  return `${styled(style, sign)}  ${where ? `${styled("bold", where)} ` : ""}${message}${mend}`;
}
