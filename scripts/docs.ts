// The pages of the documentation lead where they say: every link to a file of ours, and every page from the index.

import { posix } from "node:path";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Finding } from "../src/core/finding.ts";

interface Link {
  readonly url: string;
  readonly line: number;
}

/** @param pages the text of every Markdown page by its path @param exists whether a file or folder is there */
export function judgeDocs(pages: ReadonlyMap<string, string>, exists: (path: string) => boolean): Finding[] {
  const findings: Finding[] = [];
  const anchors = new Map([...pages].map(([page, text]) => [page, anchorsOf(text)]));
  for (const [page, text] of pages) {
    for (const { url, line } of linksOf(text)) {
      const message = problemOf(page, url, anchors, exists);
      if (message) findings.push(problem(page, message, "Correct the link.", line));
    }
  }
  const index = linksOf(pages.get("docs/README.md") ?? "").map(
    ({ url }) => targetOf("docs/README.md", url).path,
  );
  for (const page of pages.keys()) {
    if (!/^docs\/[^/]+\.md$/.test(page) || page === "docs/README.md" || index.includes(page)) continue;
    findings.push(problem(page, "is not in the index of the docs.", "Add it to docs/README.md."));
  }
  return findings;
}

function problemOf(
  page: string,
  url: string,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
  exists: (path: string) => boolean,
): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(url)) return undefined;
  const { path, anchor } = targetOf(page, url);
  if (!exists(path)) return `links to ${path}, which does not exist.`;
  const known = anchors.get(path);
  if (anchor !== "" && known && !known.has(anchor))
    return `links to ${path}#${anchor}, which has no such heading.`;
  return undefined;
}

function targetOf(page: string, url: string): { path: string; anchor: string } {
  const [path = "", anchor = ""] = url.split("#");
  if (path === "") return { path: page, anchor };
  return { path: posix.join(posix.dirname(page), decodeURIComponent(path)).replace(/\/$/, ""), anchor };
}

function linksOf(text: string): Link[] {
  const links: Link[] = [];
  visit(fromMarkdown(text), (node) => {
    if (node.type === "link" || node.type === "image" || node.type === "definition") {
      links.push({ url: node.url, line: node.position?.start.line ?? 1 });
    }
  });
  return links;
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const times = new Map<string, number>();
  visit(fromMarkdown(text), (node) => {
    if (node.type !== "heading") return;
    const slug = textOf(node)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  });
  return anchors;
}

function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

function visit(node: Nodes, look: (node: Nodes) => void): void {
  look(node);
  if ("children" in node) for (const child of node.children) visit(child, look);
}

function problem(file: string, message: string, fix: string, line?: number): Finding {
  return { rule: "docs", severity: "error", file, message, fix, ...(line === undefined ? {} : { line }) };
}
