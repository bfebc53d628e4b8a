// Version numbers of releases: https://semver.org, written in full and without a leading `v`.

import compareBuild from "semver/functions/compare-build.js";
import inc from "semver/functions/inc.js";
import parse from "semver/functions/parse.js";

declare const brand: unique symbol;
export type Version = string & { readonly [brand]: "Version" };

/** Which part of the number is raised. */
export type Bump = "major" | "minor" | "patch";

/** Room to count on: beyond it numbers are somebody's joke, and would stop all later releases. */
const LARGEST_PART = 999_999_999;

/** Undefined for anything but a version in its one canonical spelling: not `v1.0.0`, `1.0` or `01.0.0`. */
export function parseVersion(text: string): Version | undefined {
  if (PLAIN.test(text)) return text as Version;
  const version = parse(text);
  if (!version || version.raw !== text || /^[v=\s]/.test(text) || text.trim() !== text) return undefined;
  const isLarge = Math.max(version.major, version.minor, version.patch) > LARGEST_PART;
  return isLarge ? undefined : (text as Version);
}

/** Nearly all are so, and a listing reads hundreds of thousands of them. No part is above the largest one. */
const PLAIN = /^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/;

/** @throws RangeError when the text is no version. */
export function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed) throw new RangeError(`not a version: ${JSON.stringify(text)}`);
  return parsed;
}

/** Lowest first. Versions that differ in build metadata alone are ordered by it. */
export function sortVersions<T>(items: readonly T[], versionOf: (item: T) => Version): T[] {
  return [...items].sort((a, b) => compare(versionOf(a), versionOf(b)));
}

export function isHigherVersion(a: Version, b: Version): boolean {
  return compare(a, b) > 0;
}

/** Most versions are told apart by their three numbers, for which nothing need be parsed and kept. */
function compare(a: Version, b: Version): number {
  let [i, j] = [0, 0];
  for (let part = 0; part < 3; part++) {
    let [x, y] = [0, 0];
    for (let digit = digitAt(a, i); digit >= 0; digit = digitAt(a, ++i)) x = x * 10 + digit;
    for (let digit = digitAt(b, j); digit >= 0; digit = digitAt(b, ++j)) y = y * 10 + digit;
    if (x !== y) return x - y;
    i++;
    j++;
  }
  return a === b ? 0 : compareBuild(a, b);
}

/** Negative where there is no digit. */
function digitAt(text: string, index: number): number {
  const digit = text.charCodeAt(index) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

export function isPreRelease(of: Version): boolean {
  return (parse(of)?.prerelease.length ?? 0) > 0;
}

export function majorOf(of: Version): number {
  return parse(of)?.major ?? 0;
}

/** Undefined where the number would grow out of bounds. */
export function raised(from: Version, bump: Bump): Version | undefined {
  return parseVersion(inc(from, bump) ?? "");
}
