// Who is asked to approve a change: its owner; the backup where the owner cannot; admins where neither can.

import type { Policy, PolicyEntry } from "../config/policy.ts";
import type { Login, Party } from "../identity.ts";
import type { Authorship } from "./authorship.ts";
import type { Inquiry } from "./inquiry.ts";

export type Role = "owner" | "backup" | "admin";

export interface Approvers {
  readonly role: Role;
  /** Any one of them suffices. Empty when nobody is left who may. */
  readonly people: readonly Login[];
  /** The parties to name in texts: the person, or the teams and people that the admins are. */
  readonly named: readonly Party[];
  /** Why the persons before them cannot, in the order they were considered. */
  readonly passedOver: readonly { readonly login: Login; readonly reason: Obstacle }[];
}

export type Obstacle = "author" | "committer" | "co-author" | "bot" | "no-write-access";

/** @returns undefined while something still has to be asked */
export function approversOf(
  entry: PolicyEntry,
  policy: Policy,
  authorship: Authorship,
  inquiry: Inquiry,
): Approvers | undefined {
  const passedOver: { login: Login; reason: Obstacle }[] = [];
  for (const [role, login] of [
    ["owner", entry.owner],
    ["backup", entry.backup],
  ] as const) {
    if (!login) continue;
    const obstacle = obstacleOf(login, authorship, inquiry);
    if (obstacle === undefined) return undefined;
    if (obstacle === "none") {
      return { role, people: [login], named: [{ kind: "person", login }], passedOver };
    }
    passedOver.push({ login, reason: obstacle });
  }
  return adminsAsApprovers(policy, authorship, inquiry, passedOver);
}

/** Of so many admins each is asked for their access; of more, those alone who do approve. */
const FEW_ADMINS = 5;

/**
 * Admins who had no part in the change.
 * @returns undefined while something still has to be asked
 */
export function adminsAsApprovers(
  policy: Pick<Policy, "admins">,
  authorship: Authorship,
  inquiry: Inquiry,
  passedOver: Approvers["passedOver"] = [],
): Approvers | undefined {
  const admins = membersOf(policy.admins, inquiry);
  if (!admins) return undefined;
  const obstacles = admins.map((login) =>
    admins.length <= FEW_ADMINS
      ? obstacleOf(login, authorship, inquiry)
      : (partIn(authorship, login) ?? "none"),
  );
  if (obstacles.includes(undefined)) return undefined;
  const people = admins.filter((_, position) => obstacles[position] === "none");
  const refused = admins.flatMap((login, position) => {
    const reason = obstacles[position];
    const isNew = !passedOver.some((one) => one.login === login);
    return people.length === 0 && isNew && reason && reason !== "none" ? [{ login, reason }] : [];
  });
  return { role: "admin", people, named: policy.admins, passedOver: [...passedOver, ...refused] };
}

/** The people that parties stand for, each once. Undefined while a team's members are not known. */
export function membersOf(parties: readonly Party[], inquiry: Inquiry): readonly Login[] | undefined {
  const lists = parties.map((party) =>
    party.kind === "person" ? [party.login] : inquiry.members(party.team),
  );
  if (lists.includes(undefined)) return undefined;
  return [...new Set(lists.flatMap((list) => list ?? []))];
}

function obstacleOf(login: Login, authorship: Authorship, inquiry: Inquiry): Obstacle | "none" | undefined {
  const part = partIn(authorship, login);
  if (part) return part;
  const canWrite = inquiry.canWrite(login);
  if (canWrite === undefined) return undefined;
  return canWrite ? "none" : "no-write-access";
}

function partIn(authorship: Authorship, login: Login): Obstacle | undefined {
  return login.endsWith("[bot]") ? "bot" : authorship.parts.get(login);
}
