// What a template language's reader tells of a template: the variables it takes, and where it is broken.

export interface TemplateReading {
  /** Variables that the caller must provide, in order; a name may come several times. */
  readonly uses: readonly VariableUse[];
  /** Every name that may stand for such a variable, those within loops over other values included. */
  readonly mentions: ReadonlySet<string>;
  /** Those the template itself provides for: it asks whether they are defined, or names a default. */
  readonly optional?: ReadonlySet<string>;
  /** False where more may be used than is seen: includes, partials, the input as a whole. */
  readonly isWhole: boolean;
  /** The first syntax error; the rest of the template is then unread. */
  readonly problem?: TemplateProblem;
}

export interface VariableUse {
  readonly name: string;
  /** In UTF-16 units from the start of the template. */
  readonly offset: number;
}

export interface TemplateProblem {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

export const NO_TEMPLATE: TemplateReading = { uses: [], mentions: new Set(), isWhole: false };

/** The index of the quote that ends the string which starts at `start`, or -1. A backslash escapes. */
export function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "\\") at++;
    else if (sign === quote) return at;
  }
  return -1;
}
