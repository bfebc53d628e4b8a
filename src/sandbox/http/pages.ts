// Lists in pages, with the Link header that leads through them.

import { type Answer, ok } from "./answer.ts";
import type { Call } from "./route.ts";

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;

export interface Page {
  readonly page: number;
  readonly perPage: number;
}

export function pageOf({ query }: Call, most = LARGEST_PAGE): Page {
  const number = (name: string, fallback: number) => Math.max(1, Number(query.get(name)) || fallback);
  return { page: number("page", 1), perPage: Math.min(most, number("per_page", DEFAULT_PAGE)) };
}

export function onPage<T>(items: readonly T[], { page, perPage }: Page): T[] {
  return items.slice((page - 1) * perPage, page * perPage);
}

export function linkHeader(call: Call, total: number, { page, perPage }: Page): Record<string, string> {
  const last = Math.max(1, Math.ceil(total / perPage));
  const links: [rel: string, page: number][] = [];
  if (page > 1) links.push(["prev", page - 1]);
  if (page < last) links.push(["next", page + 1], ["last", last]);
  if (page > 1) links.push(["first", 1]);
  if (links.length === 0) return {};
  const link = links.map(([rel, target]) => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    return `<${call.world.url}${call.path}?${query}>; rel="${rel}"`;
  });
  return { link: link.join(", ") };
}

export function listAnswer<T>(call: Call, items: readonly T[], show: (item: T) => unknown): Answer {
  const page = pageOf(call);
  return { ...ok(onPage(items, page).map(show)), headers: linkHeader(call, items.length, page) };
}
