// Commits and changed files as GitHub's API shows them.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Commit, Identity } from "../git/objects.ts";
import type { ComparedFile } from "../pulls/comparison.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, toSeconds, type World } from "../world.ts";
import { simpleUser } from "./accounts.ts";

export function commitJson(world: World, repository: RepositoryRecord, commit: Commit): Json {
  const { sha, message, tree, parents, author, committer } = commit;
  const api = `${world.url}/repos/${repository.fullName}`;
  const web = `${world.url}/${repository.fullName}/commit`;
  const account = ({ email }: Identity) => {
    const found = world.registry.ofEmail(email);
    return found ? simpleUser(world, found) : null;
  };
  return {
    sha,
    node_id: nodeId("C", Number.parseInt(sha.slice(0, 8), 16)),
    commit: {
      author: { ...author, date: toSeconds(author.date) },
      committer: { ...committer, date: toSeconds(committer.date) },
      message,
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${api}/commits/${sha}`,
    html_url: `${web}/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    author: account(author),
    committer: account(committer),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${web}/${parent}`,
    })),
  };
}

/** @param at the commit whose version is linked */
export function fileJson(world: World, repository: RepositoryRecord, file: ComparedFile, at: string): Json {
  const { path, status, text } = file;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const web = `${world.url}/${repository.fullName}`;
  return {
    sha: status === "removed" ? file.before.sha : file.after.sha,
    filename: path,
    status,
    additions: text.additions,
    deletions: text.deletions,
    changes: text.additions + text.deletions,
    blob_url: `${web}/blob/${at}/${encoded}`,
    raw_url: `${web}/raw/${at}/${encoded}`,
    contents_url: `${world.url}/repos/${repository.fullName}/contents/${encoded}?ref=${at}`,
    ...(text.patch === undefined ? {} : { patch: text.patch }),
    ...(status === "renamed" ? { previous_filename: file.previousPath } : {}),
  };
}
