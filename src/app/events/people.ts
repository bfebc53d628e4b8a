// People or teams changed: what is remembered of them is dropped, and the pull requests they matter to are judged again.

import * as z from "zod";
import type { Policy } from "../../core/config/policy.ts";
import { type Login, type Party, parseLogin } from "../../core/identity.ts";
import { repositoriesOfInstallation } from "../../github/installation.ts";
import { readGovernance } from "../../operations/judge-pull-request.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const Payload = z.object({
  member: z.object({ login: z.string() }).nullish(),
  membership: z.object({ user: z.object({ login: z.string() }).nullish() }).nullish(),
  team: z.object({ slug: z.string() }).nullish(),
});

/** Whom a policy has to name for the event to matter to it. Of a team as such, nobody can say who had access by it. */
type Touched = { readonly kind: "person"; readonly login: Login } | { readonly kind: "team" };

export async function handlePeopleChange(event: Event, gate: Gate): Promise<void> {
  const installation = gate.installationOf(event);
  const touched = touchedBy(event.payload);
  if (!installation) return;
  installation.memory.forgetPeople();
  if (!touched) return;
  const one = gate.repositoryOf(event);
  if (one) return judgeTouched(one, touched, gate);
  for (const repository of await repositoriesOfInstallation(installation)) {
    await judgeTouched(gate.contextOf(installation, repository), touched, gate);
  }
}

function touchedBy(json: unknown): Touched | undefined {
  const payload = Payload.safeParse(json);
  if (!payload.success) return undefined;
  const { member, membership, team } = payload.data;
  const name = member?.login ?? membership?.user?.login;
  const login = name ? parseLogin(name) : undefined;
  if (login) return { kind: "person", login };
  return team ? { kind: "team" } : undefined;
}

/** Only where base's policy names the person or the team: of other repositories no pull request is even listed. */
async function judgeTouched(context: RepositoryContext, touched: Touched, gate: Gate): Promise<void> {
  const governance = await readGovernance(context.ports, context.defaultBranch);
  if (governance.kind !== "policy" || !matters(governance.policy, touched)) return;
  await gate.judgeAll(context, "of all branches", await context.ports.pulls.listOpen());
}

function matters(policy: Policy, touched: Touched): boolean {
  if (touched.kind === "team") return true;
  const { login } = touched;
  // Who is in a team of admins is not known here, and the person may be.
  const isTouched = (party: Party) => party.kind === "team" || party.login === login;
  return (
    policy.admins.some(isTouched) ||
    policy.entries.some(({ owner, backup }) => owner === login || backup === login)
  );
}
