// Every slash command the app answers.

import type { Command } from "./command.ts";
import { steward } from "./steward.ts";

export const COMMANDS: readonly Command[] = [steward];
