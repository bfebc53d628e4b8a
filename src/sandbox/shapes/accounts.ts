// People, bots, organizations, teams and Apps as GitHub's API shows them.

import type { TeamRecord } from "../accounts/access.ts";
import type { AppRecord, Installation } from "../accounts/apps.ts";
import type { Account } from "../accounts/registry.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, type World } from "../world.ts";

export function simpleUser({ url }: World, account: Account): Json {
  const { login, id, kind } = account;
  const path = encodeURIComponent(login);
  const api = `${url}/users/${path}`;
  return {
    login,
    id,
    node_id: nodeId(kind === "Bot" ? "BOT" : kind === "User" ? "U" : "O", id),
    avatar_url: `${url}/avatars/${id}`,
    gravatar_id: "",
    url: api,
    html_url: kind === "Bot" ? `${url}/apps/${login.replace("[bot]", "")}` : `${url}/${path}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: kind,
    site_admin: false,
    user_view_type: "public",
  };
}

export function publicUser(world: World, account: Account): Json {
  return {
    ...simpleUser(world, account),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: world.repositories.of(account).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2024-01-01T00:00:00Z",
    updated_at: "2024-01-01T00:00:00Z",
  };
}

export function simpleOrganization({ url }: World, { login, id }: Account): Json {
  const api = `${url}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("O", id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${url}/avatars/${id}`,
    description: "",
  };
}

export function fullOrganization(world: World, organization: Account): Json {
  return {
    ...simpleOrganization(world, organization),
    name: organization.name,
    html_url: `${world.url}/${organization.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: world.repositories.of(organization).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: "Organization",
    default_repository_permission: "read",
    created_at: "2024-01-01T00:00:00Z",
    updated_at: "2024-01-01T00:00:00Z",
    archived_at: null,
  };
}

function simpleTeam(world: World, team: TeamRecord): Json {
  const { organization, id, slug } = team;
  const api = `${world.url}/organizations/${organization.id}/team/${id}`;
  return {
    id,
    node_id: nodeId("T", id),
    url: api,
    html_url: `${world.url}/orgs/${organization.login}/teams/${slug}`,
    name: team.name,
    slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: "notifications_enabled",
    permission: "pull",
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    type: "organization",
    organization_id: organization.id,
  };
}

export function listedTeam(world: World, team: TeamRecord): Json {
  return { ...simpleTeam(world, team), parent: team.parent ? simpleTeam(world, team.parent) : null };
}

export function fullTeam(world: World, team: TeamRecord): Json {
  return {
    ...listedTeam(world, team),
    created_at: team.createdAt,
    updated_at: team.createdAt,
    members_count: team.members.size,
    repos_count: team.repositories.size,
    organization: fullOrganization(world, team.organization),
  };
}

export function integration(world: World, app: AppRecord): Json {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    client_id: `Iv1.${String(app.id).padStart(16, "0")}`,
    owner: app.owner ? simpleUser(world, app.owner) : simpleUser(world, app.bot),
    name: app.name,
    description: null,
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function installation(world: World, { id, app, account, createdAt }: Installation): Json {
  return {
    id,
    client_id: `Iv1.${String(app.id).padStart(16, "0")}`,
    account: { ...simpleUser(world, account), type: "Organization" },
    repository_selection: "all",
    access_tokens_url: `${world.url}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.url}/installation/repositories`,
    html_url: `${world.url}/organizations/${account.login}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: "Organization",
    permissions: app.permissions,
    events: app.events,
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}
