// People and teams as the config names them: "@alice", "@acme/support".

import { type Login, type Party, parseLogin, parseParty, parseTeam } from "../identity.ts";
import { problem, quoted, type Reading, value } from "./reading.ts";

/** For the editors' schema. */
export const PERSON_PATTERN = "^@[^/\\s]+$";
export const PARTY_PATTERN = "^@[^/\\s]+(/[^/\\s]+)?$";

/** One person who can approve: never a team, never a bot. */
export function readPerson(role: "owner" | "backup", text: string): Reading<Login> {
  if (parseTeam(text)) {
    return problem(
      `must be one person, got the team ${withAt(text)}.`,
      `Name a person as ${role} and list the team under contributors.`,
    );
  }
  const login = parseLogin(text);
  if (!login) {
    return problem(
      `must be one person, got ${quoted(text)}.`,
      `Write one GitHub account with its @, such as ${role}: "@alice".`,
    );
  }
  if (isBot(login)) {
    return problem(
      `must be a person, got the bot @${login}.`,
      `Name a person as ${role}: a bot's approval never counts.`,
    );
  }
  return text.startsWith("@") ? value(login) : missingAt(text);
}

/** Somebody or some team. */
export function readParty(text: string): Reading<Party> {
  const party = parseParty(text);
  if (!party) {
    return problem(
      `must name people and teams, got ${quoted(text)}.`,
      'Write each on its own, as "@alice" or "@your-org/your-team".',
    );
  }
  return text.startsWith("@") ? value(party) : missingAt(text);
}

/** Somebody or some team that decides, so never a bot. */
export function readAdmin(text: string): Reading<Party> {
  const reading = readParty(text);
  if (reading.kind === "value" && reading.value.kind === "person" && isBot(reading.value.login)) {
    return problem(
      `must name people and teams, got the bot @${reading.value.login}.`,
      "Name a person or a team: a bot's approval never counts.",
    );
  }
  return reading;
}

/** An account as GitHub shows it, such as `dependabot[bot]`; the `@` may be left out. */
export function readAuthor(text: string): Reading<Login> {
  const login = parseLogin(text);
  if (login) return value(login);
  return problem(
    `must name accounts, got ${quoted(text)}.`,
    'Write each account as GitHub shows it, such as "@alice" or "dependabot[bot]".',
  );
}

function missingAt(text: string): Reading<never> {
  return problem(`lacks the @ in ${quoted(text)}.`, `Write "@${text}".`);
}

function withAt(text: string): string {
  return text.startsWith("@") ? text : `@${text}`;
}

function isBot(login: Login): boolean {
  return login.endsWith("[bot]");
}
