// Writes data as YAML that survives what git does to the messages of tags.

import { Document, isScalar, Scalar, visit } from "yaml";

/**
 * Texts of several lines stand as blocks for people to read. Where `git tag` would change such a block (it strips
 * trailing spaces, joins blank lines and drops lines that start with `#`), or where a block could not hold the text, it
 * stands in quotes with escapes.
 */
export function writeYaml(value: Readonly<Record<string, unknown>>): string {
  const document = new Document(value, { aliasDuplicateObjects: false, version: "1.2", schema: "core" });
  visit(document, {
    Scalar: (key, node) => {
      if (key !== "key" && isScalar<unknown>(node) && typeof node.value === "string") {
        const style = styleOf(node.value);
        if (style) node.type = style;
      }
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

// Control signs but line feed, lone surrogates, marks of reading direction, other line ends, byte order marks.
const NEEDS_ESCAPES =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;
const CHANGED_BY_GIT = /[^\S\n]\n|\n\n\n|^\s|\s$/;

/** Undefined where the library's own choice is right. */
function styleOf(text: string): Scalar.Type | undefined {
  if (NEEDS_ESCAPES.test(text)) return Scalar.QUOTE_DOUBLE;
  if (!text.includes("\n")) return undefined;
  return CHANGED_BY_GIT.test(text) ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
}
