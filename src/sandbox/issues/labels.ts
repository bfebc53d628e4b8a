// Labels of a repository. GitHub makes one that does not exist yet, in grey.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ROOT } from "../emulator.ts";
import type { World } from "../world.ts";

export interface Label {
  readonly name: string;
}

export async function ensureLabel(world: World, repository: RepositoryRecord, name: string): Promise<void> {
  const path = `/repos/${repository.fullName}/labels`;
  const encoded = encodeURIComponent(name);
  const { status } = await world.emulator.request({ method: "GET", path: `${path}/${encoded}`, as: ROOT });
  if (status === 200) return;
  await world.emulator.expect({ method: "POST", path, as: ROOT, body: { name, color: "ededed" } });
}

export function labelsWithout<T extends Label>(labels: readonly T[], others: readonly Label[]): T[] {
  return labels.filter(({ name }) => !others.some((other) => other.name === name));
}
