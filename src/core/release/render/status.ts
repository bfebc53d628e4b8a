// What runs where, as a table for terminals and as JSON. docs/cli.md gives its shape.

import type { Finding } from "../../finding.ts";
import type { Sha } from "../../identity.ts";
import { type Paint, renderFinding } from "../../review/render/text.ts";
import { age } from "../../text/age.ts";
import { aligned } from "../../text/lines.ts";
import type { PromptState, RunningThere, Status } from "../status.ts";

/** @param now in milliseconds since 1970 */
export function renderStatus(status: Status, now: number, paint: Paint): string {
  const { environments, prompts, findings } = status;
  const isHeadKnown = prompts.some(({ unreleased }) => unreleased);
  const head = [
    "PROMPT",
    "LATEST",
    ...environments.map((name) => name.toUpperCase()),
    ...(isHeadKnown ? ["AT HEAD"] : []),
  ];
  const rows = prompts.map((state) => [
    state.prompt,
    latestOf(state),
    ...state.places.map((place) => placeOf(place, now)),
    state.unreleased ?? "",
  ]);
  const [title = "", ...lines] = aligned([head, ...rows]);
  const table = prompts.length === 0 ? "" : [paint("bold", title), ...lines].join("\n");
  const sections = [table, findings.map((finding) => renderFinding(finding, paint)).join("\n"), sum(status)];
  return sections.filter(Boolean).join("\n\n");
}

function latestOf({ latest }: PromptState): string {
  if (!latest) return "-";
  const isRetired = latest.head.kind === "record" && latest.head.record.retired;
  return isRetired ? `${latest.version} retired` : latest.version;
}

function placeOf({ running, behind }: RunningThere, now: number): string {
  switch (running.kind) {
    case "nothing":
      return "-";
    case "unknown":
      return "?";
    case "running": {
      const { version, move } = running;
      const since = move.time === undefined ? "" : age(now - move.time);
      const notes = [since, behind > 0 ? `${behind} behind` : "", running.release ? "" : "tag gone"];
      const shown = notes.filter(Boolean).join(", ");
      return shown === "" ? version : `${version} (${shown})`;
    }
  }
}

function sum({ prompts, findings }: Status): string {
  const count = (is: (state: PromptState) => boolean) => prompts.filter(is).length.toLocaleString("en");
  const drifting = count(({ drifts }) => drifts);
  const open = count(({ unreleased }) => unreleased !== undefined);
  const parts = [
    `${prompts.length.toLocaleString("en")} ${prompts.length === 1 ? "prompt" : "prompts"}`,
    ...(drifting === "0" ? [] : [`${drifting} with other versions in other environments`]),
    ...(open === "0" ? [] : [`${open} with changes at HEAD that are not released`]),
    ...(findings.length === 0 ? [] : [`${findings.length.toLocaleString("en")} to look at`]),
  ];
  return `${parts.join(", ")}.`;
}

export interface StatusJson {
  /** Null where there is no commit yet. */
  readonly head: string | null;
  readonly environments: readonly string[];
  readonly prompts: readonly {
    readonly prompt: string;
    readonly path: string | null;
    readonly latest: {
      readonly version: string;
      readonly at: string | null;
      readonly retired: boolean;
    } | null;
    readonly environments: Readonly<Record<string, RunningJson | null>>;
    readonly drifts: boolean;
    readonly unreleased: string | null;
  }[];
  readonly findings: readonly Finding[];
}

interface RunningJson {
  /** Null where the tag of the move tells none. */
  readonly version: string | null;
  readonly move: number;
  readonly since: string | null;
  readonly by: string | null;
  readonly behind: number;
}

export function statusJson({ environments, prompts, findings }: Status, head: Sha | undefined): StatusJson {
  return {
    head: head ?? null,
    environments,
    prompts: prompts.map(({ prompt, path, latest, places, drifts, unreleased }) => ({
      prompt,
      path: path ?? null,
      latest: latest
        ? {
            version: latest.version,
            at: latest.tag.taggedAt ?? null,
            retired: latest.head.kind === "record" && latest.head.record.retired === true,
          }
        : null,
      environments: Object.fromEntries(places.map((place) => [place.environment, runningJson(place)])),
      drifts,
      unreleased: unreleased ?? null,
    })),
    findings,
  };
}

function runningJson({ running, behind }: RunningThere): RunningJson | null {
  if (running.kind === "nothing") return null;
  const { move } = running;
  const record = move.head.kind === "record" ? move.head.record : undefined;
  return {
    version: record?.to ?? null,
    move: move.n,
    since: record?.at ?? move.tag.taggedAt ?? null,
    by: record?.by ?? null,
    behind,
  };
}
