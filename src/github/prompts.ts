// What a judgement wants to know of the prompts that a pull request changes: one query for all that is not known yet, and
// REST for the files that GraphQL cannot show as they are.

import * as z from "zod";
import type { Sha } from "../core/identity.ts";
import type { FileAtCommit, Prompts } from "../core/ports.ts";
import type { Tag } from "../core/release/history.ts";
import { parseTagName, tagPrefixOf } from "../core/release/tag-name.ts";
import { isVersionLabel, type Label } from "../core/release/wishes.ts";
import type { KnownReleases, PromptFacts, PromptsQuery } from "../core/review/prompt-facts.ts";
import { readBlob } from "./blobs.ts";
import { type RepositoryClient, statusOf } from "./client.ts";
import { contents } from "./contents.ts";
import { addRepository, askRepository, Operation, send } from "./graphql.ts";
import { toChecks, toFiles, toLabels, toTagPage } from "./landing-answer.ts";
import {
  checksSelection,
  FILE_WITH_TEXT,
  filesSelection,
  LABELS_SET,
  tagsSelection,
} from "./landing-query.ts";
import { keyOf } from "./memory.ts";

export function prompts(client: RepositoryClient): Prompts {
  return {
    read: (query) => new PromptReading(client, query).read(),
    blob: (blob) => readBlob(client, blob),
  };
}

/** A field of the query, and what is done with its answer. */
interface Part {
  field(operation: Operation): string;
  /**
   * @param json null where GitHub would not tell, or has nothing of the kind
   * @param problem why something of the whole answer is missing
   */
  take(json: unknown, problem: string | undefined): Promise<void> | void;
}

type Answered = Readonly<Record<string, unknown>>;

class PromptReading {
  readonly #client: RepositoryClient;
  readonly #query: PromptsQuery;
  readonly #repository: string;
  readonly #files = new Map<string, FileAtCommit>();
  readonly #former = new Map<string, FileAtCommit>();

  constructor(client: RepositoryClient, query: PromptsQuery) {
    this.#client = client;
    this.#query = query;
    this.#repository = keyOf(client.repository);
  }

