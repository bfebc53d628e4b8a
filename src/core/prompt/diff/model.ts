// A change of the model: breaking where the prompt uses what the new one lacks, else a change of behaviour.

import type { PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { PromptChange } from "./change.ts";
import { CAPABILITY_NAMES, type Capability, isCapable, isKnownModel } from "./model-capabilities.ts";
import { usedCapabilities } from "./used-capabilities.ts";
import { listed } from "./wording.ts";

export function modelChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  const [old, young] = [before.model, after.model];
  if (old === young) return [];
  if (young === undefined)
    return [behaviour(`the model ${shown(old ?? "")} is no longer named: the caller's model runs`)];
  const what =
    old === undefined
      ? `the model is now ${shown(young)}`
      : `the model changed from ${shown(old)} to ${shown(young)}`;
  const used = [...usedCapabilities(after)];
  const dropped = used.filter((one) => isCapable(young, one) === false && couldBefore(old, one));
  if (dropped.length > 0) {
    const lacking = names(dropped);
    return [
      {
        kind: "model",
        level: "breaking",
        message: `${what}, which does not support ${lacking}: the prompt uses it and will fail`,
      },
    ];
  }
  const unknown = used.filter((one) => isCapable(young, one) === undefined);
  if (unknown.length === 0) return [behaviour(what)];
  const subject = isKnownModel(young)
    ? "whether it supports"
    : "nothing is known of this model; check that it supports";
  return [
    behaviour(`${what}; ${subject} ${names(unknown)}${isKnownModel(young) ? " is not known, check it" : ""}`),
  ];
}

/** A model that could not do it before either lost nothing. */
function couldBefore(model: string | undefined, capability: Capability): boolean {
  return model === undefined || isCapable(model, capability) !== false;
}

function names(capabilities: readonly Capability[]): string {
  return listed(capabilities.map((capability) => CAPABILITY_NAMES[capability]));
}

function behaviour(message: string): PromptChange {
  return { kind: "model", level: "behaviour", message };
}
