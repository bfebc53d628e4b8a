// All tags of some prompts, page by page: the next pages of all prompts come in one query.

import type { PromptId } from "../core/identity.ts";
import type { Tag } from "../core/release/history.ts";
import { tagPrefixOf } from "../core/release/tag-name.ts";
import type { RepositoryClient } from "./client.ts";
import { askRepository, Operation } from "./graphql.ts";
import { type TagPage, toTagPage } from "./landing-answer.ts";
import { tagsSelection } from "./landing-query.ts";

/** @param first the first page of each prompt, in their order; they are asked for where it is left out */
export async function readTagsBelow(
  client: RepositoryClient,
  prompts: readonly PromptId[],
  first?: readonly TagPage[],
): Promise<Tag[]> {
  const tags: Tag[] = [];
  let pages = first ?? (await readPages(client, prompts.map(startOf)));
  let asked = prompts;
  for (;;) {
    tags.push(...pages.flatMap((page) => page.tags));
    const further = asked.flatMap((prompt, position): Start[] => {
      const after = pages[position]?.next;
      return after === undefined ? [] : [{ prompt, after }];
    });
    if (further.length === 0) return tags;
    asked = further.map(({ prompt }) => prompt);
    pages = await readPages(client, further);
  }
}

interface Start {
  readonly prompt: PromptId;
  readonly after?: string;
}

function startOf(prompt: PromptId): Start {
  return { prompt };
}

async function readPages(client: RepositoryClient, starts: readonly Start[]): Promise<TagPage[]> {
  const query = new Operation("query");
  const fields = starts.map(({ prompt, after }, position) => {
    const prefix = query.variable("String!", `refs/tags/${tagPrefixOf(prompt)}`);
    const cursor = after === undefined ? undefined : query.variable("String", after);
    return `t${position}: ${tagsSelection(prefix, cursor)}`;
  });
  const answer = await askRepository(client, query, fields);
  return starts.map((_, position) => toTagPage(answer[`t${position}`]));
}
