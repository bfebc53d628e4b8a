// Who may move an environment by the config: the prompt's owner, its backup, or an admin.

import type { Policy, PolicyEntry } from "../config/policy.ts";
import type { Login, Team } from "../identity.ts";

export type PromotionRight =
  | { readonly kind: "allowed"; readonly as: "owner" | "backup" | "admin" }
  /** Only where these teams' members are known can it be told. */
  | { readonly kind: "unknown"; readonly teams: readonly Team[] }
  | { readonly kind: "denied" };

/** @param entry the prompt's; undefined where no file has its id any more, so that only admins decide */
export function promotionRight(
  who: Login,
  entry: Pick<PolicyEntry, "owner" | "backup"> | undefined,
  { admins }: Pick<Policy, "admins">,
): PromotionRight {
  if (entry?.owner === who) return { kind: "allowed", as: "owner" };
  if (entry?.backup === who) return { kind: "allowed", as: "backup" };
  if (admins.some((admin) => admin.kind === "person" && admin.login === who)) {
    return { kind: "allowed", as: "admin" };
  }
  const teams = admins.flatMap((admin) => (admin.kind === "team" ? [admin.team] : []));
  return teams.length > 0 ? { kind: "unknown", teams } : { kind: "denied" };
}
