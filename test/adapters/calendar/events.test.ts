import { describe, expect, it } from 'vitest';
import { eventsIn } from '../../../src/adapters/calendar/read/events.ts';
import { readCalendar } from '../../../src/adapters/calendar/read/read-calendar.ts';
import { instant } from '../../../src/core/time.ts';
import { planWith } from '../../support/clinic.ts';

const WINDOW = { from: instant('2026-11-20T00:00:00Z'), to: instant('2026-12-20T00:00:00Z'), zone: 'America/New_York' };
const calendar = (...lines: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//t', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT'];
const times = (text: string) =>
  eventsIn(text, WINDOW).map(({ from, to, summary }) => `${from.slice(0, 16)} ${to.slice(0, 16)} ${summary}`);

describe('what a calendar holds', () => {
  it('is read in UTC, in a zone by its name, and in the schedule’s zone where none is said', () => {
    const of = (start: string, end: string) => times(calendar(...event(start, end, 'SUMMARY:a')));
    expect(of('DTSTART:20261121T100000Z', 'DTEND:20261121T110000Z')).toEqual(['2026-11-21T10:00 2026-11-21T11:00 a']);
    expect(of('DTSTART;TZID=Europe/Vienna:20261121T100000', 'DTEND;TZID=Europe/Vienna:20261121T110000')).toEqual([
      '2026-11-21T09:00 2026-11-21T10:00 a',
    ]);
    expect(of('DTSTART:20261121T100000', 'DTEND:20261121T110000')).toEqual(['2026-11-21T15:00 2026-11-21T16:00 a']);
    expect(of('DTSTART;VALUE=DATE:20261121', 'DTEND;VALUE=DATE:20261123')).toEqual([
      '2026-11-21T05:00 2026-11-23T05:00 a',
    ]);
  });

  it('goes by the rules that the calendar brings along, where the zone has a name of its own', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:W. Europe Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16011028T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010325T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ];
    const one = event('DTSTART;TZID=W. Europe Standard Time:20261121T100000', 'DURATION:PT1H', 'SUMMARY:a');
    expect(times(calendar(...zone, ...one))).toEqual(['2026-11-21T09:00 2026-11-21T10:00 a']);
  });

  it('repeats, without what was left out, called off or moved; over a change of the clocks by the wall', () => {
    const series = [
      ...event('DTSTART;TZID=America/New_York:20261020T180000', 'DTEND;TZID=America/New_York:20261020T200000').slice(
        0,
        -1,
      ),
      'RRULE:FREQ=WEEKLY;COUNT=8',
      'EXDATE;TZID=America/New_York:20261124T180000',
      'SUMMARY:ann',
      'END:VEVENT',
    ];
    const moved = event(
      'RECURRENCE-ID;TZID=America/New_York:20261201T180000',
      'DTSTART;TZID=America/New_York:20261202T180000',
      'DTEND;TZID=America/New_York:20261202T200000',
      'SUMMARY:bob',
    );
    const off = event(
      'RECURRENCE-ID;TZID=America/New_York:20261208T180000',
      'DTSTART;TZID=America/New_York:20261208T180000',
      'DTEND;TZID=America/New_York:20261208T200000',
      'STATUS:CANCELLED',
      'SUMMARY:ann',
    );
    expect(times(calendar(...series, ...moved, ...off))).toEqual(['2026-12-02T23:00 2026-12-03T01:00 bob']);
    const wide = eventsIn(calendar(...series), { ...WINDOW, from: instant('2026-10-01T00:00:00Z') });
    expect(wide.map(({ from }) => from.slice(5, 16))).toEqual([
      '10-20T22:00',
      '10-27T22:00',
      '11-03T23:00',
      '11-10T23:00',
      '11-17T23:00',
      '12-01T23:00',
      '12-08T23:00',
    ]);
  });

  it('names the guests, with their addresses', () => {
    const guest = 'ATTENDEE;CN="Berg, Ann":mailto:ann@harbor.example';
    const [one] = eventsIn(calendar(...event('DTSTART:20261121T100000Z', 'DTEND:20261121T110000Z', guest)), WINDOW);
    expect(one?.attendees).toEqual([{ address: 'ann@harbor.example', name: 'Berg, Ann' }]);
  });

  it.each([
    ['no calendar', 'hello', /invalid|calendar/i],
    ['another thing', 'BEGIN:VCARD\r\nEND:VCARD\r\n', /no calendar/],
    [
      'one that repeats every second',
      calendar(...event('DTSTART:20261121T100000Z', 'DTEND:20261121T110000Z', 'RRULE:FREQ=SECONDLY')),
      /every minute/,
    ],
    [
      'one of too many years',
      calendar(...event('DTSTART:18000101T100000Z', 'DTEND:18000101T110000Z', 'RRULE:FREQ=DAILY')),
      /repetitions/,
    ],
  ])('is refused as %s', (_, text, why) => {
    expect(() => eventsIn(text, WINDOW)).toThrow(why);
  });
});

describe('reading beside the process', () => {
  const one = event('DTSTART:20261121T100000Z', 'DTEND:20261121T110000Z', 'SUMMARY:bob');
  const reading = (...lines: readonly string[]) => ({
    text: calendar(...lines),
    window: WINDOW,
    people: planWith().people,
  });

  it('gives what there is', async () => {
    const soon = AbortSignal.timeout(20_000);
    expect(await readCalendar(reading(...one), soon)).toMatchObject({ swaps: [{ who: 'bob' }], unknown: [] });
    await expect(readCalendar({ ...reading(), text: 'hello' }, soon)).rejects.toThrow(/cannot be read/);
  });

  it('ends a rule that never would', async () => {
    const endless = event(
      'DTSTART:20261121T100000Z',
      'DTEND:20261121T110000Z',
      'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
    );
    await expect(readCalendar(reading(...endless), AbortSignal.timeout(1_000))).rejects.toThrow(/too long/);
    await expect(readCalendar(reading(...endless), AbortSignal.abort())).rejects.toThrow(/too long/);
  });
});
