// Copilot's prompt files, Agent Skills, and plain text: what they complain of, and where.

import { describe, expect, test } from "vitest";
import { complaints, parse } from "../a-prompt.ts";

describe("Copilot's .prompt.md", () => {
  const of = (text: string) => complaints(".github/prompts/review.prompt.md", text);

  test.each([
    [
      "the old name of `agent`",
      "---\nmode: agent\n---\nHi\n",
      "2:1 notice `mode` has been replaced by `agent`. Call it `agent`.",
    ],
    [
      "both names",
      "---\nagent: ask\nmode: ask\n---\nHi\n",
      "3:1 notice `mode` has been replaced by `agent`. Remove it: `agent` is there already.",
    ],
    [
      "tools of a wrong type",
      "---\ntools: {a: b}\n---\nHi\n",
      "2:8 error `tools` must be a text or a list of texts, got a mapping. Write a text or a list of texts.",
    ],
    [
      "a misspelt key",
      "---\ndescripton: x\n---\nHi\n",
      "2:1 warning The key `descripton` is not known. Did you mean `description`?",
    ],
    [
      "no body",
      "---\ndescription: x\n---\n\n",
      "1:1 error The prompt has no text below its front matter. Write it there.",
    ],
    [
      "broken YAML",
      "---\ndescription: a: b\n---\nHi\n",
      "2:14 error The YAML is broken: a text that holds a colon and a space reads as a second key. Put the text in quotes, or check the indentation.",
    ],
    [
      "unclosed front matter",
      "---\ndescription: x\n",
      "1:1 error The front matter that starts here is never closed. Add a line `---` after its last key.",
    ],
  ])("%s", (_, text, complaint) => expect(of(text)).toEqual([complaint]));

  test("without front matter it is a prompt", () => {
    const { document, findings } = parse(
      "a.prompt.md",
      "Explain ${input:what:the file} and ${input:what}.\n",
    );
    expect(findings).toEqual([]);
    expect(document?.inputs).toEqual([{ name: "what", required: true, description: "the file" }]);
  });
});

describe("Agent Skills' SKILL.md", () => {
  const skill = (name: string, more = "description: Fills forms.") =>
    `---\nname: ${name}\n${more}\n---\nDo it.\n`;
  const of = (text: string, path = "skills/pdf-forms/SKILL.md") => complaints(path, text);

  test.each([["pdf-forms"], ["a1"], ["größe-2"]])("the name %s is sound in its own folder", (name) => {
    expect(of(skill(name), `skills/${name}/SKILL.md`)).toEqual([]);
  });

  test.each([["PDF-forms"], ["-pdf"], ["pdf-"], ["pdf--forms"], ["pdf_forms"], ["pdf forms"]])(
    "the name %s is not",
    (name) => {
      expect(of(skill(name), `skills/${name}/SKILL.md`)).toEqual([
        `2:7 error A skill cannot have the name \`${name}\`. Use lower-case letters and digits, with single hyphens between them, such as \`pdf-processing\`.`,
      ]);
    },
  );

  test("at the repository's root the folder's name is not known", () => {
    expect(of(skill("anything"), "SKILL.md")).toEqual([]);
  });

  test.each([
    [
      "another name than its folder",
      skill("pdf"),
      "2:7 warning The skill is named `pdf`, but its folder `pdf-forms`. Give both one name: agents find the skill by its folder.",
    ],
    [
      "no front matter",
      "# Forms\n",
      "1:1 error A skill must start with front matter. Put `name` and `description` between two lines `---` at the very top.",
    ],
    [
      "no description",
      skill("pdf-forms", "license: MIT"),
      "2:1 error The skill has no `description`. Add `description`: what the skill does and when to use it.",
    ],
    [
      "a blank description",
      skill("pdf-forms", 'description: " "'),
      "3:1 error The skill has no `description`. Add `description`: what the skill does and when to use it.",
    ],
    [
      "a list as description",
      skill("pdf-forms", "description: [a]"),
      "3:14 error `description` must be a text, got a list. Write a text.",
    ],
    [
      "a description too long",
      skill("pdf-forms", `description: ${"x".repeat(1025)}`),
      "3:14 warning `description` has 1025 characters; 1024 are allowed. Shorten it; details belong in the text below.",
    ],
    [
      "a compatibility too long",
      skill("pdf-forms", `description: x\ncompatibility: ${"x".repeat(501)}`),
      "4:16 warning `compatibility` has 501 characters; 500 are allowed. Shorten it; details belong in the text below.",
    ],
    [
      "a number in the metadata",
      skill("pdf-forms", "description: x\nmetadata:\n  version: 1.5"),
      '5:12 warning `version` should be a text, but YAML reads 1.5 as a number. Put it in quotes: "1.5".',
    ],
    [
      "a list in the metadata",
      skill("pdf-forms", "description: x\nmetadata:\n  tags: [a]"),
      "5:9 warning `metadata` holds texts only, but `tags` is a list. Write it as one text; not every agent reads more.",
    ],
    [
      "no instructions",
      "---\nname: pdf-forms\ndescription: x\n---\n",
      "1:1 warning The skill has no instructions. Write them below the front matter.",
    ],
    [
      "very long instructions",
      `${skill("pdf-forms")}${"more\n".repeat(500)}`,
      "5:1 notice The instructions have 501 lines; agents load them all, and up to 500 are recommended. Move reference material to files of their own in `references/`.",
    ],
  ])("%s", (_, text, complaint) => expect(of(text)).toEqual([complaint]));

  test("1,024 characters are counted, not UTF-16 units", () => {
    expect(of(skill("pdf-forms", `description: ${"🙂".repeat(1024)}`))).toEqual([]);
  });
});

