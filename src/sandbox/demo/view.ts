// A check run as somebody reads it on GitHub's page, for a terminal.

import type { SeenCheck } from "./stage.ts";

const SIGNS: Readonly<Record<string, string>> = {
  success: "✅",
  failure: "❌",
  action_required: "🟡",
  neutral: "⚪",
};

export function checkLines({ conclusion, title, summary }: SeenCheck): string[] {
  const lines = summary
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\| -/.test(line))
    .map(asPlainLine);
  return [`${SIGNS[conclusion] ?? "?"} prompt-steward — ${title}`, ...lines.map((line) => `   ${line}`)];
}

function asPlainLine(markdown: string): string {
  const cells = /^\| (.*) \|$/.exec(markdown)?.[1]?.split(" | ");
  return (cells ? cells.join("  ·  ") : markdown)
    .replace(/^#+ (.*)$/, "$1:")
    .replaceAll("<br>", " ")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/\*\*|`/g, "");
}
