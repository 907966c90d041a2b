import type { Instant } from '../../../../core/time.ts';
import { fromMs, shortTime } from '../../../../core/time.ts';
import { clean } from '../../../../core/words/clean.ts';
import { cut, front } from '../draw/clamp.ts';
import { inOneLine } from '../draw/times.ts';
import type { WordsParts } from './words-parts.ts';

/** A message as somebody wrote it; `user` is null for what an app wrote. */
export type Written = { readonly ts: string; readonly user: string | null; readonly text: string };

type Parts = Pick<WordsParts, 'directory' | 'host'>;

/** Of a message so much is read; far more than a title or a note keeps of it. */
const MOST_READ = 2_500;
const MOST_NAMED = 10;
const LONGEST_NAME = 80;
/** The rest of a long message stays where it was written. */
const LONGEST_NOTE = 1_000;
const MENTION = /<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>/g;

/** What the message says, as one line of plain words: entities read, people by their names, links as they look. */
export async function plainWords({ directory }: Parts, team: string, text: string): Promise<string> {
  const shown = front(text, MOST_READ);
  const users = [...new Set([...shown.matchAll(MENTION)].map(([, user = '']) => user))].slice(0, MOST_NAMED);
  const named = new Map(
    await Promise.all(users.map(async (user) => [user, await nameOf({ directory }, team, user)] as const)),
  );
  const withNames = shown.replace(MENTION, (mention, user: string) => {
    const name = named.get(user);
    return name === undefined ? mention : `@${name.replace(/[<>|&]/g, ' ')}`;
  });
  const cleaned = clean(withNames, true);
  return cleaned.ok ? inOneLine(cleaned.text) : '';
}

async function nameOf({ directory }: Pick<Parts, 'directory'>, team: string, user: string): Promise<string> {
  const who = await directory.whoIs(team, user);
  return who.known ? cut(inOneLine(who.name), LONGEST_NAME) : 'somebody';
}

/** `Ann Berg wrote at 14:05 EST: "the carrier says area fault"`. */
export async function asNote(parts: Parts, team: string, { ts, user, text }: Written): Promise<string> {
  const { host } = parts;
  const [who, words, now] = await Promise.all([
    user === null ? 'an app' : nameOf(parts, team, user),
    plainWords(parts, team, text),
    host.now(),
  ]);
  const when = shortTime(instantOf(ts), host.book().plan.plan.timezone, now);
  return `${who} wrote at ${when}: ${words === '' ? 'something without words' : `"${cut(words, LONGEST_NOTE)}"`}`;
}

/** A message's ts is seconds since the epoch, with digits that make it one of a kind. */
const instantOf = (ts: string): Instant => fromMs(Math.floor(Number(ts) * 1_000));
