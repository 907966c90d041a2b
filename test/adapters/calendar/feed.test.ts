import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ICAL from 'ical.js';
import { afterEach, describe, expect, it } from 'vitest';
import { feedPath } from '../../../src/adapters/calendar/feed/address.ts';
import { feedDoor } from '../../../src/adapters/calendar/feed/feed-door.ts';
import { feedOf } from '../../../src/adapters/calendar/feed/feed.ts';
import { hash, personId } from '../../../src/core/ids.ts';
import type { Live } from '../../../src/core/oncall.ts';
import { NO_OVERRIDES, onCall } from '../../../src/core/oncall.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import type { Instant } from '../../../src/core/time.ts';
import { DAY_MS, HOUR_MS, fromMs, instant, plusMs } from '../../../src/core/time.ts';
import { planWith } from '../../support/clinic.ts';
import { quietLog } from '../../support/quiet-log.ts';

const NOW = instant('2026-11-20T21:40:00Z');
const plan = planWith();
const feed = (
  who: string,
  { of = plan, now = NOW, live = NO_OVERRIDES }: { of?: Plan; now?: Instant; live?: Live } = {},
) => feedOf({ plan: of, live, now }, who);

/** What another program makes of it. */
const readBack = (text: string) =>
  new ICAL.Component(ICAL.parse(text) as string)
    .getAllSubcomponents('vevent')
    .map((one) => new ICAL.Event(one))
    .map(({ uid, summary, description, startDate, endDate }) => ({
      uid,
      summary,
      description,
      from: fromMs(startDate.toUnixTime() * 1e3),
      to: fromMs(endDate.toUnixTime() * 1e3),
    }));

/** The text by the letter of RFC 5545, without a parser of calendars: folded lines put together, one property a line. */
function byTheLetter(text: string) {
  const raw = text.split('\r\n');
  expect(raw.at(-1)).toBe('');
  for (const line of raw.slice(0, -1)) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  const lines = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  for (const line of lines) expect(line).toMatch(/^[A-Z-]+(?:;[A-Z-]+=[^:;]+)*:/);
  return lines;
}

describe('the feed of a schedule', () => {
  it('holds every turn as it is on call, from eight weeks back to half a year ahead', () => {
    const events = readBack(feed('it'));
    expect(events[0]).toMatchObject({
      summary: 'Ann Berg: on call in it',
      from: '2026-11-16T13:00:00.000Z',
      to: '2026-11-23T13:00:00.000Z',
    });
    expect(events.at(-1)?.to).toMatch(/^2027-05-2/);
    for (const { from, to, summary } of events.slice(0, 20)) {
      const { person, until } = onCall(plan, 'it', { at: from, live: NO_OVERRIDES });
      expect([summary, until]).toEqual([`${person === 'ann' ? 'Ann Berg' : 'Bob Lund'}: on call in it`, to]);
    }
  });

  it('is written as the standard wants it: CRLF, at most 75 octets a line, what every event needs', () => {
    const lines = byTheLetter(feed('it'));
    const count = (start: string) => lines.filter((line) => line.startsWith(start)).length;
    const events = count('BEGIN:VEVENT');
    expect(['UID:', 'DTSTAMP:', 'DTSTART:', 'DTEND:', 'SUMMARY:', 'END:VEVENT'].map(count)).toEqual(
      Array(6).fill(events),
    );
    expect(lines.filter((line) => line.startsWith('DT')).every((line) => /:\d{8}T\d{6}Z$/.test(line))).toBe(true);
    expect(lines.slice(0, 3)).toEqual(['BEGIN:VCALENDAR', 'PRODID:-//Muster//On call//EN', 'VERSION:2.0']);
  });

  it('gives a turn the same name for ever, and no two the same', () => {
    const names = (now: Instant) => readBack(feed('it', { now })).map(({ uid, from }) => `${uid} ${from}`);
    const today = names(NOW);
    expect(new Set(today.map((one) => one.split(' ')[0])).size).toBe(today.length);
    for (const later of [plusMs(NOW, HOUR_MS), plusMs(NOW, 20 * DAY_MS + 1), plusMs(NOW, 90 * DAY_MS)]) {
      const then = names(later);
      expect(then.length).toBeGreaterThan(20);
      expect(today.filter((one) => then.includes(one)).length).toBeGreaterThan(8);
      const [first = ''] = then;
      expect(names(plusMs(later, -7 * DAY_MS))).toContain(first);
    }
  });

  it('says when nobody is, and who stands in', () => {
    const of = planWith((raw) => ({
      ...raw,
      people: {
        ...raw.people,
        ann: { ...raw.people.ann, away: [{ from: '2026-11-17', to: '2026-11-18' }] },
        bob: { ...raw.people.bob, away: [{ from: '2026-11-17', to: '2026-11-17' }] },
      },
    }));
    const swap = {
      schedule: 'it',
      who: personId('fay'),
      from: instant('2026-11-20T20:00:00Z'),
      to: instant('2026-11-20T22:00:00Z'),
    };
    const shown = readBack(feed('it', { of, live: { overrides: [swap] } })).map(
      ({ summary, description }) => `${summary}: ${description}`,
    );
    expect(shown).toContain('NOBODY on call: it: everyone in it is away');
    expect(shown).toContain('Fay Quint: on call in it: Fay Quint stands in');
  });
});

