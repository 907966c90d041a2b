import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import type { Log } from '../../../../ports/log.ts';

/** Bot, app, user, refresh and configuration tokens; a response_url; the ticket in the address of a Socket Mode connection. */
const SECRETS = [
  /\bx(?:ox[a-z]|app)[-.][\w.%-]+/gi,
  /https:\/\/hooks\.slack\.com\/[^\s"'<>]+/gi,
  /\bwss?:\/\/[^\s"'<>]+/gi,
  /\b(?:client_secret|code|state|token|ticket|refresh_token)=[^\s"'&<>]+/gi,
];
const LONGEST_LINE = 1_000;

/** The text without what opens a door. */
export const withoutSecrets = (text: string) =>
  SECRETS.reduce((left, secret) => left.replace(secret, '[hidden]'), text);

/** Lines of Bolt and of Slack's SDK in our log. What they say for debugging holds whole payloads and is dropped. */
export function boltLog(log: Log): Logger {
  return {
    debug: () => undefined,
    info: (...given: readonly unknown[]) => log.info({ part: 'slack' }, lineOf(given)),
    warn: (...given: readonly unknown[]) => log.warn({ part: 'slack' }, lineOf(given)),
    error: (...given: readonly unknown[]) => log.error({ part: 'slack' }, lineOf(given)),
    // The level is the log's own.
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

/** A log that remembers its last line of trouble and is silent: for a library that repeats itself while Slack is away. */
export function lastWord(): { readonly logger: Logger; readonly last: () => string | undefined } {
  let last: string | undefined;
  const hear = (...given: readonly unknown[]) => {
    last = lineOf(given);
  };
  const quiet = () => undefined;
  return {
    logger: {
      debug: quiet,
      info: quiet,
      warn: hear,
      error: hear,
      setLevel: quiet,
      getLevel: () => LogLevel.INFO,
      setName: quiet,
    },
    last: () => last,
  };
}

/** Of an error only its name and its message: its fields may hold headers and bodies. */
function lineOf(given: readonly unknown[]): string {
  const words = given.map((each) =>
    each instanceof Error ? `${each.name}: ${each.message}` : typeof each === 'string' ? each : typeof each,
  );
  return withoutSecrets(words.join(' ')).slice(0, LONGEST_LINE);
}
