// Which versions the prompts would get, for the check and for a terminal.

import { code, prose } from "../../markdown/safe.ts";
import { renderProposals } from "../../release/render/proposal.ts";
import { visible } from "../../text/lines.ts";
import type { VersionOutlook } from "../versions.ts";

/** @param room how long it may be, in UTF-16 units */
export function renderVersions(outlook: VersionOutlook, room: number): string {
  switch (outlook.kind) {
    case "none":
      return "";
    case "unknown":
      return `### Versions on merge\n${prose(outlook.reason)}`;
    case "elsewhere":
      return `### Versions on merge\nNone here: prompts are released when they reach ${code(outlook.defaultBranch)}.`;
    case "proposed": {
      const { versions, left } = outlook;
      const more =
        left > 0 ? `\n\n${left} more prompts change. They get versions too, which are not shown here.` : "";
      return `${renderProposals(versions, room - more.length)}${more}`;
    }
  }
}

const MOST_REASONS = 5;

/** Lines for a terminal. */
export function versionLines(outlook: VersionOutlook): string[] {
  switch (outlook.kind) {
    case "none":
    case "elsewhere":
      return [];
    case "unknown":
      return [visible(outlook.reason)];
    case "proposed":
      return outlook.versions.flatMap(({ prompt, proposal }) => {
        if (proposal.kind !== "release") return [];
        const { version, previous, bump, reasons, notes } = proposal;
        const head = `${visible(prompt)}  ${previous ? `${previous} → ` : ""}${version}  ${bump === "first" ? "first release" : bump}`;
        if (bump === "first") return [head];
        const shown = [...reasons.slice(0, MOST_REASONS), ...notes].map((reason) => `    ${visible(reason)}`);
        const left = reasons.length - MOST_REASONS;
        return [head, ...shown, ...(left > 0 ? [`    …and ${left} more`] : [])];
      });
  }
}
