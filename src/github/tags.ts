// Tags on GitHub: read with their messages, and created all at once or not at all.

import { type Sha, sha } from "../core/identity.ts";
import type { NewTag, Tags, TagsCreated } from "../core/ports.ts";
import type { Tag } from "../core/release/history.ts";
import { UserError } from "../core/user-error.ts";
import { type RepositoryClient, repositoryParameters, statusOf } from "./client.ts";
import { askRepository, Operation, send } from "./graphql.ts";
import { toTagPage } from "./landing-answer.ts";
import { tagsSelection } from "./landing-query.ts";
import type { RepositoryIds } from "./repository-ids.ts";

/** For git the mark of a ref that must not exist yet. */
const NOWHERE = "0".repeat(40);

export function tags(client: RepositoryClient, ids: RepositoryIds): Tags {
  return {
    async list(prefix) {
      const found: Tag[] = [];
      let after: string | undefined;
      do {
        const query = new Operation("query");
        const cursor = after === undefined ? undefined : query.variable("String", after);
        const area = query.variable("String!", `refs/tags/${prefix}`);
        const answer = await askRepository(client, query, [`tags: ${tagsSelection(area, cursor)}`]);
        const page = toTagPage(answer.tags);
        found.push(...page.tags);
        after = page.next;
      } while (after !== undefined);
      return found;
    },

    async create(wanted) {
      const made: Made[] = [];
      for (const tag of wanted) made.push({ name: tag.name, object: await createObject(client, tag) });
      const [first, ...others] = made;
      if (!first) return { kind: "created" };
      const created = await (others.length === 0 ? createRef(client, first) : createRefs(client, ids, made));
      client.memory.forgetTags(client.repository);
      return created;
    },
  };
}

/** A tag's object, which no ref points at yet. */
interface Made {
  readonly name: string;
  readonly object: Sha;
}

async function createObject(
  client: RepositoryClient,
  { name, commit, message, taggedAt }: NewTag,
): Promise<Sha> {
  const tagger = { name: "Prompt Steward", email: "prompt-steward@users.noreply.github.com", date: taggedAt };
  try {
    const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/git/tags", {
      ...repositoryParameters(client),
      tag: name,
      message,
      object: commit,
      type: "commit",
      tagger,
    });
    return sha(data.sha);
  } catch (error) {
    const isDenied = statusOf(error) === 403 || statusOf(error) === 404;
    throw (isDenied && refusal([name], error instanceof Error ? error.message : String(error))) || error;
  }
}

async function createRef(client: RepositoryClient, { name, object }: Made): Promise<TagsCreated> {
  try {
    await client.octokit.request("POST /repos/{owner}/{repo}/git/refs", {
      ...repositoryParameters(client),
      ref: `refs/tags/${name}`,
      sha: object,
    });
    return { kind: "created" };
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || status < 400 || status >= 500) throw error;
    return takenOrRefused(client, [name], error instanceof Error ? error.message : String(error), error);
  }
}

/** REST creates refs one by one; a release and the move of its environment must come into being together. */
async function createRefs(
  client: RepositoryClient,
  ids: RepositoryIds,
  made: readonly Made[],
): Promise<TagsCreated> {
  const operation = new Operation("mutation");
  const input = operation.variable("UpdateRefsInput!", {
    repositoryId: await ids.repository(),
    refUpdates: made.map(({ name, object }) => ({
      name: `refs/tags/${name}`,
      beforeOid: NOWHERE,
      afterOid: object,
    })),
  });
  operation.add(`updateRefs(input: ${input}) { clientMutationId }`);
  const { problems } = await send(client.octokit, operation);
  const [problem] = problems;
  if (!problem) return { kind: "created" };
  const names = made.map(({ name }) => name);
  return takenOrRefused(
    client,
    names,
    problem.message,
    new Error(`GitHub's GraphQL answers: ${problem.message}`),
  );
}

/** Why no ref was created is not in any field of GitHub's answer: what is there now tells. */
async function takenOrRefused(
  client: RepositoryClient,
  names: readonly string[],
  message: string,
  error: unknown,
): Promise<TagsCreated> {
  const query = new Operation("query");
  const fields = names.map((name, position) => {
    const ref = query.variable("String!", `refs/tags/${name}`);
    return `r${position}: ref(qualifiedName: ${ref}) { name }`;
  });
  const answer = await askRepository(client, query, fields);
  const taken = names.filter((_, position) => answer[`r${position}`]);
  if (taken.length > 0) return { kind: "taken", names: taken };
  throw refusal(names, message) ?? error;
}

/** @returns what people can mend; undefined where GitHub's words tell of nothing of the kind */
function refusal(names: readonly string[], message: string): UserError | undefined {
  const [first = ""] = names;
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  const reason = message
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 500)
    .replace(/[.\s]*$/, "");
  if (/rule|protected|creations? being restricted|restricted/i.test(message)) {
    return new UserError(
      `A ruleset or tag protection of this repository forbids Prompt Steward to create the tag ${first}${more}: ${reason}.`,
      "Add the App to the bypass list of the ruleset (Settings, Rules, Rulesets), or leave `prompts/**` out of its tags.",
    );
  }
  if (/not accessible|permission|forbidden|must have (?:admin|push|write)/i.test(message)) {
    return new UserError(
      `Prompt Steward may not create the tag ${first}${more}: ${reason}.`,
      "Give it the permission `contents: write` (docs/permissions.md).",
    );
  }
  if (/cannot lock ref|directory|file conflict|exists; cannot create/i.test(message)) {
    return new UserError(
      `The tag ${first}${more} cannot be created beside one that is there: ${reason}.`,
      "Delete the tag that somebody made by hand under `prompts/`.",
    );
  }
  return undefined;
}
