// What the YAML library complains of, in words that say how to mend it.

import type { YAMLError } from "yaml";
import { explainComplaint } from "../text/yaml-complaint.ts";

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
    case "TAG_RESOLVE_FAILED":
      return { message: sentence(error.message), fix: "Remove the tag: no key of this file needs one." };
    case "NON_STRING_KEY":
      return { message: "A key must be a plain text.", fix: "Write the key's name." };
    case "RESOURCE_EXHAUSTION":
      return { message: "This is nested too deeply.", fix: "Write it as in docs/config.md." };
    default: {
      const plain = explainComplaint(error);
      return plain
        ? { message: sentence(capitalised(plain.problem)), fix: plain.fix }
        : { message: sentence(error.message), fix: "Correct the YAML at this place." };
    }
  }
}

function sentence(message: string): string {
  const short = message.length > 200 ? `${message.slice(0, 200).toWellFormed()}…` : message;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
