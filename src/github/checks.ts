// Our check run on a commit.

import * as z from "zod";
import type { Checks, WrittenCheck } from "../core/ports.ts";
import type { Annotation } from "../core/review/report.ts";
import { type RepositoryClient, repositoryParameters } from "./client.ts";
import { conditional } from "./conditional.ts";
import { collect, PAGE_SIZE } from "./pages.ts";

export const CHECK_NAME = "prompt-steward";

/** What a check run is about, in its `external_id`: two pull requests may have one head. */
const PULL = "pull/";

/** GitHub takes so many annotations in one request; updates append more. */
const ANNOTATIONS_A_REQUEST = 50;
/** More would bury the reader, and each fifty cost a request. */
const MOST_ANNOTATIONS = 500;

/** The button on the check run, whose click GitHub tells the App that wrote it. */
export const RECHECK = {
  label: "Check again",
  identifier: "recheck",
  description: "Read everything anew and judge again",
} as const;

/** @param appId the App whose check runs count as ours; undefined where any App's do (a workflow's token) */
export function checks(client: RepositoryClient, appId?: number): Checks {
  const { octokit } = client;
  const parameters = repositoryParameters(client);
  return {
    async write(commit, report) {
      const [first = [], ...rest] = inBatches(
        report.annotations.slice(0, MOST_ANNOTATIONS).map(toAnnotation),
      );
      const { title, summary, text } = report;
      const output = { title, summary, ...(text === "" ? {} : { text }) };
      const { data } = await octokit.request("POST /repos/{owner}/{repo}/check-runs", {
        ...parameters,
        name: CHECK_NAME,
        head_sha: commit,
        status: "completed",
        conclusion: report.conclusion,
        ...(report.pull === undefined ? {} : { external_id: `${PULL}${report.pull}` }),
        output: { ...output, annotations: first },
        // Nobody listens to the button of a workflow's check run.
        ...(appId === undefined ? {} : { actions: [RECHECK] }),
      });
      for (const annotations of rest) {
        await octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
          ...parameters,
          check_run_id: data.id,
          output: { ...output, annotations },
        });
      }
    },

    async read(commit) {
      const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
      const wanted = {
        ...parameters,
        ref: commit,
        check_name: CHECK_NAME,
        filter: "all",
        per_page: PAGE_SIZE,
        ...(appId === undefined ? {} : { app_id: appId }),
      };
      const runs = await collect((page) =>
        conditional(octokit, client.memory.answers, route, { ...wanted, page }, toWritten),
      );
      return runs.sort((a, b) => b.id - a.id).map(({ id: _id, ...written }) => written);
    },
  };
}

const Runs = z.object({
  check_runs: z.array(
    z.object({
      id: z.number(),
      external_id: z.string().nullish(),
      output: z.object({ text: z.string().nullish() }),
    }),
  ),
});

function toWritten(data: unknown): (WrittenCheck & { readonly id: number })[] {
  return Runs.parse(data).check_runs.map(({ id, external_id: about, output }) => {
    const pull = about?.startsWith(PULL) ? Number(about.slice(PULL.length)) : Number.NaN;
    return { id, text: output.text ?? "", ...(Number.isInteger(pull) ? { pull } : {}) };
  });
}

function toAnnotation({ path, line, level, title, message }: Annotation) {
  return {
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: title.slice(0, 255).toWellFormed(),
    message: message.slice(0, 4000).toWellFormed(),
  };
}

function inBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += ANNOTATIONS_A_REQUEST) {
    batches.push(items.slice(start, start + ANNOTATIONS_A_REQUEST));
  }
  return batches;
}
