// The proposal as the text of a config, with what it rests on as comments.

import { Document, isMap, type Node, type YAMLMap } from "yaml";
import { SCHEMA_ADDRESS } from "../config/schema-address.ts";
import { mention } from "../identity.ts";
import { visible } from "../text/lines.ts";
import type { Proposal, ProposedEntry } from "./proposal.ts";

const HEADER = [
  `yaml-language-server: $schema=${SCHEMA_ADDRESS}`,
  "",
  "Who answers for which prompt. As in CODEOWNERS, the last entry that matches a file decides.",
  "Next:",
  "  1. Read the entries, and fill in what a comment asks for.",
  "  2. See what they govern:      npx prompt-steward list",
  "  3. Try them on past changes:  npx prompt-steward backtest",
  "  4. Commit this file, and require the check `prompt-steward` in the branch's rules.",
];
const ADMINS = "Own this file, and decide where nobody else can.";
const ADMINS_MISSING = 'fill in people or teams, such as "@your-org/your-team"';
const NOTHING_FOUND = [
  "No file here looks like a prompt. An entry reads:",
  "  - path: prompts/support/**",
  '    owner: "@alice"',
  '    backup: "@bob"',
];

/** Built node by node, so that no name or address can become anything but a value or a comment. */
export function renderProposal({ admins, adminEvidence, entries }: Proposal): string {
  const document = new Document({ version: 1 });
  document.commentBefore = commentOf(HEADER);
  const adminList = document.createNode(admins.map(mention), { flow: true });
  if (admins.length === 0) adminList.comment = commentOf([ADMINS_MISSING]);
  addKey(document, "admins", adminList, [ADMINS, ...adminEvidence]);
  const list = document.createNode(entries.map(toPlain));
  for (const [at, item] of list.items.entries()) {
    const entry = entries[at];
    if (entry && isMap(item)) annotate(item, entry, at);
  }
  addKey(document, "prompts", list, entries.length === 0 ? NOTHING_FOUND : []);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** In production an entry needs an owner, so without one it starts as a draft: the config can be tried at once. */
function toPlain({ pattern, id, owner, backup, contributors }: ProposedEntry): Record<string, unknown> {
  return {
    path: pattern,
    ...(id && { id }),
    ...(owner ? { owner: mention(owner) } : { status: "draft" }),
    ...(backup && { backup: mention(backup) }),
    ...(contributors.length > 0 && { contributors: contributors.map(mention) }),
  };
}

function annotate(item: YAMLMap, { owner, evidence, ownerHint }: ProposedEntry, at: number): void {
  if (evidence.length > 0) item.commentBefore = commentOf([evidence.join("; ")]);
  item.spaceBefore = at > 0;
  const contributors: unknown = item.get("contributors", true);
  if (contributors && typeof contributors === "object") Object.assign(contributors, { flow: true });
  if (owner) return;
  const who = ownerHint === undefined ? "" : `${ownerHint}? `;
  item.comment = commentOf([`${who}Fill in one person's account, and remove "status: draft":`, 'owner: "@"']);
}

function addKey(document: Document, name: string, value: Node, comments: readonly string[]): void {
  const key = document.createNode(name);
  if (comments.length > 0) key.commentBefore = commentOf(comments);
  key.spaceBefore = true;
  document.add(document.createPair(key, value));
}

/** In characters: a name or a pattern can be as long as somebody likes. */
const LONGEST_LINE = 400;

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => (line === "" ? "" : ` ${oneLine(line)}`)).join("\n");
}

/** What the config's reader refuses as invisible or not UTF-8 would be refused in a comment as well. */
function oneLine(text: string): string {
  const plain = visible(text).replace(/[\ufeff\ufffd]|\p{Surrogate}/gu, "?");
  return plain.length > LONGEST_LINE
    ? `${plain.slice(0, LONGEST_LINE).toWellFormed().replace("\ufffd", "")}…`
    : plain;
}
