// Which issues a list shows, and in what order. Pull requests are among them, as on GitHub.

export interface ListedIssue {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly assignees: readonly { readonly login: string }[];
  readonly comments: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** @param query of `GET /repos/{owner}/{repo}/issues` */
export function listed<T extends ListedIssue>(issues: readonly T[], query: URLSearchParams): T[] {
  const labels = (query.get("labels") ?? "").split(",").filter(Boolean);
  const [assignee, creator, since] = [query.get("assignee"), query.get("creator"), query.get("since")];
  const wanted = issues
    .filter((issue) => labels.every((name) => issue.labels.some((label) => isSame(label.name, name))))
    .filter((issue) => !assignee || isAssigned(issue, assignee))
    .filter((issue) => !creator || isSame(issue.user?.login ?? "", creator))
    .filter((issue) => !since || Date.parse(issue.updated_at) >= Date.parse(since));
  const ordered = wanted.toSorted(ORDERS[query.get("sort") ?? "created"] ?? byCreation);
  return query.get("direction") === "asc" ? ordered : ordered.reverse();
}

function isAssigned({ assignees }: ListedIssue, wanted: string): boolean {
  if (wanted === "none") return assignees.length === 0;
  if (wanted === "*") return assignees.length > 0;
  return assignees.some(({ login }) => isSame(login, wanted));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

type Order = (a: ListedIssue, b: ListedIssue) => number;

const byCreation: Order = (a, b) => a.number - b.number;

const ORDERS: Readonly<Record<string, Order>> = {
  created: byCreation,
  updated: (a, b) => a.updated_at.localeCompare(b.updated_at) || byCreation(a, b),
  comments: (a, b) => a.comments - b.comments || byCreation(a, b),
};
