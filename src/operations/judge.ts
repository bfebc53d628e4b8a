// Asks the core for its verdict until it has one, answering its questions in between.

import { type Evaluation, type EvaluationInput, evaluate } from "../core/review/evaluate.ts";
import type { Knowledge, Question } from "../core/review/inquiry.ts";

/** Questions come in few rounds, each asking what the answers before it made worth knowing. */
const MOST_ROUNDS = 20;

/** @param answer finds the answer and puts it into `known` */
export async function judge(
  input: EvaluationInput,
  known: Knowledge,
  answer: (question: Question) => Promise<void>,
): Promise<Evaluation> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const outcome = evaluate(input, known);
    if (outcome.kind === "evaluation") return outcome.evaluation;
    await Promise.all(outcome.questions.map(answer));
  }
  throw new Error(`no verdict on #${input.pull.number} after ${MOST_ROUNDS} rounds of questions`);
}
