// The whole of .github/prompt-steward.yml: every key, what it may hold, and the text that editors show for it.

import * as z from "zod";
import { DURATION_PATTERN, readDuration } from "./duration.ts";
import { PARTY_PATTERN, PERSON_PATTERN, readAdmin, readAuthor, readParty, readPerson } from "./names.ts";
import { readPattern } from "./pattern.ts";
import { PROMPT_ID_PATTERN, readPromptId } from "./prompt-id.ts";
import { quoted, type Reading } from "./reading.ts";

/** The only version there is. */
const CONFIG_VERSION = 1;

/** More entries than this are refused: nobody can oversee them, and 1 MiB holds hardly more. */
const MAX_ENTRIES = 20_000;

const text = () => z.string().trim().min(1).max(1_000);
const uniqueTexts = () =>
  z.array(text()).superRefine((texts, context) => {
    const again = firstRepeated(texts);
    if (again === undefined) return;
    const message = `names ${quoted(texts[again] ?? "")} twice.`;
    context.addIssue({ code: "custom", path: [again], message, params: { fix: "Remove one of them." } });
  });
const duration = () => read(readDuration).meta({ pattern: DURATION_PATTERN });
const party = () => read(readParty).meta({ pattern: PARTY_PATTERN, examples: ["@alice", "@acme/support"] });
const person = (role: "owner" | "backup") => read((name) => readPerson(role, name));

export const entrySchema = z
  .strictObject({
    path: read(readPattern).meta({
      description:
        "The file, or a pattern of files, from the repository's root. `*` stays in a folder, `**` crosses folders, `{a,b}` is either.",
      examples: ["prompts/support/triage.prompt.yml", "prompts/marketing/**/*.prompt.yml"],
    }),
    id: read(readPromptId)
      .exactOptional()
      .meta({
        description:
          "The prompt's stable name, kept when the file is renamed. Only where `path` names one file. Left out: the path without `prompts/` and extension.",
        pattern: PROMPT_ID_PATTERN,
        examples: ["support/triage"],
      }),
    owner: person("owner")
      .exactOptional()
      .meta({
        description: "The one person who is accountable and must approve every change. Never a team.",
        pattern: PERSON_PATTERN,
        examples: ["@alice"],
      }),
    backup: person("backup")
      .exactOptional()
      .meta({
        description: "The one person who acts when the owner is the author, away or gone. Never a team.",
        pattern: PERSON_PATTERN,
        examples: ["@bob"],
      }),
    contributors: z
      .array(party())
      .default([])
      .meta({
        description: "People and teams that may change the prompt.",
        examples: [["@acme/support-ai"]],
      }),
    consumers: z
      .array(party())
      .default([])
      .meta({
        description: "People and teams that run the prompt and must hear of changes.",
        examples: [["@acme/chat-web"]],
      }),
    purpose: text()
      .exactOptional()
      .meta({
        description: "One sentence on what the prompt is for.",
        examples: ["Route a support ticket to a queue."],
      }),
    status: z.enum(["draft", "staging", "production", "deprecated"]).default("production").meta({
      description: "Where the prompt is in its life. In production it must have an owner.",
    }),
    review_every: duration()
      .exactOptional()
      .meta({ description: "How often the owner should look at the prompt again.", examples: ["90d"] }),
  })
  .meta({ description: "Which files are prompts, and who answers for them." });

export const adminsSchema = z
  .array(read(readAdmin).meta({ pattern: PARTY_PATTERN }))
  .min(1)
  .meta({
    description: "The people and teams who own this file and decide where nobody else can.",
    examples: [["@acme/ai-platform"]],
  });

const reviewSchema = z.strictObject({
  breaking: z
    .array(z.enum(["owner", "consumers"]))
    .min(1)
    .default(["owner"])
    .meta({ description: "Who must approve a breaking change.", examples: [["owner", "consumers"]] }),
  objection_window: duration()
    .exactOptional()
    .meta({
      description: "How long consumers may object to a change before it is released.",
      examples: ["2d"],
    }),
  stale: z.enum(["bytes", "commit", "never"]).default("bytes").meta({
    description:
      "When an approval is void: when the prompt's bytes change, when any commit is pushed, or never.",
  }),
});

const rationaleSchema = z.strictObject({
  sections: uniqueTexts()
    .default(["Why", "Expected effect", "Evaluation", "Rollback plan"])
    .meta({
      description: "The headings that a pull request's description must have, with text under each.",
      examples: [["Why", "Expected effect", "Evaluation", "Rollback plan"]],
    }),
  min_words: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .meta({ description: "How many words a section needs before it counts.", examples: [5] }),
  exempt_authors: z
    .array(read(readAuthor))
    .default([])
    .meta({
      description: "Accounts whose pull requests need no rationale.",
      examples: [["dependabot[bot]"]],
    }),
});

const environment = () =>
  z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, {
    error: "must be a name of up to 50 lower-case letters, digits, - and _.",
  });

