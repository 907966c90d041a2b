import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readCalendar } from './adapters/calendar/read/read-calendar.ts';
import { fileReader } from './calendar-file.ts';
import { awayNote, fullNote, unknownNote } from './calendar-notes.ts';
import type { Config } from './config.ts';
import { ownerOf } from './core/duty/words.ts';
import { MUSTER } from './core/incident/events.ts';
import { nearest } from './core/oncall-calendar.ts';
import type { Plan } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, msBetween, plusMs } from './core/time.ts';
import type { Upkeep, UpkeepCommand } from './core/upkeep/upkeep.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Engine } from './engine/engine.ts';
import { fetchText } from './fetch-text.ts';
import { pointedSecret } from './hook-performer.ts';
import type { Clock } from './ports/clock.ts';
import type { Helm } from './ports/helm.ts';
import { ONLY_HAND } from './ports/helm.ts';
import type { Log } from './ports/log.ts';
import type { TellPerson } from './ports/notices.ts';

type Parts = {
  readonly engine: Pick<Engine, 'handle' | 'read'>;
  readonly config: Pick<Config, 'environment' | 'hooksAllow' | 'plan'>;
  readonly plan: () => Plan;
  /** The store's clock: what is read is compared with it. */
  readonly now: () => Promise<Instant>;
  /** The time on the wall: how often calendars are asked. */
  readonly wall: Clock;
  readonly log: Log;
  readonly tell: TellPerson;
  /** Only one of several processes reads them: two whose files or answers differ would undo each other’s reading. */
  readonly helm?: Helm;
  /** How an https address is read; the usual way unless a test says otherwise. */
  readonly fetch?: (address: string, signal: AbortSignal) => Promise<string>;
};

export interface Calendars {
  /** Reads all of them now, and every 15 minutes from then on. Resolves at once. */
  start(): void;
  /** Reads all of them once. Never rejects. */
  readAll(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 15 * MINUTE_MS;
const TIMEOUT_MS = 30 * SECOND_MS;
const READ_MS = 10 * SECOND_MS;
const LARGEST_BYTES = 4 * 1_048_576;
/** So far ahead stand-ins are taken over; like an override, what lasts longer belongs into the plan. */
const AHEAD_MS = 90 * DAY_MS;
/** A calendar that was away so long is told to the plan's owner; what it said last goes on to count. */
const AWAY_MS = DAY_MS;

/**
 * Stand-ins that a firm keeps in a calendar: each schedule's `calendar` is read now and then, and its events count as overrides.
 * Something is written only when that changes something.
 */
export function calendarsOf(parts: Parts): Calendars {
  const { engine, config, plan, now, wall, log, tell, helm = ONLY_HAND } = parts;
  const fetch =
    parts.fetch ??
    ((address: string, signal: AbortSignal) =>
      fetchText(address, { allow: config.hooksAllow, signal, mostBytes: LARGEST_BYTES }));
  const readText = fileReader();
  /** Since when a calendar cannot be read, in this process. */
  const failing = new Map<string, Instant>();
  const stopped = new AbortController();
  const soon = (ms: number) => AbortSignal.any([stopped.signal, AbortSignal.timeout(ms)]);
  let cancel = () => {};
  let last: Promise<void> = Promise.resolve();

  async function readAll() {
    const sources = Object.entries(plan().schedules);
    for (const [schedule, { calendar }] of sources)
      try {
        if (calendar !== undefined) await readOne(schedule, calendar);
      } catch (fault) {
        await failed(schedule, fault).catch((error: unknown) =>
          log.warn({ schedule, reason: String(error) }, 'not told'),
        );
      }
    await forget(sources.flatMap(([schedule, { calendar }]) => (calendar === undefined ? [] : [schedule])));
  }

  async function readOne(schedule: string, source: string) {
    const text = await textOf(source);
    const at = await now();
    const current = plan();
    const zone = current.schedules[schedule]?.timezone ?? current.plan.timezone;
    const window = { from: plusMs(at, -DAY_MS), to: plusMs(at, AHEAD_MS), zone };
    const { swaps, unknown } = await readCalendar({ text, window, people: current.people }, soon(READ_MS));
    const { taken, refused } = nearest(swaps, at);
    await keep({ type: 'readCalendar', schedule, overrides: taken });
    failing.delete(schedule);
    const of = { schedule, at, zone: current.plan.timezone };
    if (refused > 0) await tellOwner(at, fullNote(of, refused));
    if (unknown.length > 0) await tellOwner(at, unknownNote(of, unknown));
  }

  const keep = (command: UpkeepCommand) =>
    engine.handle({ stream: UPKEEP, command, by: MUSTER, reply: () => '' }).then(() => undefined);

  /** A calendar that the plan no longer names says nothing. */
  async function forget(named: readonly string[]) {
    const { overrides } = (await engine.read(UPKEEP)).state as Upkeep;
    const read = new Set(overrides.filter(({ source }) => source === 'calendar').map(({ schedule }) => schedule));
    for (const schedule of read)
      if (!named.includes(schedule)) await keep({ type: 'readCalendar', schedule, overrides: [] });
  }

  async function failed(schedule: string, fault: unknown) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    const at = await now();
    const since = failing.get(schedule) ?? at;
    failing.set(schedule, since);
    log.warn({ schedule, reason }, 'a calendar could not be read; what it said last goes on to count');
    if (msBetween(since, at) < AWAY_MS) return;
    await tellOwner(at, awayNote({ schedule, since, zone: plan().plan.timezone }, reason));
  }

  async function tellOwner(at: Instant, note: Omit<Parameters<TellPerson>[0], 'person'>) {
    const live = (await engine.read(UPKEEP)).state as Upkeep;
    const person = ownerOf(plan(), { live, at });
    if (person !== undefined) await tell({ person, ...note });
  }

  async function textOf(source: string): Promise<string> {
    const pointed = source.startsWith('secret:') ? pointedSecret(config, source) : source;
    const address = pointed?.replace(/^webcal:/i, 'https:');
    if (address === undefined) throw new Error(`its address is not set: put ${source.slice(7)} into the environment`);
    if (URL.canParse(address)) return fetch(address, soon(TIMEOUT_MS));
    // Beside the plan: a folder of plan files is itself the place.
    const file = resolve(config.plan === undefined ? '.' : await folderOf(config.plan), address);
    return readText(file, { most: LARGEST_BYTES, signal: soon(TIMEOUT_MS) });
  }

  const readSoon = () => {
    cancel();
    last = (helm.mine() ? readAll() : Promise.resolve()).catch((fault: unknown) =>
      log.warn({ reason: String(fault) }, 'calendars were not read'),
    );
    void last.then(() => {
      if (!stopped.signal.aborted) cancel = wall.ring(plusMs(wall.now(), EVERY_MS), readSoon);
    });
  };
  return {
    start() {
      helm.onTaken(() => void last.then(() => !stopped.signal.aborted && readSoon()));
      readSoon();
    },
    readAll,
    async stop() {
      stopped.abort();
      cancel();
      await last;
    },
  };
}

const folderOf = async (plan: string) => ((await stat(plan)).isDirectory() ? plan : dirname(plan));
