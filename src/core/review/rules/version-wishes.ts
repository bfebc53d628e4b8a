// What labels and description ask of version numbers in vain.

import { wishFindings } from "../../release/wishes.ts";
import { refusedWishFindings } from "../versions.ts";
import type { Rule } from "./rule.ts";

export const versionWishes: Rule = ({ versions, policy }) =>
  versions.kind === "proposed"
    ? [...wishFindings(versions.labels), ...refusedWishFindings(versions, policy)]
    : [];
