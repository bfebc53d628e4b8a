// Webhooks: what happened goes, signed, to every App that is installed there and asked for it. GitHub orders nothing, may
// deliver twice, waits ten seconds for an answer and never tries again by itself; a test may ask for the worst of that.

import { createHmac, randomUUID } from "node:crypto";
import type { AppRecord, Installation } from "../accounts/apps.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { DeliveryMode, Json, WorkflowEvent } from "../sandbox.ts";
import { simpleOrganization, simpleUser } from "../shapes/accounts.ts";
import { repositoryJson } from "../shapes/repository.ts";
import { type Cause, nodeId, type World } from "../world.ts";

export interface Happening {
  readonly name: string;
  readonly action?: string;
  /** What is special to the event; repository, organization, sender and installation are added. */
  readonly payload: Json;
  readonly repository?: RepositoryRecord;
  readonly organization?: Account;
  readonly cause: Cause;
  /** Check runs and suites concern the App that wrote them. */
  readonly onlyTo?: AppRecord;
}

export interface DeliveryRecord {
  readonly id: number;
  readonly guid: string;
  readonly app: AppRecord;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number;
  readonly repository: number | null;
  readonly isRedelivery: boolean;
  readonly deliveredAt: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly payload: Json;
  /** 0 until there is an answer. */
  statusCode: number;
  status: string;
  /** Seconds. */
  duration: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string | null;
}

export type WebhookObserver = (event: string, payload: Json) => void;

/** GitHub's patience, in milliseconds. */
const TIMEOUT = 10_000;

export class Webhooks {
  readonly #world: World;
  readonly #observe: WebhookObserver | undefined;
  readonly #records: DeliveryRecord[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #workflowEvents = new Map<RepositoryRecord, WorkflowEvent[]>();
  #held: DeliveryRecord[] = [];
  #mode: DeliveryMode = { kind: "at-once" };

  constructor(world: World, observe: WebhookObserver | undefined) {
    this.#world = world;
    this.#observe = observe;
  }

  happened(happening: Happening): void {
    const { name, action, payload, repository, organization, cause } = happening;
    const owner = organization ?? repository?.owner;
    const whole: Json = {
      ...(action ? { action } : {}),
      ...payload,
      ...(repository && !("repository" in payload)
        ? { repository: { ...repositoryJson(this.#world, repository), custom_properties: {} } }
        : {}),
      ...(owner?.kind === "Organization" ? { organization: simpleOrganization(this.#world, owner) } : {}),
      sender: simpleUser(this.#world, cause.actor),
    };
    this.#observe?.(name, whole);
    if (repository && cause.by === "other") {
      const events = this.#workflowEvents.get(repository) ?? [];
      this.#workflowEvents.set(repository, [
        ...events,
        { name, ...(action ? { action } : {}), payload: whole },
      ]);
    }
    if (!owner) return;
    for (const installation of this.#world.apps.installationsOn(owner)) {
      const { app } = installation;
      if (!app.webhookUrl || (happening.onlyTo && happening.onlyTo !== app)) continue;
      if (app.events.includes(name)) this.#dispatch(installation, happening, whole);
    }
  }

  workflowEvents(repository: RepositoryRecord): readonly WorkflowEvent[] {
    return this.#workflowEvents.get(repository) ?? [];
  }

  /** Oldest first. */
  all(): readonly DeliveryRecord[] {
    return this.#records;
  }

  set(mode: DeliveryMode): void {
    this.#mode = mode;
  }

  async release(order: "as-happened" | "reversed"): Promise<void> {
    const held = order === "reversed" ? this.#held.toReversed() : this.#held;
    this.#held = [];
    this.#mode = { kind: "at-once" };
    for (const record of held) {
      this.#records.push(record);
      await this.#track(this.#send(record));
    }
  }

  redeliver(record: DeliveryRecord): void {
    this.#post({ ...record, ...freshRecord(this.#world), isRedelivery: true });
  }

  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #dispatch(installation: Installation, { name, action, repository }: Happening, payload: Json): void {
    const { app, id } = installation;
    const whole = { ...payload, installation: { id, node_id: nodeId("I", id) } };
    const body = JSON.stringify(whole);
    const guid = randomUUID();
    const record: DeliveryRecord = {
      ...freshRecord(this.#world),
      guid,
      app,
      event: name,
      action: action ?? null,
      installation: id,
      repository: repository?.id ?? null,
      isRedelivery: false,
      payload: whole,
      requestHeaders: {
        accept: "*/*",
        "content-type": "application/json",
        "user-agent": "GitHub-Hookshot/sandbox",
        "x-github-delivery": guid,
        "x-github-event": name,
        "x-github-hook-id": String(app.id),
        "x-github-hook-installation-target-id": String(app.id),
        "x-github-hook-installation-target-type": "integration",
        "x-hub-signature": `sha1=${createHmac("sha1", app.webhookSecret).update(body).digest("hex")}`,
        "x-hub-signature-256": `sha256=${createHmac("sha256", app.webhookSecret).update(body).digest("hex")}`,
      },
    };
    switch (this.#mode.kind) {
      case "held":
        this.#held.push(record);
        return;
      case "lost":
        this.#records.push(Object.assign(record, { statusCode: 502, status: "failed to connect to host" }));
        return;
      case "twice":
        this.#post(record);
        this.#post({ ...record, ...freshRecord(this.#world) });
        return;
      case "late":
        this.#post(record, this.#mode.milliseconds);
        return;
      case "at-once":
        this.#post(record);
    }
  }

  #post(record: DeliveryRecord, delay = 0): void {
    this.#records.push(record);
    void this.#track(this.#send(record, delay));
  }

  #track(sending: Promise<void>): Promise<void> {
    const tracked = sending.finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return tracked;
  }

  async #send(record: DeliveryRecord, delay = 0): Promise<void> {
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const start = performance.now();
    try {
      const response = await fetch(record.app.webhookUrl ?? "", {
        method: "POST",
        headers: record.requestHeaders,
        body: JSON.stringify(record.payload),
        signal: AbortSignal.timeout(TIMEOUT),
      });
      record.responseBody = await response.text();
      record.responseHeaders = Object.fromEntries(response.headers);
      record.statusCode = response.status;
      record.status = response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`;
    } catch (error) {
      const isLate = error instanceof DOMException && error.name === "TimeoutError";
      record.statusCode = isLate ? 504 : 502;
      record.status = isLate ? "timed out" : "failed to connect to host";
    }
    record.duration = Math.round(performance.now() - start) / 1000;
  }
}

function freshRecord(world: World) {
  return {
    id: world.nextId(),
    deliveredAt: world.now(),
    statusCode: 0,
    status: "pending",
    duration: 0,
    responseHeaders: {},
    responseBody: null,
  };
}
