// A clone with 200,000 release tags and the moves of two environments, as a large organisation has it after some years:
// made up, always the same. Tags are packed, as `git clone` and `git gc` leave them.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { login, type PromptId, type Sha, sha } from "../../src/core/identity.ts";
import { writeMoveMessage } from "../../src/core/release/move-message.ts";
import { writeReleaseMessage } from "../../src/core/release/release-message.ts";
import { moveTag, releaseTag } from "../../src/core/release/tag-name.ts";
import { version } from "../../src/core/release/version.ts";

export const PROMPTS = 10_000;
export const VERSIONS = 20;
export const ENVIRONMENTS = ["staging", "production"] as const;
/** Of each environment of each prompt. */
const MOVES = 2;

export interface TaggedRepository {
  readonly folder: string;
  readonly tags: number;
}

/** Takes some twenty seconds, in a process of its own, so that what is measured later starts with a small heap. */
export function aTaggedRepository(): TaggedRepository {
  const folder = mkdtempSync(join(tmpdir(), "prompt-steward-bench-"));
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), folder], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the repository could not be made: ${stderr}`);
  return { folder, tags: Number(stdout) };
}

/**
 * Written as one pack and one packed-refs file, since `git fast-import` leaves each of the 240,000 names in a file of
 * its own, which no clone does.
 * @returns how many tags there are
 */
function fill(folder: string): number {
  git(folder, ["init", "--quiet", "--bare", "--initial-branch=main"]);
  const pack = new Pack();
  const refs: string[] = [];
  const commit = pack.add(COMMIT, commitOf(pack));
  refs.push(`${commit} refs/heads/main\n`);
  let tags = 0;
  const tag = (name: string, message: string, seconds: number) => {
    const text = `object ${commit}\ntype commit\ntag ${name}\ntagger A <a@example.test> ${seconds} +0000\n\n${message}`;
    refs.push(`${pack.add(TAG, Buffer.from(text))} refs/tags/${name}\n^${commit}\n`);
    tags++;
  };
  for (let p = 0; p < PROMPTS; p++) tagPrompt(p, tag);
  git(folder, ["index-pack", "--stdin"], pack.finish());
  const sorted = refs.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  writeFileSync(
    join(folder, "packed-refs"),
    `# pack-refs with: peeled fully-peeled sorted \n${sorted.join("")}`,
  );
  return tags;
}

function tagPrompt(p: number, tag: (name: string, message: string, seconds: number) => void): void {
  const prompt = idOf(p);
  for (let v = 0; v < VERSIONS; v++) {
    const of = version(`1.${v}.0`);
    const message = writeReleaseMessage({
      prompt,
      version: of,
      ...(v > 0 && { previous: version(`1.${v - 1}.0`) }),
      path: pathOf(p),
      // Every tenth prompt has changes that are not released.
      file: {
        blob: v === VERSIONS - 1 && p % 10 > 0 ? blobOf(p) : sha("b".repeat(40)),
        sha256: "c".repeat(64),
      },
      level: "behaviour",
      reasons: ["text of message 1 (system) changed", "optional variable `tone` was added"],
      pull: p + v + 1,
      author: login("dan"),
      approvers: [{ login: login("alice"), commit: sha("d".repeat(40)) }],
      rationale: ["Why", "Expected effect", "Evaluation", "Rollback plan"].map((heading) => ({
        heading,
        text: `Customers asked for it in ticket ${p * VERSIONS + v}.\nIt went well over 400 samples.`,
      })),
    });
    tag(releaseTag(prompt, of), message, START + v * 86_400);
  }
  for (const environment of ENVIRONMENTS) {
    for (let n = 1; n <= MOVES; n++) {
      const to = version(`1.${VERSIONS - 1 - MOVES + n - (environment === "production" ? p % 2 : 0)}.0`);
      const at = new Date((START + 40 * 86_400 + n * 3_600) * 1_000).toISOString();
      const move = {
        prompt,
        environment,
        n,
        to,
        by: login("alice"),
        at,
        why: "Went well in staging.",
        bad: [],
      };
      tag(moveTag(prompt, environment, n), writeMoveMessage(move), START + 40 * 86_400);
    }
  }
}

