import { describe, expect, test } from "vitest";
import { judgeImports, MAY_IMPORT } from "../../../scripts/architecture/arrows.ts";
import { importsOf } from "../../../scripts/architecture/imports.ts";

/** What is said of a file with this source. */
function judged(file: string, source: string): string[] {
  return judgeImports(file, importsOf(file, source)).map(({ line, message }) => `${line ?? ""} ${message}`);
}

const LAYERS = Object.keys(MAY_IMPORT);

describe("an arrow between two parts of the source", () => {
  const allowed = `
    operations -> core
    github -> core
    git -> core
    disk -> core
    store -> core
    app -> core, operations, github, git, disk, store
    action -> core, operations, github, git, disk, store
    cli -> core, operations, github, git, disk, store
    web -> core, operations, github, git, disk, store
    sandbox -> core, operations, github, git, disk, store, app, action, cli, web
  `;
  const arrows = new Set(
    allowed.split("\n").flatMap((line) => {
      const [from = "", to = ""] = line.trim().split(" -> ");
      return to.split(", ").map((one) => `${from} -> ${one}`);
    }),
  );

  test.each(LAYERS.flatMap((from) => LAYERS.filter((to) => to !== from).map((to) => [from, to] as const)))(
    "%s -> %s",
    (from, to) => {
      const findings = judged(`src/${from}/deep/file.ts`, `import { x } from "../../${to}/thing.ts";`);
      if (arrows.has(`${from} -> ${to}`)) expect(findings).toEqual([]);
      else
        expect(findings).toEqual([
          expect.stringMatching(`^1 imports src/${to}/thing.ts, but src/${from} may import`),
        ]);
    },
  );

  test.each(LAYERS)("within %s is free", (layer) => {
    expect(judged(`src/${layer}/a/b.ts`, `import "../c/d.ts"; import "./e.ts";`)).toEqual([]);
  });
});

describe("an import is found however it is written", () => {
  test.each([
    ["import", `import { x } from "../github/x.ts";`],
    ["import of a default", `import x from "../github/x.ts";`],
    ["import for its effect", `import "../github/x.ts";`],
    ["import type", `import type { X } from "../github/x.ts";`],
    ["inline type import", `import { type X } from "../github/x.ts";`],
    ["export from", `export { x } from "../github/x.ts";`],
    ["export type from", `export type { X } from "../github/x.ts";`],
    ["export all", `export * from "../github/x.ts";`],
    ["import()", `const x = await import("../github/x.ts");`],
    ["import() of a template", "const x = await import(`../github/x.ts`);"],
    ["import() of a choice", `const x = await import(y ? "./y.ts" : "../github/x.ts");`],
    ["import type()", `let x: import("../github/x.ts").X;`],
    ["typeof import()", `let x: typeof import("../github/x.ts");`],
    ["import require", `import x = require("../github/x.ts");`],
    ["require", `const x = require("../github/x.ts");`],
    ["a roundabout path", `import "./../core/../github/./x.ts";`],
  ])("%s", (_way, source) => {
    expect(judged("src/core/a.ts", source)).toEqual([
      "1 imports src/github/x.ts, but src/core may import nothing besides itself.",
    ]);
  });

  test("and at its line", () => {
    expect(judged("src/core/a.ts", `import "yaml";\n\nimport "../app/app.ts";\n`)).toEqual([
      expect.stringMatching(/^3 imports src\/app\/app\.ts/),
    ]);
  });

  test("but not in text or comments", () => {
    expect(
      judged("src/core/a.ts", `// import "../app/app.ts"\nexport const x = 'import "../app/app.ts"';`),
    ).toEqual([]);
  });
});

describe("what goes around the rule is refused", () => {
  test.each([
    [
      "a computed import()",
      "src/app/a.ts",
      "await import(name);",
      "1 imports what is only known at run time.",
    ],
    [
      "a half computed one",
      "src/app/a.ts",
      'await import(y ? "./y.ts" : name);',
      "1 imports what is only known at run time.",
    ],
    [
      "tests from the source",
      "src/app/a.ts",
      'import "../../test/x.ts";',
      "1 imports test/x.ts, which is outside of src/.",
    ],
    [
      "scripts from the source",
      "src/cli/a.ts",
      'import "../../scripts/x.ts";',
      "1 imports scripts/x.ts, which is outside of src/.",
    ],
    [
      "our own package by name",
      "src/core/a.ts",
      'import "prompt-steward/src/app/app.ts";',
      "1 imports prompt-steward/src/app/app.ts.",
    ],
    ["a subpath import", "src/core/a.ts", 'import "#app";', "1 imports #app."],
    ["an absolute path", "src/core/a.ts", 'import "/srv/app.ts";', "1 imports /srv/app.ts."],
    ["a folder nobody named", "src/utils/a.ts", "", " lies in no known part of the source."],
    ["a file beside the folders", "src/a.ts", "", " lies in no known part of the source."],
  ])("%s", (_what, file, source, finding) => {
    expect(judged(file, source)).toEqual([finding]);
  });

  test("a file that cannot be parsed says where", () => {
    expect(() => importsOf("src/core/a.ts", "\nimport {")).toThrow(/^src\/core\/a\.ts:2 /);
  });
});

describe("the core and the operations are pure", () => {
  test.each([
    "node:fs",
    "node:fs/promises",
    "fs",
    "node:http",
    "node:child_process",
    "node:process",
    "@octokit/rest",
    "@actions/core",
    "probot",
    "some-new-package/deep/file.js",
  ])("%s is refused", (specifier) => {
    for (const layer of ["core", "operations"]) {
      expect(judged(`src/${layer}/a.ts`, `import x from "${specifier}";`)).toEqual([
        expect.stringContaining("reaches no network, disk, clock or environment by itself"),
      ]);
    }
    expect(judged("src/cli/a.ts", `import x from "${specifier}";`)).toEqual([]);
  });

  test.each(["yaml", "zod", "node:crypto", "crypto", "mdast-util-from-markdown"])(
    "%s is fine",
    (specifier) => {
      expect(judged("src/core/a.ts", `import x from "${specifier}";`)).toEqual([]);
    },
  );
});

test("a door may know its version, and the command line start what it was built into", () => {
  expect(judged("src/cli/a.js", `import "../../package.json"; await import("../../dist/cli.js");`)).toEqual(
    [],
  );
  expect(judged("src/app/a.js", `await import("../../dist/cli.js");`)).toHaveLength(1);
  expect(judged("src/core/a.ts", `import "../../package.json";`)).toHaveLength(1);
});
