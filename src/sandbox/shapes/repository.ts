// Repositories as GitHub's API and webhooks show them.

import { isAtLeast } from "../accounts/access.ts";
import type { Caller } from "../accounts/callers.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Json, Role } from "../sandbox.ts";
import type { World } from "../world.ts";
import { nodeId } from "../world.ts";
import { simpleUser } from "./accounts.ts";

const MERGE_SETTINGS = {
  allow_rebase_merge: true,
  allow_squash_merge: true,
  allow_merge_commit: true,
  allow_auto_merge: false,
  allow_update_branch: false,
  delete_branch_on_merge: false,
};

export function mergeSettings({ settings }: RepositoryRecord) {
  return { ...MERGE_SETTINGS, ...settings };
}

export function repositoryJson(world: World, repository: RepositoryRecord): Json {
  const { id, name, fullName, owner, isPrivate, description, defaultBranch, createdAt, pushedAt } =
    repository;
  const web = `${world.url}/${fullName}`;
  const openPulls = world.pulls.of(repository).filter(({ state }) => state === "open").length;
  return {
    id,
    node_id: nodeId("R", id),
    name,
    full_name: fullName,
    private: isPrivate,
    owner: simpleUser(world, owner),
    html_url: web,
    description,
    fork: repository.parent !== undefined,
    ...repositoryUrls(world.url, fullName),
    git_url: `git:${web.replace(/^https?:/, "")}.git`,
    ssh_url: `ssh:${web.replace(/^https?:/, "")}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: forksOf(world, repository),
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: openPulls,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: isPrivate ? "private" : "public",
    forks: forksOf(world, repository),
    open_issues: openPulls,
    watchers: 0,
    default_branch: defaultBranch,
    created_at: createdAt,
    updated_at: createdAt,
    pushed_at: pushedAt,
  };
}

/** A single repository, with what only its own page shows. */
export function fullRepository(world: World, repository: RepositoryRecord, caller: Caller): Json {
  const { owner, parent } = repository;
  return {
    ...repositoryJson(world, repository),
    permissions: permissionsOf(world, repository, caller),
    ...mergeSettings(repository),
    network_count: world.repositories.network(repository).length - 1,
    subscribers_count: 0,
    ...(owner.kind === "Organization" ? { organization: simpleUser(world, owner) } : {}),
    ...(parent ? { parent: repositoryJson(world, parent), source: repositoryJson(world, parent) } : {}),
  };
}

/** As head and base of a pull request show it. */
export function repositoryInPull(world: World, repository: RepositoryRecord): Json {
  return { ...repositoryJson(world, repository), ...mergeSettings(repository) };
}

/** What a check run and a check suite say of their repository. */
export function minimalRepository(world: World, repository: RepositoryRecord): Json {
  const { id, name, fullName, owner, isPrivate, description } = repository;
  return {
    id,
    node_id: nodeId("R", id),
    name,
    full_name: fullName,
    private: isPrivate,
    owner: simpleUser(world, owner),
    html_url: `${world.url}/${fullName}`,
    description,
    fork: repository.parent !== undefined,
    ...repositoryUrls(world.url, fullName),
  };
}

function permissionsOf(world: World, repository: RepositoryRecord, caller: Caller): Record<string, boolean> {
  const role = caller.kind === "person" ? world.access.roleOf(caller.account, repository) : "none";
  const has = (needed: Role) => isAtLeast(role, needed);
  return {
    admin: has("admin"),
    maintain: has("maintain"),
    push: has("write"),
    triage: has("triage"),
    pull: role !== "none" || caller.kind === "installation",
  };
}

function forksOf({ repositories }: World, repository: RepositoryRecord): number {
  return repositories.all().filter(({ parent }) => parent === repository).length;
}

function repositoryUrls(base: string, fullName: string): Record<string, string> {
  const url = `${base}/repos/${fullName}`;
  return {
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}
