// What each rule is about, for tools that show rules beside findings. docs/cli.md and code scanning show these.

export interface RuleHelp {
  /** A short claim that findings of the rule contradict. */
  readonly title: string;
  /** Why it matters and what to do, in one or two sentences. */
  readonly help: string;
}

export const RULE_HELP: Readonly<Record<string, RuleHelp>> = {
  "bus-factor": {
    title: "A prompt has a backup",
    help: "With an owner alone, changes wait while they are away. Name one more person as `backup` in the prompt's entry.",
  },
  "change-request": {
    title: "No owner or backup asked for changes",
    help: "Answer the review. It stops blocking when its author approves or the review is dismissed.",
  },
  config: {
    title: "The config can be read where it is needed",
    help: "The policy is always read from the base branch. Mend the config in a pull request that changes nothing else.",
  },
  "config-conflict": {
    title: "Entries of the config do not contradict each other",
    help: "Two entries, or two values of one, cannot both hold. Change one of them.",
  },
  "config-syntax": {
    title: "The config is YAML",
    help: "Mend the line that the finding names. docs/config.md shows a whole config.",
  },
  "config-value": {
    title: "The config holds only keys and values that mean something",
    help: "Mend the value that the finding names. docs/config.md lists every key.",
  },
  "merge-group": {
    title: "What merges is what was approved",
    help: "The merge queue would merge other bytes of a prompt than its owner approved. Have the pull request approved again.",
  },
  "no-config": {
    title: "The base branch has a config",
    help: "Without `.github/prompt-steward.yml` no prompt is governed. `prompt-steward init --from-history` writes a first one.",
  },
  "no-owner": {
    title: "A prompt has one accountable owner",
    help: "Name one person as `owner` in the entry. Until then admins decide about the prompt.",
  },
  "owner-approval": {
    title: "The owner approved the bytes that merge",
    help: "The owner reviews and approves on GitHub. An approval stands until the prompt's bytes change.",
  },
  "prompt-encoding": {
    title: "A prompt is plain UTF-8 text",
    help: "Byte order marks and mixed line ends reach the model and no reviewer sees them. Save as UTF-8 without BOM, with LF.",
  },
  "prompt-file": {
    title: "A prompt file can be read as its format says",
    help: "Mend the line that the finding names, or the prompt fails where it is loaded.",
  },
  "prompt-id": {
    title: "Every prompt has an id of its own",
    help: "Ids become tags in git. Give one of the files an entry with its exact path and an `id`.",
  },
  "prompt-variables": {
    title: "A prompt declares the variables it uses",
    help: "Declare the variable among the inputs, or take it out of the template.",
  },
  rationale: {
    title: "The description says why",
    help: "Write the sections that the config lists into the pull request's description, each in a few words of your own.",
  },
  "shadowed-entry": {
    title: "Every entry of the config decides about some file",
    help: "The last entry that matches wins. Move the general entries up, or remove the one without effect.",
  },
  "too-large": {
    title: "The change is small enough to be seen whole",
    help: "GitHub lists a limited number of files. Split the pull request.",
  },
  "uncounted-approval": {
    title: "An approval counts only from who may give it",
    help: "The owner approves. A backup stands in where the owner cannot, and both need write access to the repository.",
  },
  "unknown-co-author": {
    title: "Every author of the change is known on GitHub",
    help: "Somebody whose address belongs to no account could approve their own change. They add it to their account.",
  },
  "unmatched-pattern": {
    title: "Every pattern of the config matches some file",
    help: "Correct the path, or remove the entry.",
  },
  "version-label": {
    title: "A label about versions asks for one",
    help: "The labels are `prompt-steward:major`, `prompt-steward:minor` and `prompt-steward:patch`.",
  },
  "version-wish": {
    title: "Only an admin lowers a version",
    help: "Anybody may ask for a higher version than the changes do. For a lower one an admin sets the label.",
  },
};
