// What this repository is called where its Actions and workflows are used.

export const OWN_REPOSITORY = "prompt-steward/prompt-steward";
