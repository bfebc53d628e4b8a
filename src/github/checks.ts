// Our check run on a commit.

import type { Checks } from "../core/ports.ts";
import type { Annotation } from "../core/review/report.ts";
import { type RepositoryClient, repositoryParameters } from "./client.ts";

export const CHECK_NAME = "prompt-steward";

/** GitHub takes so many annotations in one request; updates append more. */
const ANNOTATIONS_A_REQUEST = 50;
/** More would bury the reader, and each fifty cost a request. */
const MOST_ANNOTATIONS = 500;

/** @param appId the App whose check runs count as ours; undefined where any App's do (a workflow's token) */
export function checks(client: RepositoryClient, appId?: number): Checks {
  const { octokit } = client;
  const parameters = repositoryParameters(client);
  return {
    async write(commit, report) {
      const [first = [], ...rest] = inBatches(
        report.annotations.slice(0, MOST_ANNOTATIONS).map(toAnnotation),
      );
      const output = { title: report.title, summary: report.summary, text: report.text };
      const { data } = await octokit.request("POST /repos/{owner}/{repo}/check-runs", {
        ...parameters,
        name: CHECK_NAME,
        head_sha: commit,
        status: "completed",
        conclusion: report.conclusion,
        output: { ...output, annotations: first },
        actions: [
          {
            label: "Check again",
            identifier: "recheck",
            description: "Read everything anew and judge again",
          },
        ],
      });
      for (const annotations of rest) {
        await octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
          ...parameters,
          check_run_id: data.id,
          output: { ...output, annotations },
        });
      }
    },

    async readText(commit) {
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
        ...parameters,
        ref: commit,
        check_name: CHECK_NAME,
        filter: "latest",
        ...(appId === undefined ? {} : { app_id: appId }),
      });
      const newest = data.check_runs.reduce<(typeof data.check_runs)[number] | undefined>(
        (best, run) => (best && best.id > run.id ? best : run),
        undefined,
      );
      return newest?.output.text ?? undefined;
    },
  };
}

function toAnnotation({ path, line, level, title, message }: Annotation) {
  return {
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: title.slice(0, 255),
    message: message.slice(0, 4000),
  };
}

function inBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += ANNOTATIONS_A_REQUEST) {
    batches.push(items.slice(start, start + ANNOTATIONS_A_REQUEST));
  }
  return batches;
}
