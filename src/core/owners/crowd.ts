// The patterns that share their leading folders. Where there are many, each is filed under the rarest of its literal
// traits, so that a path meets only those whose trait it has.

import type { PathParts } from "./path-parts.ts";
import type { Trait } from "./pattern-shape.ts";

/** Trying so few patterns one by one costs less than the look-ups. */
const FEW = 4;

export class Crowd {
  /** Ascending, as they are added in the policy's order. */
  readonly #positions: number[] = [];
  readonly #traits: (readonly Trait[])[] = [];
  #drawers: Drawers | undefined;

  /** @param position of the pattern in the policy, never below the one added before */
  add(position: number, traits: readonly Trait[]): void {
    this.#positions.push(position);
    this.#traits.push(traits);
  }

  /**
   * Calls back with lists, each ascending, that together hold every pattern that may match.
   * @param depth how many parts of the path are the folders that all share
   */
  candidates(path: PathParts, depth: number, visit: (positions: readonly number[]) => void): void {
    if (this.#positions.length <= FEW) {
      visit(this.#positions);
    } else {
      this.#drawers ??= new Drawers(this.#positions, this.#traits);
      this.#drawers.open(path, depth, visit);
    }
  }
}

type Labelled = Map<string, number[]>;

class Drawers {
  readonly #names: Labelled = new Map();
  readonly #parts: Labelled = new Map();
  // Texts of one length can be looked up, so there is a map for each length.
  readonly #starts = new Map<number, Labelled>();
  readonly #ends = new Map<number, Labelled>();
  readonly #others: number[] = [];

  constructor(positions: readonly number[], traits: readonly (readonly Trait[])[]) {
    const counts = new Map<string, number>();
    const countOf = (trait: Trait) => counts.get(labelOf(trait)) ?? 0;
    for (const trait of traits.flat()) counts.set(labelOf(trait), countOf(trait) + 1);
    for (const [at, position] of positions.entries()) {
      const [first, ...others] = traits[at] ?? [];
      const rarest = others.reduce((a, b) => (a && countOf(a) <= countOf(b) ? a : b), first);
      this.#drawerOf(rarest).push(position);
    }
  }

  open(path: PathParts, depth: number, visit: (positions: readonly number[]) => void): void {
    const look = (drawers: Labelled, label: string): void => {
      const found = drawers.get(label);
      if (found) visit(found);
    };
    if (this.#others.length > 0) visit(this.#others);
    look(this.#names, path.name);
    if (this.#parts.size > 0) for (const part of path.parts.slice(depth)) look(this.#parts, part);
    const first = path.parts[depth] ?? "";
    for (const [length, drawers] of this.#starts) {
      if (length <= first.length) look(drawers, first.slice(0, length));
    }
    for (const [length, drawers] of this.#ends) {
      if (length <= path.name.length) look(drawers, path.name.slice(-length));
    }
  }

  #drawerOf(trait: Trait | undefined): number[] {
    if (!trait) return this.#others;
    switch (trait.kind) {
      case "name":
        return entryOf(this.#names, trait.text, () => []);
      case "part":
        return entryOf(this.#parts, trait.text, () => []);
      case "start":
        return entryOf(drawersOfLength(this.#starts, trait.text), trait.text, () => []);
      case "end":
        return entryOf(drawersOfLength(this.#ends, trait.text), trait.text, () => []);
    }
  }
}

function drawersOfLength(byLength: Map<number, Labelled>, { length }: string): Labelled {
  return entryOf(byLength, length, () => new Map());
}

function labelOf({ kind, text }: Trait): string {
  return `${kind} ${text}`;
}

/** The value of the key, put there first where there is none. */
export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
