// What one difference between two versions of a prompt asks of its next version number.

/** Highest first: callers may fail, the model may answer differently, neither. */
export const LEVELS = ["breaking", "behaviour", "patch"] as const;

export type Level = (typeof LEVELS)[number];

export interface PromptChange {
  readonly kind: ChangeKind;
  readonly level: Level;
  /** One line that says what changed and, where callers are hit, how. */
  readonly message: string;
}

export type ChangeKind =
  | "format"
  | "inputs"
  | "output-schema"
  | "model"
  | "parameters"
  | "text"
  | "examples"
  | "tools"
  | "extra"
  | "description"
  | "evaluation"
  | "whitespace"
  | "layout"
  | "path"
  | "unreadable";

/** Undefined where nothing changed. */
export function highestLevel(changes: readonly Pick<PromptChange, "level">[]): Level | undefined {
  return LEVELS.find((level) => changes.some((change) => change.level === level));
}
