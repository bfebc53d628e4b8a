// What the YAML library complains of, in plain words: the part that is the same for every file we read.

import type { YAMLError } from "yaml";

export interface Complaint {
  /** Goes on after a colon, without a full stop. */
  readonly problem: string;
  readonly fix: string;
}

/** @returns undefined for what its reader knows best how to explain, or what is too rare for words of its own */
export function explainComplaint({ code, message }: YAMLError): Complaint | undefined {
  switch (code) {
    case "TAB_AS_INDENT":
      return { problem: "the line is indented with a tab", fix: "Indent with spaces." };
    case "BLOCK_IN_FLOW":
      return {
        problem: "a value in brackets holds a key or an item, and no brackets of its own",
        fix: "Put the text in quotes, or in brackets of its own.",
      };
    case "BLOCK_AS_IMPLICIT_KEY":
      if (message.startsWith("A block sequence")) return UNEVEN_ITEMS;
      return SECOND_KEY;
    case "MULTILINE_IMPLICIT_KEY":
      return SECOND_KEY;
    case "MISSING_CHAR":
      return explainMissing(message);
    case "BAD_INDENT":
      return explainIndent(message);
    case "UNEXPECTED_TOKEN":
      return explainUnexpected(message);
    case "DUPLICATE_KEY":
      return { problem: "this key is there twice", fix: "Remove one of the two." };
    case "MULTIPLE_DOCS":
      return { problem: "a second YAML document starts here", fix: "Keep one document: remove the `---`." };
    case "BAD_ALIAS":
      return {
        problem: "a word after & or * names a value to be used again, and none is there",
        fix: "Put the text in quotes.",
      };
    case "BAD_DIRECTIVE":
      return {
        problem: "a line that begins with % is an instruction to YAML",
        fix: "Put the text in quotes.",
      };
    default:
      return undefined;
  }
}

const SECOND_KEY = {
  problem: "a text that holds a colon and a space reads as a second key",
  fix: "Put the text in quotes, or check the indentation.",
};

const UNEVEN_ITEMS = {
  problem: "the items of a list do not begin in the same column",
  fix: "Indent the items of one list alike.",
};

function explainMissing(message: string): Complaint {
  const quote = /^Missing closing (["'])quote/.exec(message)?.[1];
  if (quote) return { problem: `a text in ${quote} never ends`, fix: `Add the closing ${quote}.` };
  if (message.startsWith("Flow ")) return explainIndent(message);
  if (message.startsWith("Block scalars with")) {
    return {
      problem: "an empty line before a text of several lines is indented deeper than the text",
      fix: "Remove the spaces in the empty line.",
    };
  }
  if (message.startsWith("Missing , ")) {
    return { problem: "two values in brackets have no comma between them", fix: "Add the comma." };
  }
  if (message.startsWith("Missing space after :")) {
    return { problem: "there is no space after the colon", fix: "Add the space." };
  }
  if (message.startsWith("Comments must be separated")) {
    return {
      problem: "a # right after a value is neither a comment nor a part of the value",
      fix: "Put a space before the #, or the text in quotes.",
    };
  }
  if (message.startsWith("Sequence item without -")) {
    return { problem: "an item of the list does not begin with -", fix: "Begin it with a - and a space." };
  }
  if (message.startsWith("Implicit map keys")) {
    return { problem: "a line that should be `key: value` has no colon", fix: "Add the colon and a space." };
  }
  return {
    problem: "a quote, bracket, comma or colon is missing",
    fix: "Add it, or put the whole text in quotes.",
  };
}

function explainIndent(message: string): Complaint {
  const bracket = /^Flow (sequence|map)/.exec(message)?.[1];
  if (bracket) {
    return {
      problem: "a bracket before this is not closed, or the lines in it are not indented",
      fix: `Close it with ${bracket === "map" ? "}" : "]"}.`,
    };
  }
  if (message.startsWith("All sequence items")) return UNEVEN_ITEMS;
  if (message.startsWith("All mapping items")) {
    return {
      problem: "the keys of one entry do not begin in the same column",
      fix: "Indent the keys of one entry alike.",
    };
  }
  return {
    problem: "the indentation does not fit the lines before",
    fix: "Indent the keys of one entry alike.",
  };
}

function explainUnexpected(message: string): Complaint {
  if (/^Unexpected flow-(?:seq|map)-end/.test(message)) {
    return {
      problem: "a bracket is closed that was never opened",
      fix: "Remove it, or put the text in quotes.",
    };
  }
  if (/^Unexpected (?:,|empty item)/.test(message)) {
    return { problem: "there is nothing between two commas or brackets", fix: "Remove the extra comma." };
  }
  return {
    problem: "something follows here that cannot stand after what is before it",
    fix: "Put the whole text in quotes; within single quotes, write a quote twice.",
  };
}
