// All rules of the review gate, in the order their findings are shown.

import { approvalOnGitHub } from "./approval-on-github.ts";
import { busFactor } from "./bus-factor.ts";
import { changeRequest } from "./change-request.ts";
import { configValid } from "./config-valid.ts";
import { ownerApproval } from "./owner-approval.ts";
import { promptFile } from "./prompt-file.ts";
import { rationale } from "./rationale.ts";
import type { Rule } from "./rule.ts";
import { uncountedApproval } from "./uncounted-approval.ts";
import { unknownCoAuthor } from "./unknown-co-author.ts";
import { versionWishes } from "./version-wishes.ts";

export const RULES: readonly Rule[] = [
  configValid,
  promptFile,
  rationale,
  changeRequest,
  ownerApproval,
  uncountedApproval,
  approvalOnGitHub,
  busFactor,
  unknownCoAuthor,
  versionWishes,
];
