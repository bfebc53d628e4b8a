// What Apps ask about themselves: installations, their tokens, and the webhooks that were delivered.

import { z } from "zod";
import type { Permissions } from "../accounts/apps.ts";
import { newToken } from "../accounts/apps.ts";
import { actorOf, type Caller, grants } from "../accounts/callers.ts";
import { type Answer, ApiError, created, notFound, ok, readBody, unprocessable } from "../http/answer.ts";
import { linkHeader, listAnswer, onPage, pageOf } from "../http/pages.ts";
import type { Call, Permission, Route } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { installation as installationJson, integration, publicUser } from "../shapes/accounts.ts";
import { repositoryJson } from "../shapes/repository.ts";
import type { DeliveryRecord } from "../webhooks/webhooks.ts";
import { toSeconds } from "../world.ts";

const TOKEN_LIFE = 60 * 60 * 1000;

const Level = z.enum(["read", "write"]);
const Scope = z.object({
  permissions: z.record(z.string(), Level).optional(),
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.int()).optional(),
});

export const appRoutes: readonly Route[] = [
  asApp("GET /app", async (call) => {
    const { world } = call;
    const app = appOf(call);
    return ok({ ...integration(world, app), installations_count: world.apps.installationsOf(app).length });
  }),
  asApp("GET /app/installations", async (call) =>
    listAnswer(call, call.world.apps.installationsOf(appOf(call)), (one) =>
      installationJson(call.world, one),
    ),
  ),
  asApp("GET /app/installations/{installation_id}", async (call) =>
    ok(installationJson(call.world, installationOf(call))),
  ),
  asApp("POST /app/installations/{installation_id}/access_tokens", createToken),
  asApp("GET /repos/{owner}/{repo}/installation", async (call) => {
    const { world, parameters } = call;
    const repository = world.repositories.find(parameters.owner ?? "", parameters.repo ?? "");
    return installationOn(call, repository?.owner.login);
  }),
  asApp("GET /orgs/{org}/installation", (call) => installationOn(call, call.parameters.org)),
  asApp("GET /app/hook/deliveries", listDeliveries),
  asApp("GET /app/hook/deliveries/{delivery_id}", async (call) => ok(wholeDelivery(deliveryOf(call)))),
  asApp("POST /app/hook/deliveries/{delivery_id}/attempts", async (call) => {
    call.world.webhooks.redeliver(deliveryOf(call));
    return { status: 202, body: {} };
  }),
  {
    name: "GET /installation/repositories",
    by: "anyone",
    async answer(call) {
      const { world, caller } = call;
      if (caller.kind !== "installation")
        throw new ApiError(403, "You must authenticate with an installation access token");
      const all = caller.repositories ?? world.repositories.of(caller.installation.account);
      const page = pageOf(call);
      const repositories = onPage(all, page).map((one) => repositoryJson(world, one));
      return {
        ...ok({ total_count: all.length, repositories }),
        headers: linkHeader(call, all.length, page),
      };
    },
  },
  {
    name: "GET /user",
    by: "anyone",
    async answer({ world, caller }) {
      if (caller.kind === "installation" || caller.kind === "workflow") {
        throw new ApiError(403, "Resource not accessible by integration");
      }
      const account = actorOf(caller);
      if (!account) throw new ApiError(401, "Requires authentication");
      return ok(publicUser(world, account));
    },
  },
  {
    name: "GET /users/{username}",
    by: "anyone",
    async answer({ world, parameters }) {
      const account = world.registry.find(parameters.username ?? "");
      if (!account) throw notFound();
      return ok(publicUser(world, account));
    },
  },
];

function asApp(name: Route["name"], answer: (call: Call) => Promise<Answer>): Route {
  return { name, by: "app", answer };
}

function appOf({ caller }: Call) {
  if (caller.kind !== "app") throw new ApiError(401, "A JSON web token could not be decoded");
  return caller.app;
}