const evaluationSchema = z.strictObject({
  required_checks: uniqueTexts()
    .default([])
    .meta({
      description: "Check runs that must be green at the pull request's head before a release.",
      examples: [["promptfoo"]],
    }),
});

const releaseSchema = z.strictObject({
  environments: z
    .array(environment())
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: "must not name one twice." })
    .default(["production"])
    .meta({
      description:
        "Where releases run, in the order in which they are promoted. Each release runs in the first one at once.",
      examples: [["staging", "production"]],
    }),
  github_release: z.enum(["prompt", "merge", "none"]).default("prompt").meta({
    description: "For what a GitHub Release is made: each version of a prompt, each merge, or nothing.",
  }),
});

const criterionSchema = z.strictObject({
  when: text().meta({
    description: "What is seen, in plain words.",
    examples: ["satisfaction drops by 10 points against the previous release"],
  }),
  do: z.enum(["rollback", "investigate"]).meta({ description: "What to do then." }),
});

const rollbackSchema = z.strictObject({
  on_call: z
    .array(party())
    .min(1)
    .exactOptional()
    .meta({
      description: "The people and teams who may roll back at any hour.",
      examples: [["@acme/prompt-oncall"]],
    }),
  merge: z.enum(["auto", "manual"]).exactOptional().meta({
    description: "Whether a rollback's pull request merges by itself once its checks are green.",
  }),
  objective: duration()
    .exactOptional()
    .meta({ description: "How long a rollback may take, from the command to the merge.", examples: ["5m"] }),
  drill_every: duration()
    .exactOptional()
    .meta({ description: "How often the rollback is practised.", examples: ["30d"] }),
  criteria: z
    .array(criterionSchema)
    .exactOptional()
    .meta({ description: "When to roll back and when to look closer first." }),
});

const feedbackSchema = z.strictObject({
  low: z
    .number()
    .min(0)
    .max(1)
    .exactOptional()
    .meta({
      description: "A rating at or under this is low; ratings are brought to the range from 0 to 1.",
      examples: [0.4],
    }),
  min_samples: z
    .int()
    .min(1)
    .exactOptional()
    .meta({
      description: "How many rated outputs a judgement needs.",
      examples: [30],
    }),
  false_alarm_rate: z
    .number()
    .gt(0)
    .lt(1)
    .exactOptional()
    .meta({
      description: "The share of alarms that may be false.",
      examples: [0.05],
    }),
});

const notifySchema = z.strictObject({
  webhook: z
    .string()
    .regex(/^(?:https?:\/\/\S+|\$\{[A-Za-z_][A-Za-z0-9_]*\})$/, {
      error: "must be an address or the name of an environment variable in ${...}.",
    })
    .meta({
      description:
        "Where to post Slack-compatible JSON. Name an environment variable, so that the address stays secret.",
      examples: ["${SLACK_WEBHOOK_URL}"],
    }),
  on: z
    .array(z.enum(["rollback", "drill", "feedback"]))
    .min(1)
    .meta({ description: "What to tell.", examples: [["rollback", "drill", "feedback"]] }),
});

export const configSchema = z
  .strictObject({
    version: z
      .literal(CONFIG_VERSION)
      .meta({ description: "The version of this file's format.", examples: [1] }),
    admins: adminsSchema,
    prompts: z.array(entrySchema).max(MAX_ENTRIES).default([]).meta({
      description: "Which files are prompts. As in CODEOWNERS, the last entry that matches a path wins.",
    }),
    review: reviewSchema.prefault({}).meta({ description: "What an approval must be." }),
    rationale: rationaleSchema
      .prefault({})
      .meta({ description: "What a pull request must say about its change." }),
    evaluation: evaluationSchema.prefault({}).meta({ description: "What must be green before a release." }),
    release: releaseSchema.prefault({}).meta({ description: "Where releases run." }),
    rollback: rollbackSchema.exactOptional().meta({ description: "The way back." }),
    feedback: feedbackSchema.exactOptional().meta({ description: "When users' ratings reach the owner." }),
    notify: z.array(notifySchema).exactOptional().meta({ description: "Who else is told, and of what." }),
  })
  .meta({ title: "Prompt Steward config" });

export type ConfigEntry = z.output<typeof entrySchema>;

/** A text that one of our readers turns into its type; its problem becomes the issue, the mend its `params.fix`. */
function read<T>(reader: (text: string) => Reading<T>) {
  return z.string().transform((written, context): T => {
    const reading = reader(written);
    if (reading.kind === "value") return reading.value;
    context.addIssue({ code: "custom", message: reading.problem, params: { fix: reading.fix } });
    return z.NEVER;
  });
}

function firstRepeated(texts: readonly string[]): number | undefined {
  const seen = new Set<string>();
  const at = texts.findIndex((one) => seen.size === seen.add(one.toLowerCase()).size);
  return at === -1 ? undefined : at;
}
