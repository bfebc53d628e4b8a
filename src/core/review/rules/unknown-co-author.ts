// Co-authors whose address belongs to no account cannot be kept from approving their own change: say so.

import type { Rule } from "./rule.ts";

export const unknownCoAuthor: Rule = ({ unknownEmails }) =>
  unknownEmails.map((email) => ({
    rule: "unknown-co-author",
    severity: "warning",
    message: `No GitHub account is known for the commit address ${email}.`,
    fix: "If it is an owner's, they should add it to their account, so that nobody approves their own change.",
  }));
