// What the YAML library complains of, in words that say how to mend it.

import type { YAMLError } from "yaml";

/** @param text the whole file, to show what stands at the place. */
export function explainSyntax(error: YAMLError, text: string): { message: string; fix: string } {
  const at = text[error.pos[0]] ?? "";
  switch (error.code) {
    case "BAD_SCALAR_START": {
      const rest = /^[^\s,\]}#]{1,80}/.exec(text.slice(error.pos[0], error.pos[0] + 80))?.[0] ?? at;
      return {
        message: `YAML does not allow a value to start with ${at}.`,
        fix: `Put it in quotes: ${JSON.stringify(rest)}.`,
      };
    }
    case "TAB_AS_INDENT":
      return { message: "The line is indented with a tab.", fix: "Indent with spaces." };
    case "MULTIPLE_DOCS":
      return { message: "A second YAML document starts here.", fix: "Keep one document: remove the `---`." };
    case "BAD_INDENT": {
      const bracket = /^Flow (sequence|map)/.exec(error.message)?.[1];
      if (!bracket) return { message: sentence(error.message), fix: "Indent the keys of one entry alike." };
      return {
        message: `A bracket before this is not closed, or the lines in it are not indented.`,
        fix: `Close it with ${bracket === "map" ? "}" : "]"}.`,
      };
    }
    case "MISSING_CHAR": {
      const quote = /^Missing closing (["'])quote/.exec(error.message)?.[1];
      if (quote) return { message: `A text in ${quote} never ends.`, fix: `Add the closing ${quote}.` };
      return { message: sentence(error.message), fix: "Add what is missing: a quote, a bracket or a colon." };
    }
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return {
        message: sentence(error.message),
        fix: "Check the indentation, and put a text that holds a colon in quotes.",
      };
    case "TAG_RESOLVE_FAILED":
      return { message: sentence(error.message), fix: "Remove the tag: no key of this file needs one." };
    case "NON_STRING_KEY":
      return { message: "A key must be a plain text.", fix: "Write the key's name." };
    case "RESOURCE_EXHAUSTION":
      return { message: "This is nested too deeply.", fix: "Write it as in docs/config.md." };
    default:
      return { message: sentence(error.message), fix: "Correct the YAML at this place." };
  }
}

function sentence(message: string): string {
  const short = message.length > 200 ? `${message.slice(0, 200).toWellFormed()}…` : message;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
