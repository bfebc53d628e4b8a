// Committers and co-authors whose address belongs to no account cannot be kept from approving their own change: say so.

import { quoted } from "../../config/reading.ts";
import type { Rule } from "./rule.ts";

const MOST_NAMED = 5;

export const unknownCoAuthor: Rule = ({ unknownEmails, uncheckedEmails }) => {
  if (unknownEmails.length === 0 && uncheckedEmails === 0) return [];
  const named = unknownEmails.slice(0, MOST_NAMED).map(quoted);
  const rest = unknownEmails.length - named.length + uncheckedEmails;
  const addresses = [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  return [
    {
      rule: "unknown-co-author",
      severity: "warning",
      message: `No GitHub account is known for whoever made commits as ${addresses}.`,
      fix: "If the address is an owner's, they should add it to their account, so that nobody approves their own change.",
    },
  ];
};
