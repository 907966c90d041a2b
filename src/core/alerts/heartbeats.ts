import type { Aggregate, Deadline, Decision, Moment, Owed, Settled } from '../aggregate.ts';
import { decided } from '../aggregate.ts';
import { retryMs } from '../incident/effects.ts';
import type { Instant } from '../time.ts';
import { fromMs, inWords, MINUTE_MS, msBetween, plusMs } from '../time.ts';

/**
 * Something that must report again and again: a backup job, a sync. Its beats are a row of streams `BEAT-backup.1`,
 * `BEAT-backup.2` …: each holds so many beats, so that years of them cost nothing to read.
 */
export const BEATS = 'BEAT-';
export const beatsOf = (name: string) => `${BEATS}${name}.`;
export const BEATS_IN_A_STREAM = 500;

type Rhythm = { readonly everyMs: number; readonly graceMs: number };

export type BeatChange =
  /** The plan asks for it, at this rhythm. */
  | ({ readonly type: 'expected'; readonly name: string } & Rhythm)
  /** It reported; `ok: false` when it said itself that it had failed. */
  | { readonly type: 'beat'; readonly ok: boolean }
  | { readonly type: 'fellSilent'; readonly lateMs: number }
  /** The source of alerts was told how it stands. */
  | { readonly type: 'signalled'; readonly state: 'firing' | 'resolved' }
  | { readonly type: 'notSignalled'; readonly reason: string }
  /** The plan does not ask for it any more, or its next stream has begun. */
  | { readonly type: 'ended' };

export type BeatCommand =
  | ({ readonly type: 'expect'; readonly name: string } & Rhythm)
  | { readonly type: 'beat'; readonly ok: boolean }
  | { readonly type: 'end' };

export type BeatEffect = {
  readonly kind: 'signalBeat';
  readonly name: string;
  readonly state: 'firing' | 'resolved';
  readonly text: string;
};

export type Beats = Rhythm & {
  readonly name: string;
  /** Since when the plan asks for it; null before it did. */
  readonly since: Instant | null;
  readonly heardAt: Instant | null;
  readonly ok: boolean;
  readonly silentSince: Instant | null;
  readonly beats: number;
  readonly active: boolean;
  /** How it stands has changed, and the alerts do not know yet. */
  readonly signal: 'firing' | 'resolved' | null;
  readonly tries: number;
  readonly signalAt: Instant;
};

const begin: Beats = {
  name: '',
  everyMs: 0,
  graceMs: 0,
  since: null,
  heardAt: null,
  ok: true,
  silentSince: null,
  beats: 0,
  active: false,
  signal: null,
  tries: 0,
  signalAt: fromMs(0),
};

/** Not well: silent for too long, or it said so itself. */
export const isTroubled = ({ ok, silentSince }: Beats): boolean => !ok || silentSince !== null;

function evolve(state: Beats, event: BeatChange & { readonly at: Instant }): Beats {
  const { at } = event;
  switch (event.type) {
    case 'expected': {
      const { name, everyMs, graceMs } = event;
      return { ...state, name, everyMs, graceMs, active: true, since: state.since ?? at };
    }
    case 'beat': {
      const next = { ...state, heardAt: at, ok: event.ok, silentSince: null, beats: state.beats + 1 };
      if (isTroubled(next) === isTroubled(state)) return next;
      return { ...next, signal: event.ok ? 'resolved' : 'firing', tries: 0, signalAt: at };
    }
    case 'fellSilent': {
      const known = isTroubled(state);
      const next = { ...state, silentSince: at };
      return known ? next : { ...next, signal: 'firing', tries: 0, signalAt: at };
    }
    case 'signalled':
      // It may have changed once more meanwhile.
      return state.signal === event.state ? { ...state, signal: null, tries: 0 } : state;
    case 'notSignalled':
      return { ...state, tries: state.tries + 1, signalAt: plusMs(at, retryMs(state.tries + 1)) };
    case 'ended':
      return { ...state, active: false, signal: null };
    default:
      return state;
  }
}

/** Beats that follow each other so soon are one: at most twenty of them are kept in the time in which one is due. */
const leastApartMs = ({ everyMs }: Beats) => Math.min(MINUTE_MS, everyMs / 20);

function decide(state: Beats, command: BeatCommand, { at }: Moment): Decision<BeatChange> {
  switch (command.type) {
    case 'expect': {
      const same = state.active && state.everyMs === command.everyMs && state.graceMs === command.graceMs;
      return same ? decided() : decided({ ...command, type: 'expected' });
    }
    case 'beat': {
      const soon = state.heardAt !== null && msBetween(state.heardAt, at) < leastApartMs(state);
      const same = state.ok === command.ok && state.silentSince === null;
      return soon && same ? decided() : decided({ type: 'beat', ok: command.ok });
    }
    case 'end':
      return state.active ? decided({ type: 'ended' }) : decided();
    default:
      return command satisfies never;
  }
}

/** Silence counts from the first beat on: before it, the set-up is not done yet. */
function deadlines({ name, active, heardAt, silentSince, everyMs, graceMs }: Beats): readonly Deadline[] {
  if (!active || heardAt === null || silentSince !== null) return [];
  const key = `${name}/silent/${heardAt}`.replaceAll(':', '.');
  return [{ key, at: plusMs(heardAt, everyMs + graceMs), lane: 'house', facet: 'beats' }];
}

function outstanding(state: Beats): readonly Owed<BeatEffect>[] {
  const { name, active, signal, tries, signalAt } = state;
  if (!active || signal === null) return [];
  const key = `${name}/signal/${signal}/${tries}`;
  const effect = { kind: 'signalBeat', name, state: signal, text: saysOf(state) } as const;
  return [{ key, at: signalAt, lane: 'page', class: 'at least once', effect }];
}

/** Why it is troubled, or that it is not. */
function saysOf({ ok, silentSince, heardAt, everyMs }: Beats): string {
  if (!ok) return 'It reported that it had failed.';
  if (silentSince === null || heardAt === null) return 'It reports again.';
  return `It must report every ${inWords(everyMs)}, and was last heard ${inWords(msBetween(heardAt, silentSince))} before.`;
}

export const heartbeats: Aggregate<Beats, BeatChange, BeatCommand, BeatEffect> = {
  prefixes: [BEATS],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  live: () => false,
  deadlines,
  outstanding,
  pass: (_state, { at }, moment) => [{ type: 'fellSilent', lateMs: msBetween(at, moment.at) }],
  intend: () => [],
  settle: (_state, { effect: { state } }: Owed<BeatEffect>, { outcome }: Settled) =>
    outcome.outcome === 'accepted'
      ? [{ type: 'signalled', state }]
      : [{ type: 'notSignalled', reason: outcome.reason }],
};
