// What models can do, as far as it decides whether a prompt still runs on another one. A table to edit by hand:
// one row a family of models, from the makers' own model pages. What a row does not name is unknown, and an unknown
// capability never makes a change breaking.

export type Capability = "tools" | "json-schema" | "images" | "audio" | "reasoning" | "sampling";

/** What the prompt does with it, for messages. */
export const CAPABILITY_NAMES: Readonly<Record<Capability, string>> = {
  tools: "calling tools",
  "json-schema": "output by a JSON Schema",
  images: "images as input",
  audio: "audio as input",
  reasoning: "reasoning parameters",
  sampling: "sampling parameters such as temperature",
};

interface ModelFamily {
  /** Names without provider, in lower case; a date, `latest` or `preview` may follow. */
  readonly names: readonly string[];
  readonly can: readonly Capability[];
  readonly cannot: readonly Capability[];
}

const FAMILIES: readonly ModelFamily[] = [
  {
    names: ["gpt-3.5-turbo", "gpt-4"],
    can: ["tools", "sampling"],
    cannot: ["json-schema", "images", "audio", "reasoning"],
  },
  {
    names: ["gpt-4-turbo"],
    can: ["tools", "images", "sampling"],
    cannot: ["json-schema", "audio", "reasoning"],
  },
  {
    names: ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"],
    can: ["tools", "json-schema", "images", "sampling"],
    cannot: ["audio", "reasoning"],
  },
  {
    names: ["o1-mini", "o1-preview"],
    can: [],
    cannot: ["tools", "json-schema", "images", "audio", "sampling"],
  },
  {
    names: ["o1", "o3", "o4-mini"],
    can: ["tools", "json-schema", "images", "reasoning"],
    cannot: ["audio", "sampling"],
  },
  { names: ["o3-mini"], can: ["tools", "json-schema", "reasoning"], cannot: ["images", "audio", "sampling"] },
  {
    names: ["gpt-5", "gpt-5-mini", "gpt-5-nano"],
    can: ["tools", "json-schema", "images", "reasoning"],
    cannot: ["audio", "sampling"],
  },
  {
    names: ["claude-3-haiku", "claude-3-sonnet", "claude-3-opus", "claude-3-5-sonnet", "claude-3-5-haiku"],
    can: ["tools", "images", "sampling"],
    cannot: ["audio", "reasoning"],
  },
  {
    names: ["claude-3-7-sonnet", "claude-sonnet-4", "claude-opus-4"],
    can: ["tools", "images", "reasoning", "sampling"],
    cannot: ["audio"],
  },
  {
    names: ["gemini-1.5-flash", "gemini-1.5-pro", "gemini-2.0-flash"],
    can: ["tools", "json-schema", "images", "audio", "sampling"],
    cannot: ["reasoning"],
  },
  {
    names: ["gemini-2.5-flash", "gemini-2.5-pro"],
    can: ["tools", "json-schema", "images", "audio", "reasoning", "sampling"],
    cannot: [],
  },
  {
    names: [
      "meta-llama-3.1-8b-instruct",
      "meta-llama-3.1-70b-instruct",
      "meta-llama-3.1-405b-instruct",
      "llama-3.3-70b-instruct",
    ],
    can: ["tools", "sampling"],
    cannot: ["images", "audio", "reasoning"],
  },
  { names: ["deepseek-v3"], can: ["tools", "sampling"], cannot: ["images", "audio"] },
  { names: ["deepseek-r1", "phi-4"], can: [], cannot: ["images", "audio"] },
];

const BY_NAME = new Map(FAMILIES.flatMap((family) => family.names.map((name) => [name, family] as const)));

// `gpt-4o-2024-08-06`, `claude-3-5-sonnet-20241022`, `claude-3-5-sonnet@20241022`, `gemini-2.0-flash-001`.
const EDITION = /[-@:](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{3,4}|v\d+(?::\d+)?|latest|preview(?:-\d{2}-\d{2,4})?)$/;

/** Whether the model can do it; undefined where the table does not tell. */
export function isCapable(model: string, capability: Capability): boolean | undefined {
  const family = familyOf(model);
  if (family?.can.includes(capability)) return true;
  return family?.cannot.includes(capability) ? false : undefined;
}

export function isKnownModel(model: string): boolean {
  return familyOf(model) !== undefined;
}

/** `openai/gpt-4o-2024-08-06`, `GPT-4o` and `gpt-4o` are one family. */
function familyOf(model: string): ModelFamily | undefined {
  const name = model
    .slice(model.lastIndexOf("/") + 1)
    .trim()
    .toLowerCase()
    .replace(/\s+/g, "-");
  return BY_NAME.get(name) ?? BY_NAME.get(name.replace(EDITION, ""));
}
