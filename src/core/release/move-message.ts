// A move of an environment as the message of its tag, and back.

import * as z from "zod";
import { type Login, type PromptId, parseLogin } from "../identity.ts";
import { boundedMove } from "./bounds.ts";
import type { MoveRecord } from "./record.ts";
import { loginShape, promptShape, timeShape, versionShape } from "./shapes.ts";
import { readTagMessage, type TagReading, writeTagMessage } from "./tag-message.ts";
import { parseVersion } from "./version.ts";

const moveShape = z
  .object({
    prompt: promptShape,
    environment: z.string().min(1),
    n: z.int().positive(),
    from: versionShape.exactOptional(),
    to: versionShape,
    by: loginShape,
    at: timeShape,
    why: z.string(),
    bad: z.array(versionShape).exactOptional(),
    pull: z.int().positive().exactOptional(),
  })
  .transform(({ bad, ...rest }): MoveRecord => ({ ...rest, bad: bad ?? [] }));

/** A reason beyond the bounds is cut, with a mark that says so. */
export function writeMoveMessage(full: MoveRecord): string {
  const { prompt, environment, n, from, to, by, at, why, bad, pull } = boundedMove(full);
  return writeTagMessage(`${prompt}: ${environment} runs ${to}${from ? `, was ${from}` : ""}`, {
    prompt,
    environment,
    n,
    ...(from && { from }),
    to,
    by,
    at,
    ...(pull !== undefined && { pull }),
    ...(bad.length > 0 && { bad }),
    why,
  });
}

export function readMoveMessage(message: string): TagReading<MoveRecord> {
  return readTagMessage(message, moveShape);
}

/** All of a move but its reason. */
export type MoveHead = Omit<MoveRecord, "why">;

/** As `readMoveMessage`, twenty times faster for what `writeMoveMessage` wrote: `status` reads 20,000 of them. */
export function readMoveHead(message: string): TagReading<MoveHead> {
  const quick = readQuickly(message);
  return quick ? { kind: "record", record: quick } : readMoveMessage(message);
}

// Values that need quotes in YAML do not match, nor does anything written by hand in another way.
const HEAD =
  /^[^\n]*\n\nformat: 1\nprompt: (?<prompt>[^\s"'#&*!|>%@`?:-]\S*)\nenvironment: (?<environment>[a-z][a-z0-9_-]*)\nn: (?<n>[1-9]\d{0,8})\n(?:from: (?<from>\d[^\s"'#:]*)\n)?to: (?<to>\d[^\s"'#:]*)\nby: (?<by>[a-z][a-z\d_-]*(?:\[bot\])?)\nat: (?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\n(?:pull: (?<pull>[1-9]\d{0,8})\n)?(?:bad:\n(?<bad>(?: {2}- \d[^\s"'#:]*\n)+))?why: /;

function readQuickly(message: string): MoveHead | undefined {
  const found = HEAD.exec(message)?.groups;
  if (!found) return undefined;
  const { prompt = "", environment = "", n, from, to = "", by = "", at = "", pull, bad } = found;
  const [origin, target] = [from === undefined ? undefined : parseVersion(from), parseVersion(to)];
  const declared = (bad?.match(/\d\S*/g) ?? []).flatMap((text) => parseVersion(text) ?? []);
  const isSound = target && (origin || from === undefined) && parseLogin(by) && !Number.isNaN(Date.parse(at));
  if (!isSound || declared.length !== (bad?.split("\n").length ?? 1) - 1) return undefined;
  return {
    prompt: prompt as PromptId,
    environment,
    n: Number(n),
    ...(origin && { from: origin }),
    to: target,
    by: by as Login,
    at,
    bad: declared,
    ...(pull !== undefined && { pull: Number(pull) }),
  };
}
