// How much a check run shows. GitHub takes 65,535 characters each of `output.summary` and `output.text`.

/** Less than GitHub's limit, to leave room for text that grows on the way there. */
export const SUMMARY_LIMIT = 60_000;

/** Rows of the table of prompts. */
export const MOST_ROWS = 100;

/** Findings of one list. */
export const MOST_FINDINGS = 30;

/** Prompts named in one sentence. */
export const MOST_NAMES = 10;
