// Who may do what with a prompt: decided in one place, with the reason in words.

import type { Policy, PolicyEntry } from "../config/policy.ts";
import { type Login, mention, type Party, type PromptId, type Team } from "../identity.ts";

/** What people do with a prompt beside changing its file. */
export type Action = "promote";

/** What is known of the person beside the config. What is left out is not known. */
export interface AccessFacts {
  /** Whether they may write to the repository. */
  readonly canWrite?: boolean;
  /** Everybody in the teams that the policy names as admins. */
  readonly teamAdmins?: ReadonlySet<Login>;
}

export type Permission =
  | { readonly kind: "granted"; readonly as: Role }
  /** The reason is a sentence; `who` could do it instead. */
  | { readonly kind: "refused"; readonly reason: string; readonly who: readonly Party[] }
  /** Only where these teams' members are known can it be told. */
  | { readonly kind: "unknown"; readonly teams: readonly Team[] };

export type Role = "owner" | "backup" | "admin";

export interface GovernedPrompt {
  readonly prompt: PromptId;
  /** Undefined where no file has its id any more, so that only admins decide. */
  readonly entry?: Pick<PolicyEntry, "owner" | "backup">;
}

const ALLOWED: Readonly<Record<Action, readonly Role[]>> = { promote: ["owner", "backup", "admin"] };
const CAN: Readonly<Record<Action, string>> = { promote: "can promote it" };

export function may(
  person: Login,
  action: Action,
  { prompt, entry }: GovernedPrompt,
  { admins }: Pick<Policy, "admins">,
  { canWrite, teamAdmins }: AccessFacts,
): Permission {
  const allowed = ALLOWED[action];
  const roles: readonly [Role, boolean][] = [
    ["owner", person === entry?.owner],
    ["backup", person === entry?.backup],
    ["admin", admins.some((one) => one.kind === "person" && one.login === person)],
    ["admin", teamAdmins?.has(person) === true],
  ];
  const role = roles.find(([one, isTheirs]) => isTheirs && allowed.includes(one))?.[0];
  const teams = admins.flatMap((one) => (one.kind === "team" ? [one.team] : []));
  if (!role && !teamAdmins && teams.length > 0 && allowed.includes("admin"))
    return { kind: "unknown", teams };
  const who = [...partiesOf(entry), ...admins];
  if (!role) {
    const reason = `\`${mention(person)}\` is neither owner nor backup of \`${prompt}\`, nor an admin. ${listed(who)} ${CAN[action]}.`;
    return { kind: "refused", reason, who };
  }
  if (canWrite === false) {
    const reason = `The config names \`${mention(person)}\` as ${role}, but they have no write access to this repository.`;
    return { kind: "refused", reason, who: who.filter((one) => one.kind === "team" || one.login !== person) };
  }
  return { kind: "granted", as: role };
}

function partiesOf(entry: GovernedPrompt["entry"]): Party[] {
  return [entry?.owner, entry?.backup].flatMap((login): Party[] =>
    login ? [{ kind: "person", login }] : [],
  );
}

/** In code spans, since nobody is to be called by somebody else's mistake. */
function listed(parties: readonly Party[]): string {
  const names = parties.map((party) => `\`${mention(party)}\``);
  return names.length <= 1 ? (names[0] ?? "Nobody") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