function installationOf(call: Call) {
  const installation = call.world.apps.installation(Number(call.parameters.installation_id));
  if (!installation || installation.app !== appOf(call)) throw notFound();
  return installation;
}

async function installationOn(call: Call, login: string | undefined): Promise<Answer> {
  const account = login ? call.world.registry.find(login) : undefined;
  const installations = account ? call.world.apps.installationsOn(account) : [];
  const found = installations.find(({ app }) => app === appOf(call));
  if (!found) throw notFound();
  return ok(installationJson(call.world, found));
}

async function createToken(call: Call): Promise<Answer> {
  const { world } = call;
  const installation = installationOf(call);
  const { permissions, repositories, repository_ids } = readBody(call.body, Scope);
  const excess = Object.entries(permissions ?? {}).some(
    ([name, level]) => !grants(installation.app.permissions, `${name}:${level}` as Permission),
  );
  if (excess) throw unprocessable("The permissions requested are not granted to this installation.");
  const own = world.repositories.of(installation.account);
  const wanted = own.filter(({ id, name }) => repositories?.includes(name) || repository_ids?.includes(id));
  const isSelected = repositories !== undefined || repository_ids !== undefined;
  if (isSelected && wanted.length !== (repositories?.length ?? 0) + (repository_ids?.length ?? 0)) {
    throw unprocessable("There is at least one repository that does not exist or is not accessible");
  }
  const granted: Permissions = permissions ?? installation.app.permissions;
  const expiresAt = Date.now() + TOKEN_LIFE;
  const caller: Caller = {
    kind: "installation",
    installation,
    permissions: granted,
    repositories: isSelected ? wanted : undefined,
    expiresAt,
  };
  return created({
    token: world.callers.grant(newToken("ghs"), caller),
    expires_at: toSeconds(new Date(expiresAt).toISOString()),
    permissions: granted,
    repository_selection: isSelected ? "selected" : "all",
    ...(isSelected ? { repositories: wanted.map((one) => repositoryJson(world, one)) } : {}),
  });
}

/** Newest first, in pages by cursor; GitHub offers no filter here. */
async function listDeliveries(call: Call): Promise<Answer> {
  const { world, query } = call;
  const app = appOf(call);
  const { perPage } = pageOf(call);
  const cursor = query.get("cursor");
  const own = world.webhooks
    .all()
    .filter((record) => record.app === app)
    .toReversed();
  const from = cursor ? own.findIndex(({ id }) => id === Number(cursor)) : 0;
  if (from < 0) throw unprocessable(`no such cursor: ${cursor}`);
  const shown = own.slice(from, from + perPage);
  const next = own[from + perPage];
  const link = next && `<${world.url}/app/hook/deliveries?per_page=${perPage}&cursor=${next.id}>; rel="next"`;
  return { ...ok(shown.map(deliveryItem)), headers: link ? { link } : {} };
}

function deliveryOf(call: Call): DeliveryRecord {
  const app = appOf(call);
  const id = Number(call.parameters.delivery_id);
  const record = call.world.webhooks.all().find((one) => one.id === id && one.app === app);
  if (!record) throw notFound();
  return record;
}

function deliveryItem(record: DeliveryRecord): Json {
  return {
    id: record.id,
    guid: record.guid,
    delivered_at: record.deliveredAt,
    redelivery: record.isRedelivery,
    duration: record.duration,
    status: record.status,
    status_code: record.statusCode,
    event: record.event,
    action: record.action,
    installation_id: record.installation,
    repository_id: record.repository,
    throttled_at: null,
  };
}

function wholeDelivery(record: DeliveryRecord): Json {
  return {
    ...deliveryItem(record),
    url: record.app.webhookUrl ?? "",
    request: { headers: record.requestHeaders, payload: record.payload },
    response: { headers: record.responseHeaders, payload: record.responseBody },
  };
}
