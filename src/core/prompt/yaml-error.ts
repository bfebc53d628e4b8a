// What the YAML library complains of in a prompt, in words that say how to mend it.

import type { YAMLParseError, YAMLWarning } from "yaml";
import { shown } from "./problem.ts";

/** @param text what was parsed, to show what stands at the place. */
export function explainYamlError(
  error: YAMLParseError | YAMLWarning,
  text: string,
): readonly [message: string, fix: string] {
  const [start] = error.pos;
  switch (error.code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return [
        "The YAML is broken: a text that holds a colon and a space reads as a second key.",
        "Put the text in quotes, or check the indentation.",
      ];
    case "BAD_SCALAR_START":
      return [
        `The YAML is broken: a text cannot start with ${shown(text[start] === "`" ? "'backtick'" : (text[start] ?? ""))}.`,
        "Put the text in quotes.",
      ];
    case "TAB_AS_INDENT":
      return ["The YAML is broken: the line is indented with a tab.", "Indent with spaces."];
    case "MISSING_CHAR": {
      const quote = /^Missing closing (["'])quote/.exec(error.message)?.[1];
      if (quote) return [`The YAML is broken: a text in ${quote} never ends.`, `Add the closing ${quote}.`];
      return [`The YAML is broken: ${lowered(error.message)}.`, "Add the missing quote, bracket or colon."];
    }
    case "BAD_INDENT":
      return [
        `The YAML is broken: ${lowered(error.message)}.`,
        "Indent the keys of one mapping alike, and close every bracket.",
      ];
    case "UNEXPECTED_TOKEN":
      return [
        `The YAML is broken: ${lowered(error.message)}.`,
        "Put the whole text in quotes; within single quotes, write a quote twice.",
      ];
    case "TAG_RESOLVE_FAILED":
      return [
        `The YAML tag ${shown(text.slice(...error.pos))} is unknown; its value is read as if untagged.`,
        "Remove the tag.",
      ];
    default:
      return [`The YAML is broken: ${lowered(error.message)}.`, "Correct the YAML at this place."];
  }
}

function lowered(message: string): string {
  const short = message.slice(0, 200).toWellFormed().replace(/\.$/, "");
  return short.charAt(0).toLowerCase() + short.slice(1);
}