const START = Date.UTC(2026, 0, 5) / 1_000;

function idOf(p: number): PromptId {
  return `area-${p % 40}/team-${p % 400}/prompt-${p}` as PromptId;
}

function pathOf(p: number): string {
  return `prompts/${idOf(p)}.md`;
}

function textOf(p: number): Buffer {
  return Buffer.from(`Prompt ${p}.\n`);
}

function blobOf(p: number): Sha {
  return objectName("blob", textOf(p));
}

/** All files in one folder each, as their paths say, with the config that governs them. */
function commitOf(pack: Pack): Buffer {
  const root = new Map<string, Folder | Sha>();
  const put = (path: string, text: Buffer) => {
    const parts = path.split("/");
    const name = parts.pop() ?? "";
    let folder: Folder = root;
    for (const part of parts) {
      const found = folder.get(part);
      const next: Folder = typeof found === "object" ? found : new Map();
      folder.set(part, next);
      folder = next;
    }
    folder.set(name, pack.add(BLOB, text));
  };
  const config = `version: 1\nadmins: ["@zoe"]\nprompts:\n  - path: prompts/**\n    owner: "@alice"\n    backup: "@bob"\nrelease:\n  environments: [staging, production]\n`;
  put(".github/prompt-steward.yml", Buffer.from(config));
  for (let p = 0; p < PROMPTS; p++) put(pathOf(p), textOf(p));
  const who = `A <a@example.test> ${START} +0000`;
  return Buffer.from(`tree ${addTree(pack, root)}\nauthor ${who}\ncommitter ${who}\n\nStart\n`);
}

type Folder = Map<string, Folder | Sha>;

function addTree(pack: Pack, folder: Folder): Sha {
  const entries = [...folder].map(([name, entry]) => {
    const isFolder = typeof entry === "object";
    const object = isFolder ? addTree(pack, entry) : entry;
    return { key: isFolder ? `${name}/` : name, head: `${isFolder ? "40000" : "100644"} ${name}\0`, object };
  });
  // Git sorts folders as if their names ended with a slash.
  entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  return pack.add(
    TREE,
    Buffer.concat(entries.flatMap(({ head, object }) => [Buffer.from(head), Buffer.from(object, "hex")])),
  );
}

const COMMIT = { code: 1, name: "commit" } as const;
const TREE = { code: 2, name: "tree" } as const;
const BLOB = { code: 3, name: "blob" } as const;
const TAG = { code: 4, name: "tag" } as const;

/** Git's pack format, version 2: https://git-scm.com/docs/pack-format */
class Pack {
  readonly #parts: Buffer[] = [];
  readonly #known = new Set<Sha>();

  add({ code, name }: { readonly code: number; readonly name: string }, content: Buffer): Sha {
    const object = objectName(name, content);
    if (this.#known.has(object)) return object;
    this.#known.add(object);
    const head = [(code << 4) | (content.length & 15)];
    for (let rest = content.length >> 4; rest > 0; rest >>= 7) {
      head[head.length - 1] = (head.at(-1) ?? 0) | 128;
      head.push(rest & 127);
    }
    this.#parts.push(Buffer.from(head), deflateSync(content, { level: 1 }));
    return object;
  }

  finish(): Buffer {
    const head = Buffer.alloc(12);
    head.write("PACK");
    head.writeUInt32BE(2, 4);
    head.writeUInt32BE(this.#known.size, 8);
    const body = Buffer.concat([head, ...this.#parts]);
    return Buffer.concat([body, createHash("sha1").update(body).digest()]);
  }
}

function objectName(type: string, content: Buffer): Sha {
  return sha(createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex"));
}

function nameOf(line: string): string {
  return line.slice(41, line.indexOf("\n"));
}

function git(folder: string, args: readonly string[], input?: Buffer): void {
  const { status, stderr } = spawnSync("git", args, { cwd: folder, input, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr}`);
}

if (import.meta.main) process.stdout.write(String(fill(process.argv[2] ?? "")));