  async read(): Promise<PromptFacts> {
    const { head, before, checks: names } = this.#query;
    this.#lookUp();
    const problem = await this.#ask([
      ...this.#partOfHead(),
      ...this.#partOfBase(),
      ...this.#partsOfTags(),
      ...this.#partOfLabels(),
      ...this.#partOfBranch(),
    ]);
    // What GraphQL did not give byte for byte REST gives, and tells what is no file.
    const { read } = contents(this.#client);
    for (const { path, blob } of head.files) {
      if (!this.#files.has(path)) this.#files.set(path, await read(path, head.commit, blob));
    }
    for (const path of before?.paths ?? []) {
      if (before && !this.#former.has(path)) this.#former.set(path, await read(path, before.commit));
    }
    const checks = names.length === 0 ? [] : this.#client.memory.checkStates.peek(this.#checksKey);
    return {
      files: this.#files,
      former: this.#former,
      releases: this.#releases(problem),
      ...(checks && { checks }),
    };
  }

  /** What an earlier reading has shown. */
  #lookUp(): void {
    const { head, before } = this.#query;
    const { files } = this.#client.memory;
    for (const { path, blob } of head.files) {
      const known = files.peek(blob);
      if (known) this.#files.set(path, known);
    }
    for (const path of before?.paths ?? []) {
      const known = before && files.peek(this.#formerKey(before.commit, path));
      if (known) this.#former.set(path, known);
    }
  }

  /** @returns why something could not be told, in GitHub's words */
  async #ask(parts: readonly Part[]): Promise<string | undefined> {
    if (parts.length === 0) return undefined;
    const operation = new Operation("query");
    const fields = parts.map((part, position) => `p${position}: ${part.field(operation)}`);
    addRepository(this.#client, operation, fields);
    try {
      const { data, problems } = await send(this.#client.octokit, operation);
      const { repository } = Answer.parse(data ?? {});
      const problem = problems[0]?.message;
      for (const [position, part] of parts.entries()) {
        await part.take(repository?.[`p${position}`] ?? null, problem);
      }
      return problem;
    } catch (error) {
      // The judgement does not hang on it: files are read by REST, and of versions it is said that nothing is known.
      const status = statusOf(error);
      if (status === undefined) throw error;
      return `GraphQL answered ${status}`;
    }
  }

  #partOfHead(): Part[] {
    const { head, checks } = this.#query;
    const wanted = head.files.filter(({ path }) => !this.#files.has(path));
    const isChecked = checks.length === 0 || this.#client.memory.checkStates.peek(this.#checksKey);
    const names = isChecked ? [] : checks;
    if (wanted.length === 0 && names.length === 0) return [];
    const paths = wanted.map(({ path }) => path);
    return [
      {
        field: (operation) => {
          const files = filesOf(operation, paths);
          return commitField(operation, head.commit, `${files} ${checksSelection(operation, names)}`);
        },
        take: (json, problem) => {
          const { files, checkStates } = this.#client.memory;
          const blobs = new Map(wanted.map(({ path, blob }) => [path, blob]));
          for (const { path, file } of toFiles(json, paths)) {
            const isOther = file.kind === "file" && file.blob !== blobs.get(path);
            if (isOther || file.kind === "missing" || file.kind === "elsewhere") continue;
            this.#files.set(path, file);
            if (file.kind === "file" && isSmall(file)) files.keep(file.blob, file);
          }
          const states = names.length > 0 && json !== null ? toChecks(json as Answered) : [];
          // No state may mean that the token may not see any.
          if (problem === undefined || states.length > 0) checkStates.keep(this.#checksKey, states);
        },
      },
    ];
  }

  #partOfBase(): Part[] {
    const { before } = this.#query;
    const paths = (before?.paths ?? []).filter((path) => !this.#former.has(path));
    if (!before || paths.length === 0) return [];
    return [
      {
        field: (operation) => commitField(operation, before.commit, filesOf(operation, paths)),
        take: (json) => {
          for (const { path, file } of toFiles(json, paths)) {
            if (file.kind === "missing" || file.kind === "elsewhere") continue;
            this.#former.set(path, file);
            if (file.kind === "file" && isSmall(file)) {
              this.#client.memory.files.keep(this.#formerKey(before.commit, path), file);
            }
          }
        },
      },
    ];
  }

  #partsOfTags(): Part[] {
    const { tags } = this.#client.memory;
    const unknown = this.#query.prompts.filter((prompt) => tags.peek(this.#tagsKey(prompt)) === undefined);
    const first = Math.max(FEWEST_TAGS, Math.min(MOST_TAGS, Math.floor(TAGS_A_QUERY / unknown.length)));
    return unknown.map((prompt) => ({
      field: (operation) =>
        tagsSelection(operation.variable("String!", `refs/tags/${tagPrefixOf(prompt)}`), undefined, first),
      take: async (json) => {
        if (json !== null) tags.keep(this.#tagsKey(prompt), await this.#wholeEnough(prompt, json));
      },
    }));
  }

  /** Reads on while none of the newest tags is a release of the prompt: moves and tags of prompts below it may be many. */
  async #wholeEnough(prompt: string, json: unknown): Promise<readonly Tag[]> {
    let page = toTagPage(json);
    const tags = [...page.tags];
    const isRelease = ({ name }: Tag) => {
      const parsed = parseTagName(name);
      return parsed.kind === "release" && parsed.prompt === prompt;
    };
    for (let read = 1; page.next !== undefined && read < MOST_PAGES && !tags.some(isRelease); read += 1) {
      const operation = new Operation("query");
      const prefix = operation.variable("String!", `refs/tags/prompts/${prompt}/`);
      const field = `tags: ${tagsSelection(prefix, operation.variable("String", page.next))}`;
      page = toTagPage((await askRepository(this.#client, operation, [field])).tags);
      tags.push(...page.tags);
    }
    return tags;
  }

  /** Who set a label matters of those alone that ask for a version. */
  #partOfLabels(): Part[] {
    const { pull } = this.#query;
    if (!pull?.labels.some(isVersionLabel) || this.#client.memory.labels.peek(this.#labelsKey)) return [];
    return [
      {
        field: (operation) =>
          `pullRequest(number: ${operation.variable("Int!", pull.number)}) { ${LABELS_SET} }`,
        take: (json) => {
          if (json !== null) this.#client.memory.labels.keep(this.#labelsKey, toLabels(json, pull.labels));
        },
      },
    ];
  }

  #partOfBranch(): Part[] {
    const { defaultBranches } = this.#client.memory;
    if (this.#query.prompts.length === 0 || defaultBranches.peek(this.#repository) !== undefined) return [];
    return [
      {
        field: () => "defaultBranchRef { name }",
        take: (json) => {
          const branch = Named.safeParse(json).data?.name;
          if (branch !== undefined) defaultBranches.keep(this.#repository, branch);
        },
      },
    ];
  }

  #releases(problem: string | undefined): KnownReleases {
    const { prompts: wanted, pull } = this.#query;
    const { memory } = this.#client;
    const tags: Tag[] = [];
    for (const prompt of wanted) {
      const known = memory.tags.peek(this.#tagsKey(prompt));
      if (!known) return { kind: "unknown", reason: unreadable(problem) };
      tags.push(...known);
    }
    const defaultBranch = memory.defaultBranches.peek(this.#repository);
    return {
      kind: "known",
      tags,
      labels: memory.labels.peek(this.#labelsKey) ?? (pull?.labels ?? []).map((name): Label => ({ name })),
      ...(defaultBranch !== undefined && { defaultBranch }),
    };
  }

  #tagsKey(prompt: string): string {
    return `${this.#repository} ${prompt}`;
  }

  #formerKey(commit: Sha, path: string): string {
    return `${this.#repository} ${commit} ${path}`;
  }

  get #checksKey(): string {
    return `${this.#repository} ${this.#query.head.commit} ${JSON.stringify(this.#query.checks)}`;
  }

  get #labelsKey(): string {
    const { pull } = this.#query;
    return `${this.#repository} ${pull?.number} ${JSON.stringify(pull?.labels)}`;
  }
}

/** Tags with their messages that one query asks for, of all prompts together; GitHub answers within ten seconds. */
const TAGS_A_QUERY = 600;
const MOST_TAGS = 50;
const FEWEST_TAGS = 6;
/** Of tags of one prompt, before its releases are taken to be none. */
const MOST_PAGES = 10;
/** In bytes: larger files are read again rather than kept. */
const MOST_KEPT = 64 * 1024;

const Answer = z.object({ repository: z.record(z.string(), z.unknown()).nullish() });
const Named = z.object({ name: z.string() });

function commitField(operation: Operation, commit: Sha, selection: string): string {
  return `object(oid: ${operation.variable("GitObjectID!", commit)}) { ... on Commit { oid ${selection} } }`;
}

function filesOf(operation: Operation, paths: readonly string[]): string {
  return filesSelection(
    paths.map((path) => operation.variable("String!", path)),
    FILE_WITH_TEXT,
  );
}

function isSmall(file: Extract<FileAtCommit, { kind: "file" }>): boolean {
  return file.bytes.byteLength <= MOST_KEPT;
}

function unreadable(problem: string | undefined): string {
  const reason = problem === undefined ? "" : ` (${problem.replace(/\s+/g, " ").slice(0, 200)})`;
  return `Which versions the prompts would get cannot be told: GitHub does not show the tags of their releases here${reason}.`;
}
