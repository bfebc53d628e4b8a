// What an installation's requests have shown already. Facts named by a commit never change; facts about people and
// branches are forgotten after a while, and at once when an event says that they changed. What is asked again is asked
// conditionally, so an answer that did not change costs nothing.

import { LruMap } from "toad-cache";
import type { Login, RepositoryName, Sha } from "../core/identity.ts";
import type { ConfigSource, FileAtCommit } from "../core/ports.ts";
import type { Changes } from "../core/pull-request.ts";
import type { Tag } from "../core/release/history.ts";
import type { CheckState } from "../core/release/landing.ts";
import type { Label } from "../core/release/wishes.ts";
import type { Answer } from "./conditional.ts";
import { Facts } from "./facts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export class Memory {
  /** By `owner/name base commit`. Ten minutes, since what base contains may move the merge base. */
  readonly changes = new Facts<Changes>(500, 10 * MINUTE);
  /** The patches of the files of a comparison by path, by commit: small files are shown whole in them. */
  readonly patches = new LruMap<ReadonlyMap<string, string>>(20, 10 * MINUTE);
  /** By blob. */
  readonly files = new Facts<FileAtCommit>(500, HOUR);
  /** The newest tags of a prompt, by `owner/name prompt`; forgotten with every event that tells of tags. */
  readonly tags = new Facts<readonly Tag[]>(5000, HOUR);
  /** Checks that a release waits for, by `owner/name commit names`; forgotten when one of the commit ends. */
  readonly checkStates = new Facts<readonly CheckState[]>(1000, HOUR);
  /** Labels with who set them, by `owner/name number labels`; forgotten with every event about such a label. */
  readonly labels = new Facts<readonly Label[]>(1000, HOUR);
  /** By `owner/name`. */
  readonly defaultBranches = new Facts<string>(5000, HOUR);
  /** By `owner/name commit paths`. */
  readonly blobs = new Facts<ReadonlyMap<string, Sha>>(100, HOUR);
  /** Who may write, by `owner/name login`; believed for five minutes without an event that says otherwise. */
  readonly writers = new Facts<boolean>(5000, 5 * MINUTE);
  readonly members = new Facts<readonly Login[] | "unknown">(500, 5 * MINUTE);
  /** By `owner/name address`. */
  readonly accounts = new Facts<Login | "unknown">(5000, HOUR);
  /** By `owner/name branch`; believed for a minute without the push event that says otherwise. */
  readonly configs = new Facts<ConfigSource | "none">(1000, MINUTE);
  /** Branches without a config of their own, by `owner/name branch`: GitHub gives a 404 no ETag to ask again with. */
  readonly unconfigured = new Facts<"none" | "some">(5000, 10 * MINUTE);
  /** Answers kept for conditional requests. */
  readonly answers = new LruMap<Answer & { readonly etag: string }>(2000, 24 * HOUR);
  /** The same of comparisons, which are larger. */
  readonly comparisons = new LruMap<Answer & { readonly etag: string }>(200, 24 * HOUR);

  /** When somebody asks for a fresh look at a repository. Facts named by a commit stay: they cannot change. */
  forgetRepository(repository: RepositoryName): void {
    const prefix = `${keyOf(repository)} `;
    for (const facts of [this.changes, this.writers, this.accounts, this.checkStates]) facts.forget(prefix);
    this.defaultBranches.forget(keyOf(repository));
    this.forgetTags(repository);
    this.forgetLabels(repository);
    this.members.forget();
    this.forgetConfigs(repository);
  }

  /** After an event about access, membership or teams. */
  forgetPeople(): void {
    this.writers.forget();
    this.members.forget();
  }

  /** After a push that may have changed a config. That of an organisation's `.github` rules all its repositories. */
  forgetConfigs(repository: RepositoryName): void {
    const prefix = repository.name === ".github" ? "" : `${keyOf(repository)} `;
    this.configs.forget(prefix);
    this.unconfigured.forget(prefix);
  }

  /** After tags of prompts were made or deleted. */
  forgetTags(repository: RepositoryName): void {
    this.tags.forget(`${keyOf(repository)} `);
  }

  forgetLabels(repository: RepositoryName): void {
    this.labels.forget(`${keyOf(repository)} `);
  }

  /** After a check of the commit ended. */
  forgetChecks(repository: RepositoryName, commit: Sha): void {
    this.checkStates.forget(`${keyOf(repository)} ${commit} `);
  }

  /** After a branch was rewritten: the merge bases with it may be others. */
  forgetChanges(repository: RepositoryName, base: string): void {
    this.changes.forget(`${keyOf(repository)} ${base} `);
  }
}

export function keyOf({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}
