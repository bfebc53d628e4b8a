// Where editors find the config's schema.

export const SCHEMA_ADDRESS =
  "https://raw.githubusercontent.com/prompt-steward/prompt-steward/v1/src/core/config/prompt-steward.schema.json";
