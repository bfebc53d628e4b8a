// The Action `resolve`, run as a runner runs it, against GitHub's side of the wire.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { digestOf, ServedRepository, servePrompts } from "../support/served-prompts.ts";
import { refusal, serveWire, Wire } from "../support/wire.ts";
import { type ActionResult, type ActionRun, type BuiltAction, buildAction } from "./run-action.ts";

let action: BuiltAction;
let machine: string;
beforeAll(async () => {
  action = await buildAction("resolve");
  machine = mkdtempSync(join(tmpdir(), "prompt-steward-runner-"));
});
afterAll(() => {
  action.remove();
  rmSync(machine, { recursive: true, force: true });
});

const TRIAGE = "Sort the ticket into a queue.\n";
const FAQ = "Answer from the FAQ.\n";

let workspace: string;
let elsewhere: string;
let cache: string;
beforeEach(() => {
  const job = mkdtempSync(join(machine, "job-"));
  [workspace, elsewhere, cache] = [join(job, "workspace"), join(job, "elsewhere"), join(job, "tools")];
  mkdirSync(workspace);
  mkdirSync(elsewhere);
});

async function run(wire: Wire, { env, ...more }: Partial<ActionRun> = {}): Promise<ActionResult> {
  const GITHUB_API_URL = await serveWire(wire);
  const runner = { GITHUB_API_URL, GITHUB_WORKSPACE: workspace, RUNNER_TOOL_CACHE: cache };
  return action.run({ event: "push", payload: {}, ...more, env: { ...runner, ...env } });
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content);
}

const read = (path: string) => readFileSync(join(workspace, path), "utf8");
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

interface Pinned {
  readonly prompt?: string;
  readonly repository?: string;
  readonly version?: string;
  readonly text?: string | Uint8Array;
}

function lockOf(...pins: readonly Pinned[]): string {
  const entries = pins.map(
    ({ prompt = "support/triage", repository = "acme/prompts", version = "1.0.0", text = TRIAGE }) =>
      `  - prompt: ${prompt}\n    repository: ${repository}\n    version: "${version}"\n    sha256: "${digestOf(text)}"\n`,
  );
  return `version: 1\nprompts:\n${entries.join("")}`;
}

function aRepository(wire: Wire): ServedRepository {
  const [repository] = servePrompts(wire);
  return repository ?? new ServedRepository("acme/prompts", wire);
}

/** `support/triage` 1.0.0 and `faq` 1.0.0 of acme/prompts. */
function aWireOfPrompts(): { wire: Wire; repository: ServedRepository } {
  const wire = new Wire();
  const repository = aRepository(wire)
    .release("1.0.0", TRIAGE)
    .release("1.0.0", FAQ, { prompt: "faq", path: "prompts/faq.md" });
  return { wire, repository };
}

