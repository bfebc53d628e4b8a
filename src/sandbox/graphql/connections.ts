// Lists in pages, with the cursors and refusals of GitHub's GraphQL.

import { QueryError } from "./served.ts";

const LARGEST_PAGE = 100;

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

export const PAGE = ["first", "last", "after", "before"];

export interface Connection {
  readonly nodes: readonly unknown[];
  readonly edges: readonly unknown[];
  readonly pageInfo: object;
  readonly totalCount: number;
}

/**
 * @param name of the field, for messages
 * @param show makes the node of an item that is on the page
 * @throws QueryError where the page is not bounded as GitHub wants it
 */
export function connection<T>(
  name: string,
  items: readonly T[],
  page: PageArguments,
  show: (item: T) => unknown,
): Connection {
  assertBounded(name, page);
  const from = page.after ? position(page.after) + 1 : 0;
  const to = page.before ? position(page.before) : items.length;
  const within = items.slice(from, to);
  const count = page.first ?? page.last ?? 0;
  const skipped = page.first == null ? Math.max(0, within.length - count) : 0;
  const shown = within.slice(skipped, skipped + count).map((item, index) => ({
    cursor: cursor(from + skipped + index),
    node: show(item),
  }));
  return {
    nodes: shown.map(({ node }) => node),
    edges: shown,
    pageInfo: {
      hasNextPage: from + skipped + shown.length < items.length,
      hasPreviousPage: from + skipped > 0,
      startCursor: shown[0]?.cursor ?? null,
      endCursor: shown.at(-1)?.cursor ?? null,
    },
    totalCount: items.length,
  };
}

function assertBounded(name: string, { first, last }: PageArguments): void {
  if (first == null && last == null) {
    throw new QueryError(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  for (const [key, value] of [
    ["first", first],
    ["last", last],
  ] as const) {
    if (value == null) continue;
    if (value < 0) {
      throw new QueryError(
        "ARGUMENT_ERROR",
        `\`${key}\` on the \`${name}\` connection cannot be less than zero.`,
      );
    }
    if (value > LARGEST_PAGE) {
      throw new QueryError(
        "EXCESSIVE_PAGINATION",
        `Requesting ${value} records on the \`${name}\` connection exceeds the \`${key}\` limit of ${LARGEST_PAGE} records.`,
      );
    }
  }
  if (first != null && last != null) {
    throw new QueryError(
      "ARGUMENT_ERROR",
      `Passing both \`first\` and \`last\` to paginate the \`${name}\` connection is not supported.`,
    );
  }
}

function cursor(index: number): string {
  return Buffer.from(`cursor:${index}`).toString("base64");
}

function position(text: string): number {
  const [, index] = /^cursor:(\d+)$/.exec(Buffer.from(text, "base64").toString()) ?? [];
  if (index === undefined) {
    throw new QueryError("INVALID_CURSOR_ARGUMENTS", `\`${text}\` does not appear to be a valid cursor.`);
  }
  return Number(index);
}
