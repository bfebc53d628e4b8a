// What people ask of the next version number: by a label of the pull request, or by a line of its description.

import type { Nodes } from "mdast";
import type { Finding } from "../finding.ts";
import type { Login, PromptId } from "../identity.ts";
import { readBlocks } from "../markdown/blocks.ts";
import type { Bump } from "./version.ts";

export interface Wish {
  readonly bump: Bump;
  /** The prompts it is about; undefined stands for every one of the pull request. */
  readonly prompts?: readonly string[];
  readonly source: "label" | "description";
  /** Undefined where GitHub does not tell who set the label. */
  readonly by?: Login;
  readonly authority: "admin" | "anyone";
}

export interface Label {
  readonly name: string;
  readonly by?: Login | undefined;
}

export interface WishSources {
  readonly labels: readonly Label[];
  readonly body: string;
  readonly author: Login;
  isAdmin(login: Login): boolean;
}

const LABEL = /^prompt-steward:\s*(\S+)$/i;
const LINE = /^version\s*:\s*(major|minor|patch)\b\.?(?:\s+(?:for\s+)?(?<prompts>\S.*))?$/i;

/** GitHub's name for accounts that are gone, and ours for an author who is not known. */
const NOBODY = "ghost";

/** In quotes and code nobody asks for anything, and the comments of a template are code to Markdown. */
const NO_PROSE = new Set(["blockquote", "code", "html", "inlineCode"]);

/** A line asks for all prompts, `Version: major for support/triage, mail` for those it names. */
export function readWishes({ labels, body, author, isAdmin }: WishSources): Wish[] {
  const ofLabels = labels.flatMap(({ name, by }): Wish[] => {
    const bump = asBump(LABEL.exec(name)?.[1]);
    if (!bump) return [];
    return [{ bump, source: "label", authority: authorityOf(by, isAdmin), ...(by && { by }) }];
  });
  const ofLines = versionLines(body).flatMap((line): Wish[] => {
    const found = LINE.exec(line);
    const bump = asBump(found?.[1]);
    if (!bump) return [];
    const prompts = found?.groups?.prompts?.split(/[\s,]+/).filter(Boolean);
    const common = {
      bump,
      source: "description",
      authority: authorityOf(author, isAdmin),
      ...(author !== NOBODY && { by: author }),
    } as const;
    return [prompts ? { ...common, prompts } : common];
  });
  return [...ofLabels, ...ofLines];
}

/** Labels that look like a wish and are none. */
export function wishFindings(labels: readonly Label[]): Finding[] {
  return labels.flatMap(({ name }): Finding[] => {
    const asked = LABEL.exec(name)?.[1];
    if (asked === undefined || asBump(asked)) return [];
    const message = `The label ${JSON.stringify(name.slice(0, 80))} asks for no version.`;
    const fix = "Use `prompt-steward:major`, `prompt-steward:minor` or `prompt-steward:patch`.";
    return [{ rule: "version-label", severity: "warning", message, fix }];
  });
}

export function isVersionLabel(name: string): boolean {
  return LABEL.test(name);
}

export function concerns(wish: Wish, prompt: PromptId): boolean {
  return wish.prompts === undefined || wish.prompts.includes(prompt);
}

export function describeWish({ source, bump, by }: Wish): string {
  const who = by ? ` of \`@${by}\`` : "";
  return source === "label" ? `label \`prompt-steward:${bump}\`${who}` : `the description${who}`;
}

function authorityOf(by: Login | undefined, isAdmin: (login: Login) => boolean): Wish["authority"] {
  return by && isAdmin(by) ? "admin" : "anyone";
}

function asBump(text: string | undefined): Bump | undefined {
  const lower = text?.toLowerCase();
  return lower === "major" || lower === "minor" || lower === "patch" ? lower : undefined;
}

function versionLines(body: string): string[] {
  if (!/version\s*[:*_]/i.test(body)) return [];
  return readBlocks(body)
    .blocks.flatMap((block) => textOf(block).split("\n"))
    .map((line) => line.trim());
}

function textOf(node: Nodes): string {
  if (NO_PROSE.has(node.type)) return "";
  if (node.type === "break") return "\n";
  if ("value" in node) return node.value;
  if (!("children" in node)) return "";
  const isInline = node.type === "paragraph" || node.type === "heading" || "url" in node || isMark(node.type);
  return node.children.map(textOf).join(isInline ? "" : "\n");
}

function isMark(type: string): boolean {
  return type === "strong" || type === "emphasis" || type === "delete";
}
