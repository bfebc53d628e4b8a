// Issues: opened, edited, closed, reopened and assigned. Pull requests are edited by their own routes.

import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import { type Answer, ApiError, created, notFound, ok, readBody } from "../http/answer.ts";
import { storeBy } from "../http/pass-on.ts";
import { type ActingCall, acts, type Route } from "../http/route.ts";
import { issueHappened } from "../issues/events.ts";
import { ensureLabel, labelsWithout } from "../issues/labels.ts";
import { issueJson, storedIssue } from "../shapes/issue.ts";
import { longestBody } from "./issues.ts";

const Body = z.string().max(longestBody).nullish();
const Labels = z.array(
  z.union([z.string().min(1), z.looseObject({ name: z.string().min(1) }).transform(({ name }) => name)]),
);
const Parts = {
  labels: Labels.optional(),
  assignees: z.array(z.string()).optional(),
  milestone: z.null("the sandbox has no milestones").optional(),
};
const NewIssue = z.object({ title: z.string().min(1), body: Body, ...Parts });
const EditedIssue = z.object({
  title: z.string().min(1).optional(),
  body: Body,
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "reopened"]).nullish(),
  ...Parts,
});
const Assignees = z.object({ assignees: z.array(z.string()).max(10) });

const REPO = "/repos/{owner}/{repo}";
const ISSUE = `${REPO}/issues/{issue_number}` as const;
const WRITE = "issues:write";

export const issueChangeRoutes: readonly Route[] = [
  acts(`POST ${REPO}/issues`, WRITE, "read", open),
  acts(`PATCH ${ISSUE}`, WRITE, "read", edit),
  acts(`POST ${ISSUE}/assignees`, WRITE, "triage", (call) => assign(call, "add")),
  acts(`DELETE ${ISSUE}/assignees`, WRITE, "triage", (call) => assign(call, "remove")),
];

interface IssueJson {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly assignees: readonly { readonly login: string }[];
}

async function open(call: ActingCall): Promise<Answer> {
  const { world, repository } = call;
  const { title, body, labels = [], assignees = [] } = readBody(call.body, NewIssue);
  // Who may not sort issues may name labels and people, and GitHub drops them without a word.
  const sorts = maySort(call);
  if (sorts) assertAssignable(call, assignees);
  if (sorts) for (const name of labels) await ensureLabel(world, repository, name);
  const answer = await storeBy(call, "/issues", {
    title,
    body: body ?? null,
    labels: sorts ? labels : [],
    assignees: sorts ? assignees : [],
  });
  const issue = storedIssue(world, repository, answer.body) as unknown as IssueJson;
  issueHappened(call, issue, "opened");
  tellSorting(call, { ...issue, labels: [], assignees: [] }, issue);
  return created(issue);
}

async function edit(call: ActingCall): Promise<Answer> {
  const { world, repository } = call;
  const before = await existing(call);
  const wanted = readBody(call.body, EditedIssue);
  assertMayEdit(call, before);
  const sorts = maySort(call);
  if (sorts) assertAssignable(call, wanted.assignees ?? []);
  if (sorts) for (const name of wanted.labels ?? []) await ensureLabel(world, repository, name);
  const { labels, assignees, ...texts } = wanted;
  const sorting = sorts ? { ...(labels && { labels }), ...(assignees && { assignees }) } : {};
  const answer = await storeBy(call, `/issues/${before.number}`, { ...texts, ...sorting });
  const issue = storedIssue(world, repository, answer.body) as unknown as IssueJson;
  const changes = {
    ...(before.title === issue.title ? {} : { title: { from: before.title } }),
    ...((before.body ?? "") === (issue.body ?? "") ? {} : { body: { from: before.body ?? "" } }),
  };
  if (Object.keys(changes).length > 0) issueHappened(call, issue, "edited", { changes });
  if (before.state !== issue.state) {
    issueHappened(call, issue, issue.state === "closed" ? "closed" : "reopened");
  }
  tellSorting(call, before, issue);
  return ok(issue);
}

async function assign(call: ActingCall, change: "add" | "remove"): Promise<Answer> {
  const { world, repository } = call;
  const before = await existing(call);
  const { assignees } = readBody(call.body, Assignees);
  const named = assignees.map((login) => login.toLowerCase());
  const present = before.assignees.map(({ login }) => login);
  const after =
    change === "add"
      ? [...new Set([...present, ...assignees.filter((login) => isAssignable(call, login))])]
      : present.filter((login) => !named.includes(login.toLowerCase()));
  const request = { ...call, method: "PATCH" };
  const answer = await storeBy(request, `/issues/${before.number}`, { assignees: after });
  const issue = storedIssue(world, repository, answer.body) as unknown as IssueJson;
  tellSorting(call, before, issue);
  return change === "add" ? created(issue) : ok(issue);
}

function tellSorting(call: ActingCall, before: IssueJson, after: IssueJson): void {
  const logins = (issue: IssueJson) => issue.assignees.map(({ login }) => login);
  const gone = before.assignees.filter(({ login }) => !logins(after).includes(login));
  const come = after.assignees.filter(({ login }) => !logins(before).includes(login));
  for (const assignee of come) issueHappened(call, after, "assigned", { assignee });
  for (const assignee of gone) issueHappened(call, after, "unassigned", { assignee });
  for (const label of labelsWithout(after.labels, before.labels)) {
    issueHappened(call, after, "labeled", { label });
  }
  for (const label of labelsWithout(before.labels, after.labels)) {
    issueHappened(call, after, "unlabeled", { label });
  }
}

async function existing({ world, repository, parameters }: ActingCall): Promise<IssueJson> {
  const number = Number(parameters.issue_number);
  if (world.pulls.find(repository, number)) {
    throw new ApiError(422, "The sandbox edits pull requests by their own routes only (docs/sandbox.md)");
  }
  const issue = await issueJson(world, repository, number);
  if (!issue) throw notFound();
  return issue as unknown as IssueJson;
}

function maySort({ world, repository, actor, caller }: ActingCall): boolean {
  return caller.kind !== "person" || isAtLeast(world.access.roleOf(actor, repository), "triage");
}

function assertMayEdit(call: ActingCall, { user }: IssueJson): void {
  if (maySort(call) || user?.login === call.actor.login) return;
  throw new ApiError(403, `${call.actor.login} may not edit this issue`);
}

/** Collaborators, and members of the organization. */
function isAssignable({ world, repository }: ActingCall, login: string): boolean {
  const person = world.registry.find(login);
  return person !== undefined && world.access.association(person, repository) !== "NONE";
}

function assertAssignable(call: ActingCall, logins: readonly string[]): void {
  const invalid = logins.find((login) => !isAssignable(call, login));
  if (invalid === undefined) return;
  throw new ApiError(422, "Validation Failed", [
    { value: invalid, resource: "Issue", field: "assignees", code: "invalid" },
  ]);
}
