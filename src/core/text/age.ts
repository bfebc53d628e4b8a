// How long ago something was, as people say it.

const UNITS: readonly (readonly [string, number])[] = [
  ["y", 365 * 86_400_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
];

/** In the largest unit that fits: `3y`, `45d`, `2h`, `10min`, `now`. @param milliseconds below zero counts as now */
export function age(milliseconds: number): string {
  // A year and a half is better said in days.
  const fitting = UNITS.find(([unit, length]) => milliseconds >= (unit === "y" ? 2 * length : length));
  return fitting ? `${Math.floor(milliseconds / fitting[1])}${fitting[0]}` : "now";
}
