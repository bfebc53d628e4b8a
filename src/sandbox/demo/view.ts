// A check run as somebody reads it on GitHub's page, brought onto a terminal's lines.

import { stripVTControlCharacters } from "node:util";
import type { SeenCheck } from "./stage.ts";

const SIGNS: Readonly<Record<string, string>> = {
  success: "✅",
  failure: "❌",
  action_required: "🟡",
  neutral: "⚪",
};

const WIDEST = 108;

/** The title, then what there is to do, each prompt and its next version; the closing sentence only where there is nothing else. */
export function checkLines({ conclusion, title, summary }: SeenCheck): string[] {
  const all = summary.replace(/<details>[\s\S]*?<\/details>/g, "").split("\n");
  const rows = all.filter((line, index) => {
    const isTableRow = /^\| (?!-)/.test(line) && !all[index + 1]?.startsWith("| -");
    return isTableRow || line.startsWith("- ") || line.startsWith("**");
  });
  const told = rows.length > 0 ? rows : all.filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const lines = told.map(asPlainText).flatMap(wrapped);
  return [`${SIGNS[conclusion] ?? "?"} prompt-steward: ${title}`, ...lines.map((line) => `   ${line}`)];
}

function asPlainText(markdown: string): string {
  const cells = /^\| (.*) \|$/.exec(markdown)?.[1]?.split(" | ");
  return stripVTControlCharacters(cells ? `- ${cells.join(" · ")}` : markdown)
    .replaceAll("<br>", " ")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "[$1]")
    .replace(/\*\*|`/g, "")
    .replace(/\\(?=[^\w\s])/g, "");
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= WIDEST) {
      lines.push(line);
      line = ` ${text.startsWith("- ") ? " " : ""}`;
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
