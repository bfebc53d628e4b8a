// What the YAML library complains of in a prompt, in words that say how to mend it.

import type { YAMLParseError, YAMLWarning } from "yaml";
import { explainComplaint } from "../text/yaml-complaint.ts";
import { shown } from "./problem.ts";

/** @param text what was parsed, to show what stands at the place. */
export function explainYamlError(
  error: YAMLParseError | YAMLWarning,
  text: string,
): readonly [message: string, fix: string] {
  const [start] = error.pos;
  switch (error.code) {
    case "BAD_SCALAR_START":
      return [
        `The YAML is broken: a text cannot start with ${shown(text[start] === "`" ? "'backtick'" : (text[start] ?? ""))}.`,
        "Put the text in quotes.",
      ];
    case "TAG_RESOLVE_FAILED":
      return [
        `The YAML tag ${shown(text.slice(...error.pos))} is unknown; its value is read as if untagged.`,
        "Remove the tag.",
      ];
    default: {
      const { problem, fix } = explainComplaint(error) ?? {
        problem: lowered(error.message),
        fix: "Correct the YAML at this place.",
      };
      return [`The YAML is broken: ${problem}.`, fix];
    }
  }
}

function lowered(message: string): string {
  const short = message.slice(0, 200).toWellFormed().replace(/\.$/, "");
  return short.charAt(0).toLowerCase() + short.slice(1);
}