describe("pins that hold", () => {
  test("are in the folder, with outputs and a summary that say where", async () => {
    put("prompts.lock.yml", lockOf({}, { prompt: "faq", text: FAQ }));
    const { wire, repository } = aWireOfPrompts();
    repository.release("1.1.0", "Newer.\n");
    const { exitCode, outputs, summary, log } = await run(wire);
    expect(outputs).toEqual({
      paths: '{"support/triage":"prompts/support/triage.prompt.yml","faq":"prompts/faq.md"}',
      versions: '{"support/triage":"1.0.0","faq":"1.0.0"}',
      folder: "prompts",
    });
    expect(read("prompts/support/triage.prompt.yml")).toBe(TRIAGE);
    expect(read("prompts/faq.md")).toBe(FAQ);
    expect(filesIn(join(workspace, "prompts"))).toEqual(["faq.md", "support/triage.prompt.yml"]);
    expect(summary).toMatchInlineSnapshot(`
      "## Pinned prompts: 2 prompts resolved and verified

      | Prompt | Version | Repository | Result |
      | --- | --- | --- | --- |
      | \`support/triage\` | 1.0.0 | acme/prompts | ✅ \`prompts/support/triage.prompt.yml\`<br>1.1.0 is newer. |
      | \`faq\` | 1.0.0 | acme/prompts | ✅ \`prompts/faq.md\` |
      "
    `);
    expect(log.split("\n").slice(1)).toMatchInlineSnapshot(`
      [
        "support/triage 1.0.0 is in prompts/support/triage.prompt.yml",
        "faq 1.0.0 is in prompts/faq.md",
        "::notice file=prompts.lock.yml,line=3,title=pin-ok::support/triage is pinned to 1.0.0. 1.1.0 is newer. Run \`prompt-steward pin support/triage\` to move on.",
        "2 prompts resolved and verified",
        "",
      ]
    `);
    expect(exitCode).toBe(0);
  });

  test("cost two requests, however many they are", async () => {
    const wire = new Wire();
    const repository = aRepository(wire);
    const prompts = Array.from({ length: 40 }, (_, position) => `p${position}`);
    for (const prompt of prompts) repository.release("1.0.0", `${prompt}\n`, { prompt });
    put("prompts.lock.yml", lockOf(...prompts.map((prompt) => ({ prompt, text: `${prompt}\n` }))));
    const { outputs } = await run(wire);
    expect(Object.keys(JSON.parse(outputs.paths ?? ""))).toEqual(prompts);
    expect(wire.counted).toEqual(["POST /graphql", "POST /graphql"]);
  });

  test("come byte by byte where they are no text", async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x48, 0xff, 0x0d, 0x0a]);
    const wire = new Wire();
    aRepository(wire).release("1.0.0", bytes, { path: "prompts/triage.txt" });
    put("prompts.lock.yml", lockOf({ text: bytes }));
    const { exitCode } = await run(wire);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(workspace, "prompts/support/triage.txt"))).toEqual(bytes);
  });

  test("replace what is in the folder, and leave files of others alone", async () => {
    put("prompts.lock.yml", lockOf({}));
    put("prompts/support/triage.prompt.yml", "An older version.\n");
    put("prompts/README.md", "# Mine\n");
    await run(aWireOfPrompts().wire);
    expect(read("prompts/support/triage.prompt.yml")).toBe(TRIAGE);
    expect(read("prompts/README.md")).toBe("# Mine\n");
  });

  test("may be none", async () => {
    put("prompts.lock.yml", "version: 1\nprompts: []\n");
    const { exitCode, outputs, summary } = await run(new Wire());
    expect(outputs).toEqual({ paths: "{}", versions: "{}", folder: "prompts" });
    expect(summary).toContain("There is no pin in `prompts.lock.yml`.");
    expect(exitCode).toBe(0);
  });

  test("may be called anything", async () => {
    const wire = new Wire();
    aRepository(wire).release("1.0.0", TRIAGE, { prompt: "__proto__" });
    put("prompts.lock.yml", lockOf({ prompt: "__proto__" }));
    const { outputs } = await run(wire);
    expect(outputs.paths).toBe('{"__proto__":"prompts/__proto__.prompt.yml"}');
  });

  test.each(["${outside}/fetched", "deep/er/", "./here"])("go where out says: %s", async (written) => {
    const out = written.replace("${outside}", elsewhere);
    put("prompts.lock.yml", lockOf({}));
    const { outputs, exitCode } = await run(aWireOfPrompts().wire, { inputs: { out } });
    expect(exitCode).toBe(0);
    const folder = out.replace(/\/$/, "");
    expect(outputs.folder).toBe(folder);
    const { "support/triage": path } = JSON.parse(outputs.paths ?? "");
    expect(path).toBe(`${folder}/support/triage.prompt.yml`);
    expect(existsSync(join(out === written ? workspace : "/", path))).toBe(true);
  });

  test("are read from the lock file that is named", async () => {
    put("app/pins.yml", lockOf({}));
    expect((await run(aWireOfPrompts().wire, { inputs: { lock: "app/pins.yml" } })).exitCode).toBe(0);
  });
});

