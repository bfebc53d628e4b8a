// The schema for editors and the reference in docs/ say what the code does. Renew both with `vitest run test/core/config -u`.

import { existsSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { configJsonSchema } from "../../../src/core/config/json-schema.ts";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { renderConfigReference } from "../../../src/core/config/reference.ts";
import { SCHEMA_ADDRESS } from "../../../src/core/config/schema-address.ts";
import { fullConfig } from "./a-config.ts";

const root = new URL("../../../", import.meta.url);
const reference = readFileSync(new URL("docs/config.md", root), "utf8");

test("the committed schema is a fresh export", async () => {
  const fresh = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  await expect(fresh).toMatchFileSnapshot("../../../src/core/config/prompt-steward.schema.json");
});

test("the docs name the address that init writes, and the file is there", () => {
  expect(reference).toContain(`# yaml-language-server: $schema=${SCHEMA_ADDRESS}\n`);
  const [, path = ""] = SCHEMA_ADDRESS.split("/prompt-steward/prompt-steward/v1/");
  expect(existsSync(new URL(path, root))).toBe(true);
});

test("the reference in the docs is made from the schema", async () => {
  const [start, end] = ["<!-- made from the schema: start -->", "<!-- made from the schema: end -->"];
  const before = reference.slice(0, reference.indexOf(start) + start.length);
  const fresh = `${before}\n\n${renderConfigReference()}\n\n${reference.slice(reference.indexOf(end))}`;
  await expect(fresh).toMatchFileSnapshot("../../../docs/config.md");
});

describe("editors agree with the parser", () => {
  const validate = new Ajv({ strict: true, strictTuples: false }).compile(configJsonSchema());
  test.each([
    ["every key", fullConfig],
    ["an unknown key", `${fullConfig}more: 1\n`],
    ["a team as owner", fullConfig.replace('"@alice"', '"@acme/alice"')],
    ["an owner without @", fullConfig.replace('"@alice"', "alice")],
    ["a wrong status", fullConfig.replace("status: production", "status: prod")],
    ["a wrong span of time", fullConfig.replace("90d", "90 days")],
    ["a wrong version", fullConfig.replace("version: 1", "version: 2")],
    ["no admins", "version: 1\n"],
    ["a wildcard in an id", fullConfig.replace("id: support/triage", "id: support/*")],
  ])("on %s", (_, text) => {
    expect(validate(parse(text))).toBe(parseConfig(text).kind === "policy");
  });

  test("and on the example in the docs", () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(reference)?.[1] ?? "";
    expect(parseConfig(example)).toMatchObject({ kind: "policy", findings: [] });
    expect(validate(parse(example))).toBe(true);
  });
});
