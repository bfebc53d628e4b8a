// What a row of the benchmark measures, and how its result is judged.

export interface Row {
  /** What `--only` looks for: words joined by hyphens, unlike any other row's. */
  readonly name: string;
  /** One line that says what is done, and to how much. */
  readonly about: string;
  /** Does the work, a few seconds at most. One row may compare with several peers. */
  measure(): Promise<readonly Result[]>;
}

/** One line of the table, and one element of the JSON list. */
export interface Result {
  readonly name: string;
  readonly value: number;
  /** `ms`, `requests`, `kB`, ... Of `peerValue` too. */
  readonly unit: string;
  /** What it is compared with, measured in the same run unless it says otherwise. */
  readonly peer: string | null;
  readonly peerValue: number | null;
  /** `peerValue / value`: how many times less than the peer. Above 1 is better than the peer. */
  readonly ratio: number | null;
  /** As in `ratio >= 50`; null where it is only shown. */
  readonly target: string | null;
  /** True where there is no target. */
  readonly holds: boolean;
}

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: { readonly name: string; readonly value: number };
  readonly target?: Target;
}

/** `atLeast` and `atMost` include the bound. */
export type Target =
  | { readonly of: "ratio" | "value"; readonly atLeast: number }
  | { readonly of: "ratio" | "value"; readonly atMost: number };

/** @throws RangeError where a figure is no number, so that a broken measurement never passes for a good one */
export function judge({ name, value, unit, peer, target }: Measured): Result {
  for (const figure of [value, peer?.value ?? 0]) {
    if (!Number.isFinite(figure) || figure < 0) throw new RangeError(`${name} measured ${figure} ${unit}`);
  }
  const ratio = peer ? peer.value / value : null;
  const judged = target?.of === "ratio" ? ratio : value;
  if (judged === null) throw new RangeError(`${name} has a target for the ratio, but no peer`);
  return {
    name,
    value,
    unit,
    peer: peer?.name ?? null,
    peerValue: peer?.value ?? null,
    ratio,
    target: target ? `${target.of} ${"atLeast" in target ? ">=" : "<="} ${boundOf(target)}` : null,
    holds: !target || ("atLeast" in target ? judged >= target.atLeast : judged <= target.atMost),
  };
}

function boundOf(target: Target): number {
  return "atLeast" in target ? target.atLeast : target.atMost;
}
