// The webhooks that were delivered, as tests and the demo see and disturb them.

import type { Deliveries, Delivery, DeliveryMode } from "../sandbox.ts";
import type { World } from "../world.ts";

export class DeliveriesHandle implements Deliveries {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  all(): readonly Delivery[] {
    return this.#world.webhooks.all().map((record) => ({
      id: record.id,
      guid: record.guid,
      event: record.event,
      action: record.action,
      status: record.statusCode,
      redelivery: record.isRedelivery,
      payload: record.payload,
    }));
  }

  set(mode: DeliveryMode): void {
    this.#world.webhooks.set(mode);
  }

  release(order: "as-happened" | "reversed"): Promise<void> {
    return this.#world.webhooks.release(order);
  }

  async redeliver(id: number): Promise<void> {
    const record = this.#world.webhooks.all().find((one) => one.id === id);
    if (!record) throw new Error(`There was no delivery ${id}`);
    this.#world.webhooks.redeliver(record);
  }
}
