// Faults that a test asks for: limits, errors, slowness, cut connections.

import type { Fault, Faults, RequestMatch, TokenKind } from "../sandbox.ts";

interface Planned {
  readonly fault: Fault;
  readonly match: RequestMatch;
  left: number;
}

export class PlannedFaults implements Faults {
  #planned: Planned[] = [];

  inject(fault: Fault, match: RequestMatch = {}): void {
    this.#planned.push({ fault, match, left: match.times ?? 1 });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault that hits this request, which is thereby used. */
  take(route: string, token: TokenKind): Fault | undefined {
    const planned = this.#planned.find(
      ({ match, left }) =>
        left > 0 &&
        (match.token ?? "installation") === token &&
        (match.route === undefined || match.route === route),
    );
    if (planned) planned.left -= 1;
    return planned?.fault;
  }
}
