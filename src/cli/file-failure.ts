// Why a file could not be read or written, in words.

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "you may not",
  EPERM: "you may not",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

/** To be put behind a sentence: ` (it is a folder)`; empty for what was no failure of the file system. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error && "code" in error)) return "";
  const code = String(error.code);
  return ` (${REASONS[code] ?? code})`;
}
