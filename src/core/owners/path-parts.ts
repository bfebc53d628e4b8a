// A path as minimatch takes it apart: repeated slashes count once, one at the end not at all.

export interface PathParts {
  /** The parts joined again. */
  readonly path: string;
  readonly parts: readonly string[];
  readonly name: string;
}

export function partsOf(path: string): PathParts {
  const parts = path.split("/");
  const isPlain = !parts.includes("");
  const kept = isPlain ? parts : path.split(/\/+/);
  if (!isPlain && kept.length > 1 && kept.at(-1) === "") kept.pop();
  return { path: isPlain ? path : kept.join("/"), parts: kept, name: kept.at(-1) ?? "" };
}
