// One way in which a JSON Schema differs from the one before it, freed of what it means for callers.

export interface SchemaDifference {
  readonly kind: DifferenceKind;
  /** Property names from the root, `[]` for the items of a list, `*` for properties without a name of their own. */
  readonly path: readonly string[];
  /** What is said of the place: `no longer allows \`billing\``. */
  readonly says: string;
}

export type DifferenceKind =
  | "property-added"
  | "required-property-added"
  | "property-removed"
  | "now-required"
  | "no-longer-required"
  | "types-removed"
  | "types-added"
  | "values-removed"
  | "values-added"
  | "tightened"
  | "loosened"
  | "closed"
  | "opened"
  | "alternatives-removed"
  | "alternatives-added"
  /** Changed in a way that the comparison does not see through. */
  | "unclear"
  /** Text about the value that a model may read. */
  | "described"
  /** Nothing that decides on a value or that a model reads. */
  | "noted";

/** Kinds after which every value that was allowed is allowed still. */
const HARMLESS: ReadonlySet<DifferenceKind> = new Set([
  "no-longer-required",
  "types-added",
  "values-added",
  "loosened",
  "opened",
  "alternatives-added",
  "described",
  "noted",
]);

/** Whether the differences leave every value allowed that was allowed before. */
export function allowsAllBefore(differences: readonly SchemaDifference[]): boolean {
  return differences.every(({ kind }) => HARMLESS.has(kind));
}

/** `order.items[].name`; empty for the root. */
export function pathText(path: readonly string[]): string {
  return path.reduce(
    (text, step) => (step === "[]" || text === "" ? `${text}${step}` : `${text}.${step}`),
    "",
  );
}
