// Where a comparison of two schemas stands, and how it notes what it finds there.

import type { DifferenceKind, SchemaDifference } from "./difference.ts";
import type { Schema } from "./references.ts";

/** What the parts of a comparison share. */
export interface Walk {
  readonly before: Schema;
  readonly after: Schema;
  /** References that are being compared further up. */
  readonly open: ReadonlySet<string>;
  readonly path: readonly string[];
  readonly budget: { pairs: number };
}

/** The walk at a part of the present place. */
export function within(walk: Walk, ...steps: readonly string[]): Walk {
  return { ...walk, path: [...walk.path, ...steps] };
}

export function difference(walk: Walk, kind: DifferenceKind, says: string): SchemaDifference {
  return { kind, path: walk.path, says };
}
