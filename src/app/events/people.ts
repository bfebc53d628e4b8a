// People or teams changed: what is remembered of them is dropped, and the pull requests they matter to are judged again.

import { z } from "zod";
import type { Policy } from "../../core/config/policy.ts";
import { type Login, type Party, parseLogin, parseTeam, type Team } from "../../core/identity.ts";
import { repositoriesOfInstallation } from "../../github/installation.ts";
import { readGovernance } from "../../operations/judge-pull-request.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const Payload = z.object({
  installation: z.object({ id: z.number() }),
  member: z.object({ login: z.string() }).nullish(),
  membership: z.object({ user: z.object({ login: z.string() }).nullish() }).nullish(),
  team: z.object({ slug: z.string() }).nullish(),
  organization: z.object({ login: z.string() }).nullish(),
});

interface Touched {
  readonly login?: Login;
  readonly team?: Team;
}

export async function handlePeopleChange(event: Event, gate: Gate): Promise<void> {
  const payload = Payload.safeParse(event.payload);
  if (!payload.success) return;
  const { installation, member, membership, team, organization } = payload.data;
  gate.memoryOf(installation.id).forgetPeople();
  const name = member?.login ?? membership?.user?.login;
  const login = name ? parseLogin(name) : undefined;
  const slug = team && organization ? parseTeam(`${organization.login}/${team.slug}`) : undefined;
  const touched: Touched = { ...(login ? { login } : {}), ...(slug ? { team: slug } : {}) };

  const one = gate.repositoryOf(event);
  if (one) return judgeTouched(one, touched, gate);
  for (const repository of await repositoriesOfInstallation(event.octokit)) {
    await judgeTouched(gate.contextOf(event.octokit, installation.id, repository), touched, gate);
  }
}

/** Only where base's policy names the person or the team: of other repositories no pull request is even listed. */
async function judgeTouched(context: RepositoryContext, touched: Touched, gate: Gate): Promise<void> {
  const governance = await readGovernance(context.ports, context.defaultBranch);
  if (governance.kind !== "policy" || !names(governance.policy, touched)) return;
  await gate.judgeAll(context, await context.ports.pulls.listOpen());
}

function names(policy: Policy, { login, team }: Touched): boolean {
  const isTouched = (party: Party) => (party.kind === "team" ? party.team === team : party.login === login);
  return (
    policy.admins.some((party) => isTouched(party) || (party.kind === "team" && login !== undefined)) ||
    policy.entries.some(({ owner, backup }) => login !== undefined && (owner === login || backup === login))
  );
}
