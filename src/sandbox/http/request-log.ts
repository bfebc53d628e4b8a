// Every request there was: how many an operation costs is counted here.

import type { LoggedRequest, RequestLog } from "../sandbox.ts";

export class RequestRecords implements RequestLog {
  readonly #all: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#all.push(request);
  }

  all(): readonly LoggedRequest[] {
    return this.#all;
  }

  mark(): number {
    return this.#all.length;
  }

  since(mark: number): readonly LoggedRequest[] {
    return this.#all.slice(mark);
  }

  countedSince(mark: number): number {
    return this.since(mark).filter(
      ({ token, countsAgainstLimit }) => token === "installation" && countsAgainstLimit,
    ).length;
  }
}
