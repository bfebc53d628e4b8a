// What every prompt format is read into: the parts that ownership, diffs, releases and the library talk about.

export interface PromptDocument {
  /** Which reader understood it: a key of `formats`. */
  readonly format: PromptFormat;
  readonly name?: string;
  readonly description?: string;
  /** The model as the file names it, with its provider where the format has one: `openai/gpt-4o`. */
  readonly model?: string;
  /** Model parameters by the file's own names: `temperature`, `maxOutputTokens`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly messages: readonly PromptMessage[];
  readonly inputs: readonly InputVariable[];
  /** JSON Schema of the output, where the file declares one. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** Front matter and top-level keys no other field holds, such as `evaluators`, `tools`, `testData`. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export type PromptFormat =
  | "github-models"
  | "prompty"
  | "dotprompt"
  | "copilot"
  | "agent-skill"
  | "plain-text";

export interface PromptMessage {
  readonly role: "system" | "user" | "assistant" | "tool" | "developer";
  /** The template as written, variables not filled in, line ends as `\n`. */
  readonly text: string;
  /** 1-based line of the file where the text starts. */
  readonly line: number;
}

export interface InputVariable {
  readonly name: string;
  readonly required: boolean;
  /** As the format says it: `string`, `integer`, `object`; absent where it says nothing. */
  readonly type?: string;
  readonly description?: string;
  /** JSON Schema of the value, where the file gives more than a type. */
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly default?: unknown;
}

/** Optional parts may be given as `undefined`; they are left out, so that documents compare by what they hold. */
export function withoutAbsent<T extends object>(
  parts: {
    readonly [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K];
  },
): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}
