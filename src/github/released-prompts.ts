// A repository that releases prompts, read over GitHub's API by those who pin them: all tags in one query, all files in
// another.

import * as z from "zod";
import type { PromptId, Sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import type { Tag } from "../core/release/history.ts";
import { tagPrefixOf } from "../core/release/tag-name.ts";
import { UserError } from "../core/user-error.ts";
import { blobNameOf } from "./blob.ts";
import { readBlob } from "./blobs.ts";
import { type RepositoryClient, statusOf } from "./client.ts";
import { askRepository, GraphQLRefusal, Operation } from "./graphql.ts";
import { type ReadFile, toFiles } from "./landing-answer.ts";
import { FILE_WITH_TEXT, filesSelection } from "./landing-query.ts";
import { keyOf } from "./memory.ts";
import { readTagsBelow } from "./tag-pages.ts";

/** GitHub answers a query within ten seconds or not at all. */
const MOST_AT_ONCE = 50;
/** Of a file that is released, in bytes; the gate lets no larger one through. */
const LARGEST_FILE = 1024 * 1024;

export interface ReleasedPrompts {
  /** Of the prompts that it was opened for, with messages. */
  names(prefix: string): AsyncIterable<readonly Tag[]>;
  readMessages(tags: Iterable<Tag>): Promise<void>;
  /** In the order of the places. @throws UserError where the repository cannot be read */
  filesAt(places: readonly FilePlace[]): Promise<readonly FileAtCommit[]>;
}

export interface FilePlace {
  readonly commit: Sha;
  readonly path: string;
  /** Bytes that are at hand: where git has these very bytes there, they are not sent again. */
  readonly known?: Uint8Array;
}

/** @throws UserError where the repository cannot be read */
export async function openReleasedPrompts(
  client: RepositoryClient,
  prompts: readonly PromptId[],
): Promise<ReleasedPrompts> {
  const tags = new Map<string, Tag[]>();
  await readably(client, async () => {
    for (const some of chunksOf(prompts)) {
      const listed = await readTagsBelow(client, some);
      // Tags of `a/b` are listed below `a` as well.
      const found = [...new Map(listed.map((tag) => [tag.name, tag])).values()];
      for (const prefix of some.map(tagPrefixOf)) {
        tags.set(
          prefix,
          found.filter(({ name }) => name.startsWith(prefix)),
        );
      }
    }
  });
  return {
    async *names(prefix) {
      yield tags.get(prefix) ?? [];
    },
    // They came with the names.
    readMessages: async () => undefined,
    filesAt: (places) =>
      readably(client, async () => {
        const files: FileAtCommit[] = [];
        for (const some of chunksOf(places)) files.push(...(await readFiles(client, some)));
        return files;
      }),
  };
}

async function readFiles(client: RepositoryClient, places: readonly FilePlace[]): Promise<FileAtCommit[]> {
  const query = new Operation("query");
  const fields = places.map(({ commit, path, known }, position) => {
    const oid = query.variable("GitObjectID!", commit);
    const file = filesSelection([query.variable("String!", path)], known ? FILE_BY_NAME : FILE_WITH_TEXT);
    return `c${position}: object(oid: ${oid}) { ... on Commit { ${file} } }`;
  });
  const answer = await askRepository(client, query, fields);
  return Promise.all(
    places.map((place, position) => {
      const [read] = toFiles(answer[`c${position}`], [place.path]);
      return read ? wholeFile(client, read.file, place.known) : ({ kind: "missing" } as const);
    }),
  );
}

const FILE_BY_NAME = "mode type oid object { ... on Blob { byteSize } }";

async function wholeFile(
  client: RepositoryClient,
  file: ReadFile,
  known: Uint8Array | undefined,
): Promise<FileAtCommit> {
  if (file.kind !== "elsewhere") return file;
  const { blob, size } = file;
  if (known && blobNameOf(known, blob) === blob) return { kind: "file", blob, bytes: known };
  return size > LARGEST_FILE ? { kind: "too-large", size } : readBlob(client, blob);
}

/** Runs what reads the repository. @throws UserError that says why it cannot be read */
async function readably<T>(client: RepositoryClient, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    throw new UserError(`${keyOf(client.repository)} cannot be read: ${reason.what}.`, reason.mend);
  }
}

const NO_ACCESS =
  "Check its name. If it is private, give a token that may read it: a workflow's own token sees nothing private but its own repository.";

/** Undefined for what is nobody's fault but ours. */
function reasonOf(error: unknown): { what: string; mend: string } | undefined {
  if (error instanceof GraphQLRefusal) {
    const { type, message } = error.problem;
    if (type === "NOT_FOUND") return { what: "there is no such repository for this token", mend: NO_ACCESS };
    return { what: `GitHub answers "${told(message)}"`, mend: type === "FORBIDDEN" ? NO_ACCESS : TRY_AGAIN };
  }
  if (error instanceof z.ZodError) {
    return { what: "what answers is not GitHub's GraphQL", mend: "Check the server's address, and proxies." };
  }
  const status = statusOf(error);
  const message = told(error instanceof Error ? error.message : "");
  // Octokit's throttling gives GraphQL's limit no status.
  if (status === undefined && /rate limit/i.test(message)) return { what: message, mend: TRY_AGAIN };
  if (status === undefined) return undefined;
  if (status === 401)
    return { what: "GitHub takes the token for none of its own", mend: "Give a valid one." };
  const isLimit = status === 429 || /rate limit/i.test(message);
  const mend = (status === 403 || status === 404) && !isLimit ? NO_ACCESS : TRY_AGAIN;
  return { what: `GitHub answers ${status}, "${message}"`, mend };
}

const TRY_AGAIN = "Try again later, and check the connection to GitHub's API if that does not help.";

/** Words from outside, on one line and not too many. */
function told(message: string): string {
  return message.replace(/\s+/g, " ").trim().slice(0, 300).replace(/\.$/, "");
}

function chunksOf<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < all.length; start += MOST_AT_ONCE) {
    chunks.push(all.slice(start, start + MOST_AT_ONCE));
  }
  return chunks;
}