describe("the cache", () => {
  const CACHED = () => join(cache, "prompt-steward/sha256", digestOf(TRIAGE));
  const asksForText = (wire: Wire) =>
    JSON.stringify(wire.exchanges.map(({ body }) => body)).includes("isTruncated");

  test("spares the bytes the second time, in the tool cache and where it is told", async () => {
    put("prompts.lock.yml", lockOf({}));
    for (const inputs of [{}, { cache: join(elsewhere, "mine") }]) {
      const first = aWireOfPrompts().wire;
      expect((await run(first, { inputs })).log).not.toContain("from the cache");
      expect(asksForText(first)).toBe(true);
      rmSync(join(workspace, "prompts"), { recursive: true });
      const second = aWireOfPrompts().wire;
      expect((await run(second, { inputs })).log).toContain("from the cache");
      expect(asksForText(second)).toBe(false);
      expect(read("prompts/support/triage.prompt.yml")).toBe(TRIAGE);
    }
    expect(readFileSync(CACHED(), "utf8")).toBe(TRIAGE);
    expect(filesIn(join(elsewhere, "mine"))).toEqual([digestOf(TRIAGE)]);
  });

  test("that somebody has been at counts for nothing, and is mended", async () => {
    put("prompts.lock.yml", lockOf({}));
    mkdirSync(dirname(CACHED()), { recursive: true });
    writeFileSync(CACHED(), "Evil.\n");
    const { exitCode } = await run(aWireOfPrompts().wire);
    expect(exitCode).toBe(0);
    expect(read("prompts/support/triage.prompt.yml")).toBe(TRIAGE);
    expect(readFileSync(CACHED(), "utf8")).toBe(TRIAGE);
  });

  test("hides no moved tag", async () => {
    put("prompts.lock.yml", lockOf({}));
    await run(aWireOfPrompts().wire);
    const { wire, repository } = aWireOfPrompts();
    repository.release("1.0.0", TRIAGE, { atCommit: "Moved.\n" });
    const { exitCode, log } = await run(wire);
    expect(log).toContain("The tag was moved.");
    expect(exitCode).toBe(1);
  });

  test("that cannot be written is told, and stops nothing", async () => {
    put("prompts.lock.yml", lockOf({}, { prompt: "faq", text: FAQ }));
    writeFileSync(cache, "in the way");
    const { exitCode, log } = await run(aWireOfPrompts().wire);
    expect(log.match(/The cache cannot be written/g)).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  test("may be left out", async () => {
    put("prompts.lock.yml", lockOf({}));
    await run(aWireOfPrompts().wire, { inputs: { cache: "none" } });
    expect(existsSync(cache)).toBe(false);
  });
});

describe("a pin that does not hold", () => {
  test("is told at its line with what to do, all of them at once, and is not written", async () => {
    const { wire, repository } = aWireOfPrompts();
    repository
      .release("1.1.0", "Moved.\n")
      .release("1.2.0", TRIAGE, { atCommit: "Moved as well.\n" })
      .release("1.0.0", "Honest.\n", { prompt: "tampered", onTheWay: "Evil.\n" })
      .release("2.0.0", TRIAGE, { prompt: "deleted" })
      .release("2.1.0", "Next.\n", { prompt: "deleted", record: { previous: "2.0.0" as never } })
      .delete("prompts/deleted/v2.0.0")
      .tag("prompts/by-hand/v1.0.0");
    put(
      "prompts.lock.yml",
      lockOf(
        { prompt: "faq", text: FAQ },
        { version: "1.1.0" },
        { prompt: "tampered", text: "Honest.\n" },
        { prompt: "deleted", version: "2.0.0" },
        { prompt: "deleted", repository: "acme/secrets" },
        { prompt: "by-hand" },
        { prompt: "nobody" },
        { prompt: "faqs", version: "9.9.9" },
      ),
    );
    const { exitCode, log, outputs, summary } = await run(wire);
    expect(exitCode).toBe(1);
    expect(log.split("\n").filter((line) => line.startsWith("::error"))).toMatchInlineSnapshot(`
      [
        "::error file=prompts.lock.yml,line=7,title=pin-moved-tag::The tag prompts/support/triage/v1.1.0 names bytes with the digest 7ab4f5938159…, but d0c7daa83e1c… was pinned: it was moved or made anew. Ask the owners of acme/prompts what happened. Pin another version once you trust them again.",
        "::error file=prompts.lock.yml,line=11,title=pin-tampered::The bytes of tampered 1.0.0 were changed on their way here: their digest is 30b1f020d71f… instead of d171d47f6eb4…. Do not use them. Clear caches and mirrors in between, and fetch again.",
        "::error file=prompts.lock.yml,line=15,title=pin-deleted-tag::The tag prompts/deleted/v2.0.0 was deleted in acme/prompts: other tags still speak of it. Ask its owners to push the tag again, or pin another version.",
        "::error file=prompts.lock.yml,line=19,title=pin-unreachable::acme/secrets cannot be read: there is no such repository for this token. Check its name. If it is private, give a token that may read it: a workflow's own token sees nothing private but its own repository.",
        "::error file=prompts.lock.yml,line=23,title=pin-unverifiable::The tag prompts/by-hand/v1.0.0 has no message, so it was made by hand, so there is no digest to hold the pin against. Pin a version that Prompt Steward released.",
        "::error file=prompts.lock.yml,line=27,title=pin-unknown-prompt::acme/prompts has no release of nobody. Check the id and the repository, and that its tags were fetched.",
        "::error file=prompts.lock.yml,line=31,title=pin-unknown-prompt::acme/prompts has no release of faqs. Did you mean \`faq\`?",
        "::error::7 of 8 prompts could not be resolved.",
      ]
    `);
    expect(summary).toMatchInlineSnapshot(`
      "## Pinned prompts: 7 of 8 prompts could not be resolved

      ### Next
      - \`prompts.lock.yml:7\` The tag prompts/support/triage/v1.1.0 names bytes with the digest 7ab4f5938159…, but d0c7daa83e1c… was pinned: it was moved or made anew. Ask the owners of acme/prompts what happened. Pin another version once you trust them again.
      - \`prompts.lock.yml:11\` The bytes of tampered 1.0.0 were changed on their way here: their digest is 30b1f020d71f… instead of d171d47f6eb4…. Do not use them. Clear caches and mirrors in between, and fetch again.
      - \`prompts.lock.yml:15\` The tag prompts/deleted/v2.0.0 was deleted in acme/prompts: other tags still speak of it. Ask its owners to push the tag again, or pin another version.
      - \`prompts.lock.yml:19\` acme/secrets cannot be read: there is no such repository for this token. Check its name. If it is private, give a token that may read it: a workflow's own token sees nothing private but its own repository.
      - \`prompts.lock.yml:23\` The tag prompts/by-hand/v1.0.0 has no message, so it was made by hand, so there is no digest to hold the pin against. Pin a version that Prompt Steward released.
      - \`prompts.lock.yml:27\` acme/prompts has no release of nobody. Check the id and the repository, and that its tags were fetched.
      - \`prompts.lock.yml:31\` acme/prompts has no release of faqs. Did you mean \`faq\`?

      ### Prompts
      | Prompt | Version | Repository | Result |
      | --- | --- | --- | --- |
      | \`support/triage\` | 1.1.0 | acme/prompts | ❌ moved-tag |
      | \`tampered\` | 1.0.0 | acme/prompts | ❌ tampered |
      | \`deleted\` | 2.0.0 | acme/prompts | ❌ deleted-tag |
      | \`deleted\` | 1.0.0 | acme/secrets | ❌ unreachable |
      | \`by-hand\` | 1.0.0 | acme/prompts | ❌ unverifiable |
      | \`nobody\` | 1.0.0 | acme/prompts | ❌ unknown-prompt |
      | \`faqs\` | 9.9.9 | acme/prompts | ❌ unknown-prompt |
      | \`faq\` | 1.0.0 | acme/prompts | ✅ \`prompts/faq.md\` |
      "
    `);
    expect(outputs).toEqual({
      paths: '{"faq":"prompts/faq.md"}',
      versions: '{"faq":"1.0.0"}',
      folder: "prompts",
    });
    expect(filesIn(join(workspace, "prompts"))).toEqual(["faq.md"]);
  });

  test("leaves what it would have replaced as it was", async () => {
    put("prompts.lock.yml", lockOf({ text: "Never released.\n" }));
    put("prompts/support/triage.prompt.yml", "Mine.\n");
    expect((await run(aWireOfPrompts().wire)).exitCode).toBe(1);
    expect(read("prompts/support/triage.prompt.yml")).toBe("Mine.\n");
  });

  test("because its file would be another pin's is told, and the other is written", async () => {
    const wire = new Wire();
    for (const repository of servePrompts(wire, ["acme/prompts", "acme/others"])) {
      repository.release("1.0.0", TRIAGE);
    }
    put("prompts.lock.yml", lockOf({}, { repository: "acme/others" }));
    const { exitCode, log, outputs } = await run(wire);
    expect(log).toMatch(
      /^::error file=prompts\.lock\.yml,line=7,title=pin-file::support\/triage of acme\/others/m,
    );
    expect(outputs.paths).toBe('{"support/triage":"prompts/support/triage.prompt.yml"}');
    expect(exitCode).toBe(1);
  });
});

describe("nothing is written outside of the folder", () => {
  test("through a link in it", async () => {
    put("prompts.lock.yml", lockOf({}, { prompt: "faq", text: FAQ }));
    mkdirSync(join(workspace, "prompts"));
    symlinkSync(elsewhere, join(workspace, "prompts/support"));
    const { exitCode, log, outputs } = await run(aWireOfPrompts().wire);
    expect(log).toMatch(/^::error file=prompts\.lock\.yml,line=3,title=pin-file::.*is a link\. Remove it/m);
    expect(filesIn(elsewhere)).toEqual([]);
    expect(outputs.paths).toBe('{"faq":"prompts/faq.md"}');
    expect(exitCode).toBe(1);
  });

  test("through a link in the file's place, which is replaced", async () => {
    put("prompts.lock.yml", lockOf({}));
    mkdirSync(join(workspace, "prompts/support"), { recursive: true });
    writeFileSync(join(elsewhere, "mine.txt"), "Mine.\n");
    symlinkSync(join(elsewhere, "mine.txt"), join(workspace, "prompts/support/triage.prompt.yml"));
    expect((await run(aWireOfPrompts().wire)).exitCode).toBe(0);
    expect(readFileSync(join(elsewhere, "mine.txt"), "utf8")).toBe("Mine.\n");
    expect(read("prompts/support/triage.prompt.yml")).toBe(TRIAGE);
  });

  test.each([
    ["a link that leads out", "prompts", () => elsewhere],
    ["a link below which it would be made", "prompts/deep/er", () => elsewhere],
    ["a link to nowhere", "prompts", () => join(elsewhere, "not-there")],
  ])("through %s of the workspace", async (_, out, target) => {
    put("prompts.lock.yml", lockOf({}));
    symlinkSync(target(), join(workspace, "prompts"));
    const wire = new Wire();
    const { exitCode, log } = await run(wire, { inputs: { out } });
    expect(log).toContain(`::error::Input out "${out}" leads out of the workspace by a link.`);
    expect(filesIn(elsewhere)).toEqual([]);
    expect(wire.counted).toEqual([]);
    expect(exitCode).toBe(1);
  });

  test("upwards", async () => {
    put("prompts.lock.yml", lockOf({}));
    const { exitCode, log } = await run(new Wire(), { inputs: { out: "a/../../elsewhere" } });
    expect(log).toContain('Input out "a/../../elsewhere" leads out of the workspace.');
    expect(exitCode).toBe(1);
  });
});

describe("what cannot be written is told", () => {
  test("where a folder is in the file's place, and no draft is left", async () => {
    put("prompts.lock.yml", lockOf({}));
    mkdirSync(join(workspace, "prompts/support/triage.prompt.yml"), { recursive: true });
    const { exitCode, log } = await run(aWireOfPrompts().wire);
    expect(log).toMatch(/prompts\/support\/triage\.prompt\.yml cannot be written \(E/);
    expect(filesIn(join(workspace, "prompts"))).toEqual([]);
    expect(exitCode).toBe(1);
  });

  test("where a file is in a folder's place", async () => {
    put("prompts.lock.yml", lockOf({}));
    put("prompts/support", "Mine.\n");
    const { log } = await run(aWireOfPrompts().wire);
    expect(log).toMatch(/support is a file\. Remove it/);
    expect(read("prompts/support")).toBe("Mine.\n");
  });

  test("where the folder itself is a file", async () => {
    put("prompts.lock.yml", lockOf({}));
    put("prompts", "Mine.\n");
    const { log } = await run(new Wire());
    expect(log).toMatch(/::error::prompts cannot be written \(EEXIST\)/);
  });

  test.skipIf(process.getuid?.() === 0)("where the folder may not be written", async () => {
    put("prompts.lock.yml", lockOf({}));
    mkdirSync(join(workspace, "prompts"));
    chmodSync(join(workspace, "prompts"), 0o500);
    const { log } = await run(aWireOfPrompts().wire);
    expect(log).toMatch(/cannot be written \(EACCES\)/);
  });

  test("where the name is too long", async () => {
    const prompt = "ü".repeat(150);
    const wire = new Wire();
    aRepository(wire).release("1.0.0", TRIAGE, { prompt, path: "prompts/a.txt" });
    put("prompts.lock.yml", lockOf({ prompt }));
    expect((await run(wire)).log).toMatch(/title=pin-file::.*cannot be written \(ENAMETOOLONG\)/);
  });
});

describe("what is wrong before anything is asked is named, with the mend", () => {
  const PIN = lockOf({});
  const cases: [string, string | Uint8Array | undefined, Partial<ActionRun>, readonly string[]][] = [
    [
      "no lock file",
      undefined,
      {},
      ["::error::There is no prompts.lock.yml in the workspace. Run actions/checkout"],
    ],
    ["another name", PIN, { inputs: { lock: "x/pins.yml" } }, ["There is no x/pins.yml in the workspace."]],
    ["a folder", PIN, { inputs: { lock: "." } }, ['Input lock "." is no file. Name the lock file.']],
    [
      "an empty one",
      "",
      {},
      ["::error file=prompts.lock.yml,line=1,col=1,title=lock-file::The lock file is empty."],
    ],
    [
      "a huge one",
      `# ${"x".repeat(6_000_000)}`,
      {},
      ["line=1,col=1,title=lock-file::The lock file is larger than 1 MiB."],
    ],
    [
      "no text",
      new Uint8Array([0x00, 0xff, 0x80]),
      {},
      ["line=1,col=1,title=lock-file::The lock file is not a UTF-8 text."],
    ],
    [
      "broken pins",
      PIN.replace("acme/prompts", "acme").replace("version: 1\n", "version: 2\n"),
      {},
      [
        "line=1,col=1,title=lock-file::version must be the number 1, got the number 2.",
        "line=4,col=5,title=lock-file::repository is no GitHub repository",
        "::error::prompts.lock.yml has 2 errors, so nothing was resolved. Mend the lock file.",
      ],
    ],
    [
      "an id that climbs",
      PIN.replace("support/triage", "../../etc"),
      {},
      ["line=3,col=5,title=lock-file::prompt is no prompt id"],
    ],
    ["no token", PIN, { inputs: { "github-token": "" } }, ["Input github-token is empty."]],
  ];
  test.each(cases)("%s", async (_, lock, more, says) => {
    if (lock !== undefined) put("prompts.lock.yml", lock);
    const wire = new Wire();
    const { exitCode, log, outputs } = await run(wire, more);
    for (const one of says) expect(log).toContain(one);
    expect(log).not.toContain("    at ");
    expect(outputs).toEqual({});
    expect(wire.counted).toEqual([]);
    expect(exitCode).toBe(1);
  });
});

describe("the token", () => {
  test("is sent, and kept out of the log", async () => {
    put("prompts.lock.yml", lockOf({}));
    const { wire } = aWireOfPrompts();
    const { log } = await run(wire);
    expect(new Set(wire.exchanges.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["token ghs_made_up"]),
    );
    expect(log.replace("::add-mask::ghs_made_up", "")).not.toContain("ghs_made_up");
  });

  test("that GitHub does not take is told of every pin", async () => {
    put("prompts.lock.yml", lockOf({}, { prompt: "faq", text: FAQ }));
    const wire = new Wire().on("POST /graphql", refusal(401, "Bad credentials"));
    const { exitCode, log } = await run(wire);
    expect(log.match(/title=pin-unreachable::acme\/prompts cannot be read/g)).toHaveLength(2);
    expect(exitCode).toBe(1);
  });
});

test("a limit that lasts is given up, and told", async () => {
  const wire = new Wire().on("POST /graphql", {
    body: { data: null, errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] },
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800" },
  });
  put("prompts.lock.yml", lockOf({}));
  const { exitCode, log } = await run(wire);
  expect(log).toMatch(/GitHub's limit is reached at POST .*: giving up\./);
  expect(log).toMatch(/title=pin-unreachable::acme\/prompts cannot be read: .*[Rr]ate [Ll]imit [Ee]xceeded/);
  expect(exitCode).toBe(1);
});

test("what a repository says of itself cannot reach the runner", async () => {
  const wire = new Wire().on("POST /graphql", {
    body: { data: null, errors: [{ type: "X", message: "a\n::set-output name=x::y\n::error::gotcha" }] },
  });
  put("prompts.lock.yml", lockOf({}));
  const { log, outputs } = await run(wire);
  expect(log).not.toMatch(/^::set-output/m);
  expect(log).not.toMatch(/^::error::gotcha/m);
  expect(Object.keys(outputs).sort()).toEqual(["folder", "paths", "versions"]);
});
