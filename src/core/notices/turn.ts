import type { Instant } from '../time.ts';
import { HOUR_MS, MINUTE_MS, plusMs } from '../time.ts';

/** Which way is tried, and how often it was: the retry of notices is data. */
export type Turn = {
  /** The message of this number to this person. */
  readonly bundle: number;
  /** All attempts of this message. */
  readonly attempt: number;
  /** The place of the way in the list. */
  readonly way: number;
  /** How often this way failed in this round. */
  readonly tries: number;
  readonly round: number;
  /** Not before; null: as soon as it is due. */
  readonly at: Instant | null;
};

/** What is busy now may work in two minutes; after so many tries the next way has its turn. */
const TRIES_EACH = 3;
const RETRY_MS = 2 * MINUTE_MS;
/** All ways failed: again an hour later, for a day. */
const ROUND_MS = HOUR_MS;
const ROUNDS = 24;

type Failed = { readonly permanent: boolean; readonly at: Instant };

const wayIsOver = ({ tries }: Turn, permanent: boolean) => permanent || tries + 1 >= TRIES_EACH;
const roundIsOver = (turn: Turn, ways: number, permanent: boolean) =>
  wayIsOver(turn, permanent) && turn.way + 1 >= ways;

/** Whether this failure was the last that is waited for. */
export const triesOver = (turn: Turn, ways: number, permanent: boolean) =>
  roundIsOver(turn, ways, permanent) && turn.round >= ROUNDS;

export function nextTry(turn: Turn, ways: number, { permanent, at }: Failed): Turn {
  const next = { ...turn, attempt: turn.attempt + 1 };
  if (!wayIsOver(turn, permanent)) return { ...next, tries: turn.tries + 1, at: plusMs(at, RETRY_MS) };
  if (!roundIsOver(turn, ways, permanent)) return { ...next, way: turn.way + 1, tries: 0, at };
  return { ...next, way: 0, tries: 0, round: turn.round + 1, at: plusMs(at, ROUND_MS) };
}