describe('the feed of a person', () => {
  it('holds their turns on every schedule and nobody else’s', () => {
    const events = readBack(feed('bob'));
    expect(events.length).toBeGreaterThan(10);
    expect(new Set(events.map(({ summary }) => summary))).toEqual(new Set(['On call: it']));
    expect(readBack(feed('fay'))).toEqual([]);
  });

  it('keeps hostile names as text', () => {
    const name = 'Ann;X:1\r\nBEGIN:VEVENT, \\n "é" ' + 'ü😀'.repeat(50);
    const of = planWith((raw) => ({ ...raw, people: { ...raw.people, ann: { ...raw.people.ann, name } } }));
    const text = feed('it', { of });
    byTheLetter(text);
    expect(text.split('\r\n').filter((line) => line === 'BEGIN:VEVENT').length).toBe(readBack(text).length);
    expect(readBack(text)[0]?.summary).toBe(`${name.replace('\r\n', ' ')}: on call in it`);
  });
});

describe('the address of a feed', () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  async function served(of: Plan = plan) {
    const book = { hash: hash('h'), plan: of, playbooks: {} };
    const door = feedDoor({
      secret: 'a secret',
      log: quietLog(),
      book: () => book,
      live: async () => NO_OVERRIDES,
      now: async () => NOW,
    });
    const server = createServer((req, res) => {
      req.url = (req.url ?? '').slice(door.path.length);
      door.handle(req, res, () => res.writeHead(500).end());
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
  }

  it('opens this one feed, without signing in', async () => {
    const get = await served();
    const answer = await get(feedPath('a secret', plan, 'it'));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(await answer.text()).toBe(feed('it'));
    const head = await get(feedPath('a secret', plan, 'it'), 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('is of no use for another feed, with another secret, for a person who has left, or to write', async () => {
    const get = await served();
    const own = feedPath('a secret', plan, 'ann');
    const tries = [
      own.replace('/ann/', '/bob/'),
      feedPath('another', plan, 'ann'),
      own.replace('.ics', ''),
      '/calendar/',
      `${own}/..`,
    ];
    const gone = feedPath('a secret', plan, 'zoe');
    expect(
      await Promise.all([...tries, gone, '/calendar/constructor/x.ics'].map(async (path) => (await get(path)).status)),
    ).toEqual(Array(7).fill(404));
    expect((await get(own, 'POST')).status).toBe(404);
    expect((await get(own)).status).toBe(200);
  });

  it('is revoked, as all of them, by another number in the plan', async () => {
    const next = planWith((raw) => ({ ...raw, incident_bot: { calendar_feeds: 2 } }));
    const get = await served(next);
    expect((await get(feedPath('a secret', plan, 'ann'))).status).toBe(404);
    expect((await get(feedPath('a secret', next, 'ann'))).status).toBe(200);
  });
});
