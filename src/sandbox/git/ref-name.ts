// Which names git lets a ref have. Source: git-check-ref-format(1).

/** @param ref whole: `refs/tags/v1.0.0` */
export function isRefName(ref: string): boolean {
  const parts = ref.split("/");
  return (
    parts.length >= 3 &&
    parts.every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock")) &&
    !/[\x00-\x20\x7f~^:?*[\\]/.test(ref) &&
    !/\.\.|@\{/.test(ref) &&
    !ref.endsWith(".")
  );
}
