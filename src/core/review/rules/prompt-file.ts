// Every changed prompt must be a file that its format's reader understands.

import { readPrompt } from "../../prompt/read.ts";
import type { Rule } from "./rule.ts";

export const promptFile: Rule = ({ governed }, inquiry) =>
  governed.flatMap((change) => {
    if (change.kind !== "prompt" || change.file.status === "removed") return [];
    const content = inquiry.file(change.file.path);
    if (!content) return [];
    return readPrompt(change.file.path, content).findings.map((finding) => ({
      ...finding,
      prompt: change.id,
    }));
  });
