// GitHub's limits on how much may be asked: the hourly one in every answer's headers, and the secondary ones against
// bursts. Sources: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.

const HOUR = 3600;
const REQUESTS_AN_HOUR = 5000;
const POINTS_A_MINUTE = 900;
const CREATIONS_A_MINUTE = 80;
const CREATIONS_AN_HOUR = 500;
const REQUESTS_AT_ONCE = 100;

interface Window {
  used: number;
  /** Epoch seconds. */
  readonly resetAt: number;
}

export class RateLimits {
  readonly #windows = new Map<string, Window>();
  readonly #running = new Map<string, number>();
  /** When points were spent, and contents created, in epoch seconds. */
  readonly #spent = new Map<
    string,
    { readonly at: number; readonly points: number; readonly creates: boolean }[]
  >();

  /** @returns false where too many requests are under way; else `leave` must follow */
  enter(who: string): boolean {
    const running = this.#running.get(who) ?? 0;
    if (running >= REQUESTS_AT_ONCE) return false;
    this.#running.set(who, running + 1);
    return true;
  }

  leave(who: string): void {
    this.#running.set(who, (this.#running.get(who) ?? 1) - 1);
  }

  isExhausted(who: string): boolean {
    return this.#window(who).used >= REQUESTS_AN_HOUR;
  }

  /** @returns the headers that tell how much is left */
  count(who: string, cost: 0 | 1): Record<string, string> {
    const window = this.#window(who);
    window.used = Math.min(REQUESTS_AN_HOUR, window.used + cost);
    return {
      "x-ratelimit-limit": String(REQUESTS_AN_HOUR),
      "x-ratelimit-remaining": String(REQUESTS_AN_HOUR - window.used),
      "x-ratelimit-used": String(window.used),
      "x-ratelimit-reset": String(window.resetAt),
      "x-ratelimit-resource": "core",
    };
  }

  /**
   * @param method reading costs one point, writing five
   * @returns seconds to wait where the secondary limit is passed
   */
  secondary(who: string, method: string): number | undefined {
    const now = Date.now() / 1000;
    const recent = (this.#spent.get(who) ?? []).filter(({ at }) => at > now - HOUR);
    const lastMinute = recent.filter(({ at }) => at > now - 60);
    const points = method === "GET" || method === "HEAD" ? 1 : 5;
    const creates = method === "POST" || method === "PUT" || method === "PATCH";
    const spent = lastMinute.reduce((sum, one) => sum + one.points, 0);
    const created = (list: typeof recent) => list.filter((one) => one.creates).length;
    this.#spent.set(who, recent);
    if (spent + points > POINTS_A_MINUTE) return 60;
    if (creates && created(lastMinute) >= CREATIONS_A_MINUTE) return 60;
    if (creates && created(recent) >= CREATIONS_AN_HOUR) return HOUR;
    recent.push({ at: now, points, creates });
    return undefined;
  }

  #window(who: string): Window {
    const now = Math.floor(Date.now() / 1000);
    const known = this.#windows.get(who);
    if (known && known.resetAt > now) return known;
    const window = { used: 0, resetAt: now + HOUR };
    this.#windows.set(who, window);
    return window;
  }
}
