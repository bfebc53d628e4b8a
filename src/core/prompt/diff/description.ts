// Changes of what a prompt says about itself. Of a skill the model reads it too: it decides by it when to use the skill.

import type { PromptDocument } from "../document.ts";
import type { PromptChange } from "./change.ts";
import { hasSameWords } from "./sameness.ts";

export function descriptionChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  const isRead = after.format === "agent-skill";
  return (["name", "description"] as const).flatMap((key): PromptChange[] => {
    const [was, is] = [before[key], after[key]];
    if (was === is) return [];
    if (hasSameWords(was ?? "", is ?? "")) {
      return [{ kind: "whitespace", level: "patch", message: `only white space changed in the ${key}` }];
    }
    const verb = was === undefined ? "was added" : is === undefined ? "was removed" : "changed";
    const message = `the ${key} ${verb}`;
    return isRead
      ? [
          {
            kind: "description",
            level: "behaviour",
            message: `${message}, by which the model chooses this skill`,
          },
        ]
      : [{ kind: "description", level: "patch", message }];
  });
}
