import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { calendarsOf } from '../src/calendars.ts';
import { onCall } from '../src/core/oncall.ts';
import { DAY_MS, HOUR_MS, instant, plusMs } from '../src/core/time.ts';
import type { Upkeep } from '../src/core/upkeep/upkeep.ts';
import { UPKEEP } from '../src/core/upkeep/upkeep.ts';
import type { Note } from '../src/ports/notices.ts';
import { planWith } from './support/clinic.ts';
import { quietLog } from './support/quiet-log.ts';
import { story } from './support/story.ts';
import { tempFolder } from './support/temp-folder.ts';

const FRIDAY = instant('2026-11-20T21:40:00Z');
const withCalendar = (calendar?: string) =>
  planWith((raw) => ({
    ...raw,
    schedules: { it: { ...raw.schedules.it, ...(calendar === undefined ? {} : { calendar }) } },
  }));
const calendar = (...events: readonly (readonly [start: string, end: string, summary: string])[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//t//t',
    ...events.flatMap(([start, end, summary], n) => [
      'BEGIN:VEVENT',
      `UID:${n}`,
      `DTSTART:${start}`,
      `DTEND:${end}`,
      `SUMMARY:${summary}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const BOB = ['20261121T000000Z', '20261122T000000Z', 'Bob'] as const;
const SATURDAY = plusMs(FRIDAY, DAY_MS / 2);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function reading(source = 'secret:ROTA', file?: string) {
  const told = await story({ at: FRIDAY });
  const state = { plan: withCalendar(source), text: calendar(BOB) as string | undefined, asked: [] as string[] };
  const notes: Note[] = [];
  const calendars = calendarsOf({
    engine: told.engine(),
    config: { environment: { ROTA: 'webcal://calendar.example/secret.ics' }, hooksAllow: [], plan: file },
    plan: () => state.plan,
    now: () => told.store.now(),
    wall: told.clock,
    log: quietLog(),
    tell: async (note) => void notes.push(note),
    async fetch(address) {
      state.asked.push(address);
      if (state.text === undefined) throw new Error('it answers 503');
      return state.text;
    },
  });
  closing.push(() => calendars.stop());
  const upkeep = async () => (await told.engine().read(UPKEEP)).state as Upkeep;
  return {
    state,
    notes,
    calendars,
    pass: told.pass,
    overrides: async () => (await upkeep()).overrides.length,
    versions: async () => (await told.store.read(UPKEEP)).length,
    who: async (at = SATURDAY) => onCall(state.plan, 'it', { at, live: await upkeep() }).person,
  };
}

describe('stand-ins that are kept in a calendar', () => {
  it('count as overrides, and are written down only when they change', async () => {
    const { calendars, state, who, versions } = await reading();
    expect(await who()).toBe('ann');
    await calendars.readAll();
    expect([await who(), state.asked]).toEqual(['bob', ['https://calendar.example/secret.ics']]);
    const before = await versions();
    await calendars.readAll();
    expect(await versions()).toBe(before);
    state.text = calendar([...BOB.slice(0, 2), 'Cleo'] as never);
    await calendars.readAll();
    expect([await who(), await versions()]).toEqual(['cleo', before + 1]);
  });

  it('stay what they were while the calendar is away, which is told to the plan’s owner after a day', async () => {
    const { calendars, state, who, notes, pass } = await reading();
    await calendars.readAll();
    state.text = undefined;
    await calendars.readAll();
    await pass(12 * HOUR_MS);
    await calendars.readAll();
    expect([await who(), notes]).toEqual(['bob', []]);
    await pass(12 * HOUR_MS);
    await calendars.readAll();
    expect(notes).toMatchObject([
      {
        person: 'dan',
        key: 'calendar-away/it/2026-11-20',
        text: 'The calendar of it cannot be read since Fri 20 Nov 16:40 EST: it answers 503. What it said last goes on to count.',
      },
    ]);
  });

  it('that name nobody are told to the plan’s owner once a day, however many there are', async () => {
    const { calendars, state, notes, who, pass } = await reading();
    state.text = calendar(BOB, ['20261123T000000Z', '20261124T000000Z', 'Team lunch']);
    await calendars.readAll();
    await calendars.readAll();
    expect(await who()).toBe('bob');
    expect(new Set(notes.map(({ key }) => key))).toEqual(new Set(['calendar/it/2026-11-20']));
    expect(notes[0]).toMatchObject({
      person: 'dan',
      text: expect.stringContaining('an event "Team lunch", which names no person'),
    });
    notes.length = 0;
    await pass(DAY_MS);
    state.text = calendar(
      ...Array.from({ length: 600 }, (_, n) => ['20261123T000000Z', '20261124T000000Z', `Lunch ${n}`] as const),
    );
    await calendars.readAll();
    expect(notes.map(({ key }) => key)).toEqual(['calendar/it/2026-11-21']);
    expect(notes[0]?.text).toContain('600 titles that name no person of the plan, or several: "Lunch 0", "Lunch 1"');
    expect(notes[0]?.text).toContain(' and 595 more. Nobody stands in by them.');
    expect(notes[0]?.text.match(/"Lunch/g)).toHaveLength(5);
  });

  it('that are more than a rota holds are refused after the first ones, and the plan’s owner is told how many', async () => {
    const { calendars, state, notes, who, overrides } = await reading();
    state.text = calendar([...BOB.slice(0, 2), 'Bob\r\nRRULE:FREQ=HOURLY;COUNT=400'] as never);
    await calendars.readAll();
    await calendars.readAll();
    expect([await who(), await overrides()]).toEqual(['bob', 300]);
    expect(new Set(notes.map(({ key }) => key))).toEqual(new Set(['calendar-full/it/2026-11-20']));
    expect(notes[0]).toMatchObject({
      person: 'dan',
      text: expect.stringContaining('holds 400 stand-ins in the next 90 days: the first 300 count, the 100 after them'),
    });
  });

  it('are not read from a pipe, a folder or a device: the owner is told what to name instead', async () => {
    const folder = tempFolder();
    writeFileSync(folder.file('plan.yaml'), '');
    execFileSync('mkfifo', [folder.file('rota.ics')]);
    mkdirSync(folder.file('folder.ics'));
    symlinkSync('/dev/null', folder.file('device.ics'));
    for (const source of ['rota.ics', 'folder.ics', 'device.ics']) {
      const { calendars, notes, pass } = await reading(source, folder.file('plan.yaml'));
      await calendars.readAll();
      await pass(DAY_MS);
      await calendars.readAll();
      expect(notes.map(({ text }) => text)).toEqual([
        expect.stringContaining('it is no regular file: name an .ics file'),
      ]);
    }
  });

  it('are gone when the plan no longer names the calendar', async () => {
    const { calendars, state, who } = await reading();
    await calendars.readAll();
    state.plan = withCalendar();
    await calendars.readAll();
    expect(await who()).toBe('ann');
  });

  it('are read from a file beside the plan', async () => {
    const folder = tempFolder();
    writeFileSync(folder.file('rota.ics'), calendar(BOB));
    writeFileSync(folder.file('plan.yaml'), '');
    const { calendars, who } = await reading('rota.ics', folder.file('plan.yaml'));
    await calendars.readAll();
    expect(await who()).toBe('bob');
  });

  it('whose address is not set are missed with the name of the setting', async () => {
    const { calendars, notes, pass } = await reading('secret:OTHER');
    await calendars.readAll();
    await pass(DAY_MS);
    await calendars.readAll();
    expect(notes[0]?.text).toContain('its address is not set: put OTHER into the environment');
  });
});
