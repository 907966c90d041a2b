import type { Alerting } from './alerts.ts';
import type { Outcome } from './core/aggregate.ts';
import type { BeatCommand, BeatEffect, Beats } from './core/alerts/heartbeats.ts';
import { BEATS, BEATS_IN_A_STREAM, beatsOf, isTroubled } from './core/alerts/heartbeats.ts';
import { HEARTBEATS, heartbeatsOf } from './core/alerts/rules.ts';
import type { Book } from './core/book.ts';
import { MUSTER } from './core/incident/events.ts';
import { entry } from './core/plan/schema.ts';
import { inWords, msBetween, SECOND_MS, spanMs } from './core/time.ts';
import type { Instant } from './core/time.ts';
import type { Engine } from './engine/engine.ts';
import type { Performer } from './ports/performer.ts';
import type { Store } from './ports/store.ts';

type Parts = {
  readonly engine: () => Pick<Engine, 'handle' | 'read'>;
  readonly store: Pick<Store, 'streams' | 'openStreams'>;
  readonly book: () => Book;
  readonly now: () => Instant;
  readonly alerts: () => Pick<Alerting, 'take'>;
};

export interface BeatLife {
  /** Expects what the plan in force asks for, and nothing else. */
  sync(): Promise<void>;
  /** Something reported. False when the plan has no heartbeat of that name. Rejects only when the store fails. */
  beat(name: string, ok: boolean): Promise<boolean>;
  /** How each stands, in the order of the plan. */
  list(): Promise<readonly Beats[]>;
  /** What was never heard although it should have been twice, one sentence each. */
  missing(): readonly string[];
  readonly performer: Performer<BeatEffect>;
}

export function beatLife({ engine, store, book, now, alerts }: Parts): BeatLife {
  /** How each stood when it was looked at last. */
  const seen = new Map<string, Beats>();

  async function current(
    name: string,
  ): Promise<{ readonly stream: string; readonly nth: number; readonly state: Beats }> {
    const [newest] = await store.streams(beatsOf(name), 1);
    const stream = newest ?? `${beatsOf(name)}1`;
    const state = (await engine().read(stream)).state as Beats;
    return { stream, nth: Number(stream.slice(stream.lastIndexOf('.') + 1)), state };
  }

  const order = (stream: string, command: BeatCommand) =>
    engine().handle({ stream, command, by: MUSTER, reply: () => '' });

  async function look(name: string): Promise<Beats> {
    const { state } = await current(name);
    seen.set(name, state);
    return state;
  }

  const expecting = (name: string): BeatCommand | undefined => {
    const rule = entry(heartbeatsOf(book().plan), name);
    if (rule === undefined) return undefined;
    return { type: 'expect', name, everyMs: spanMs(rule.every), graceMs: spanMs(rule.grace) };
  };

  /** The stream of the next beat. A full one is ended only when the next has a beat: so it is never silent by its end. */
  async function beat(name: string, ok: boolean): Promise<boolean> {
    const expect = expecting(name);
    if (expect === undefined) return false;
    const { stream, nth, state } = await current(name);
    const full = state.beats >= BEATS_IN_A_STREAM && !isTroubled(state) && state.signal === null && ok;
    const next = full ? `${beatsOf(name)}${nth + 1}` : stream;
    await order(next, expect);
    await order(next, { type: 'beat', ok });
    if (full) await order(stream, { type: 'end' });
    await look(name);
    return true;
  }

  async function perform({ name, state, text }: BeatEffect): Promise<Outcome> {
    // A later beat may be in the next stream already.
    const newest = await look(name);
    if (state === 'firing' && !isTroubled(newest)) return { outcome: 'accepted', reference: 'heard again' };
    const trouble = newest.ok ? `${name} has not reported` : `${name} failed`;
    const title = state === 'firing' ? trouble : `${name} reports again`;
    await alerts().take(HEARTBEATS, [{ source: HEARTBEATS, key: name, state, title, text, labels: {} }]);
    return { outcome: 'accepted', reference: name };
  }

  return {
    beat,
    async sync() {
      const names = Object.keys(heartbeatsOf(book().plan));
      for (const name of names) {
        const expect = expecting(name);
        if (expect !== undefined) await order((await current(name)).stream, expect);
        await look(name);
      }
      const open = (await store.openStreams()).map(({ stream }) => stream).filter((one) => one.startsWith(BEATS));
      const isAsked = (stream: string) => names.some((name) => stream.startsWith(beatsOf(name)));
      for (const stream of open.filter((one) => !isAsked(one))) await order(stream, { type: 'end' });
      for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
    },
    list: () => Promise.all(Object.keys(heartbeatsOf(book().plan)).map(look)),
    missing: () =>
      [...seen.values()]
        .filter(
          ({ heardAt, since, everyMs }) => heardAt === null && since !== null && msBetween(since, now()) > 2 * everyMs,
        )
        .map(
          ({ name, everyMs }) =>
            `The heartbeat "${name}" was never heard, and should come every ${inWords(everyMs)}: "muster hooks" shows the address that it must call.`,
        ),
    performer: { timeoutMs: 30 * SECOND_MS, perform },
  };
}
