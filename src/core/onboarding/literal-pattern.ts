// A name as a pattern that matches it, without the backslashes that the config does not allow.

/**
 * Signs with a meaning are put into a class of one, `[*]`; the few that cannot be become `?`, which matches the name and
 * hardly any other: braces, which are expanded within a class too, and what the config does not allow.
 * @param path a file or folder from the repository's root
 */
export function literalPattern(path: string): string {
  return path
    .replace(/[[*?(]/g, "[$&]")
    .replace(/^#/, "[#]")
    .replace(/^!|[{}\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd]|\p{Surrogate}/gu, "?");
}
