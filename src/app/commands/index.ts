// Every slash command the app answers.

import type { Command } from "./command.ts";
import { promote } from "./promote.ts";
import { steward } from "./steward.ts";

export const COMMANDS: readonly Command[] = [steward, promote];