describe("plain text", () => {
  test.each([
    ["a.md", "# Hi\n{{a}}\n", ["a"], "# Hi\n{{a}}"],
    ["a.txt", "---\nname: x\n---\n", [], "---\nname: x\n---"],
    [
      "a.j2",
      "{% for x in xs %}{{ x }}{{ y }}{% endfor %}",
      ["xs", "y"],
      "{% for x in xs %}{{ x }}{{ y }}{% endfor %}",
    ],
    ["prompts/system", "Hi {{a}}", ["a"], "Hi {{a}}"],
    ["a.xml", "<prompt>{{a}}</prompt>", ["a"], "<prompt>{{a}}</prompt>"],
  ])("%s", (path, text, inputs, message) => {
    const { document, findings } = parse(path, text);
    expect(findings).toEqual([]);
    expect(document?.format).toBe("plain-text");
    expect(document?.inputs.map(({ name }) => name)).toEqual(inputs);
    expect(document?.messages).toEqual([{ role: "user", text: message, line: 1 }]);
  });

  test("a variable that a Jinja template provides for is optional", () => {
    const { document } = parse(
      "a.j2",
      "{{ a }} {{ b | default('x') }} {% if c is defined %}{{ c }}{% endif %}",
    );
    expect(document?.inputs).toEqual([
      { name: "a", required: true },
      { name: "b", required: false },
      { name: "c", required: false },
    ]);
  });

  test("a broken Jinja template is an error at its line", () => {
    expect(complaints("a.j2", "Hi\n{% if a %}\nHo\n{% endfor %}\n")).toEqual([
      "4:1 error This closes `for`, but the block that is open is `if`. Write `{% endif %}` first.",
    ]);
  });

  test("a rule at the top of a Markdown file makes no front matter, only a doubt", () => {
    const { document, findings } = parse("a.md", "---\nJust a line\n---\nHi\n");
    expect(findings).toMatchObject([{ severity: "warning", line: 2 }]);
    expect(document?.messages).toEqual([{ role: "user", text: "---\nJust a line\n---\nHi", line: 1 }]);
  });
});
