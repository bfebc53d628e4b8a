// The shapes of the values that records in tags hold, shared by releases and moves.

import * as z from "zod";
import { readPromptId } from "../config/prompt-id.ts";
import { type Login, type PromptId, parseLogin, type Sha } from "../identity.ts";
import { parseVersion, type Version } from "./version.ts";

export const promptShape = z
  .string()
  .refine((text) => readPromptId(text).kind === "value", { error: "is no prompt id" })
  .transform((text) => text as PromptId);

export const versionShape = z
  .string()
  .refine((text) => parseVersion(text) !== undefined, { error: "is no semantic version" })
  .transform((text) => text as Version);

export const loginShape = z
  .string()
  .refine((text) => parseLogin(text) !== undefined, { error: "is no GitHub account" })
  .transform((text) => text.toLowerCase() as Login);

export const shaShape = z
  .string()
  .regex(/^(?:[\da-f]{40}|[\da-f]{64})$/, { error: "is no git object" })
  .transform((text) => text as Sha);

export const digestShape = z.string().regex(/^[\da-f]{64}$/, { error: "is no SHA-256 digest" });

export const countShape = z.int().min(0);

export const timeShape = z.iso.datetime({ offset: true, error: "is no time in ISO 8601" });
