import { describe, expect, it } from 'vitest';
import { fromMs, toMs } from '../../src/core/time.ts';
import type { Stamped } from '../../src/engine/kind.ts';
import { check } from './check/check.ts';
import { HEALING_MS, LATE_MS } from './check/punctual.ts';
import { UNDER_WAY_MS } from './check/pages.ts';
import { isA, rewritten, soundHistory } from './check/sound-history.ts';
import type { Handed, History, KeptEvent } from './history.ts';

const sound = await soundHistory();
const rules = (history: History) => [...new Set(check(history).map(({ rule }) => rule))];
const eventsOf = (stream: string) => sound.streams.get(stream) ?? [];

/** The first event of the first incident that is such a one. */
function first(type: string): KeptEvent {
  const found = eventsOf('INC-1').find(isA(type));
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
}
const without = (one: KeptEvent) => (events: readonly KeptEvent[]) => events.filter((event) => event !== one);
const again = (one: KeptEvent) => (events: readonly KeptEvent[]) =>
  events.flatMap((event) => (event === one ? [event, { ...event, append: 'again' }] : [event]));

/** All that was written from this event on, so many ms later: `hours` moves what the events say, too. */
const later = (one: KeptEvent, ms: number, hours: boolean) => (events: readonly KeptEvent[]) =>
  events.map((event, n) => {
    if (n < events.indexOf(one)) return event;
    const body = JSON.parse(event.text) as Stamped;
    const text = hours ? JSON.stringify({ ...body, at: fromMs(toMs(body.at) + ms) }) : event.text;
    return { ...event, text, wroteAt: event.wroteAt + ms };
  });

/** The second level is paged seven minutes after nobody has answered the first; what follows is the person's `ack`. */
const levelTwo = eventsOf('INC-1').filter(isA('levelPaged'))[1] ?? first('levelPaged');
const acknowledged = first('acknowledged');
/** A page that the acknowledgement ended before it was sent. */
const endedPage: Handed = { replica: 1, key: '', after: acknowledged.wroteAt, before: acknowledged.wroteAt };
const lastPage = sound.handed.findLast(({ key }) => key.startsWith('INC-1/')) ?? endedPage;

describe('the checker', () => {
  it('finds nothing in a history in which nothing is wrong, and that one has pages, an answer and a ladder that climbs', () => {
    expect(check(sound)).toEqual([]);
    expect(sound.handed.length).toBeGreaterThan(10);
    expect(eventsOf('INC-1').filter(isA('levelPaged')).length).toBeGreaterThan(1);
    expect(eventsOf('INC-2').filter(isA('exhausted')).length).toBeGreaterThan(1);
  });

  it.each<readonly [what: string, rule: string, history: () => History]>([
    [
      'an acknowledged note that is lost',
      'every acknowledged command is there exactly once',
      () => rewritten(sound, 'INC-1', without(first('noted'))),
    ],
    [
      'a note that was heard twice',
      'every acknowledged command is there exactly once',
      () => rewritten(sound, 'INC-1', again(first('noted'))),
    ],
    [
      'an acknowledged word whose delivery is not on record',
      'every acknowledged command is there exactly once',
      () => ({ ...sound, deliveries: new Set([...sound.deliveries].slice(1)) }),
    ],
    [
      'a word that nobody ever answered',
      'every acknowledged command is there exactly once',
      () => ({ ...sound, said: sound.said.map((line) => ({ ...line, answers: [] })) }),
    ],
    [
      'two answers to one word',
      'every acknowledged command is there exactly once',
      () => ({ ...sound, said: sound.said.map((line) => ({ ...line, answers: [...line.answers, '{"ok":false}'] })) }),
    ],
    [
      'a page that was recorded and is on no phone',
      'every page that is said to be sent is on a phone',
      () => ({ ...sound, handed: sound.handed.slice(1) }),
    ],
    [
      'a page that nobody owed',
      'no page that nobody owed',
      () => ({ ...sound, handed: [...sound.handed, { ...lastPage, key: 'INC-1/page/7.7/owen/sms/1' }] }),
    ],
    [
      'a page long after it was on record',
      'no page after the answer that ends it',
      () => ({ ...sound, handed: [...sound.handed, { ...lastPage, ...during(lastPage.before + UNDER_WAY_MS + 1) }] }),
    ],
    [
      'a page before its hour',
      'no page before its hour',
      () => ({ ...sound, handed: [{ ...lastPage, ...during(lastPage.before - 60_000) }, ...sound.handed] }),
    ],
    [
      'a level that is paged early',
      'no deadline early by the clock of the database',
      () => rewritten(sound, 'INC-1', later(levelTwo, -2_000, true)),
    ],
    [
      'a level that was written before its hour, whatever it says itself',
      'no deadline early by the clock of the database',
      () => rewritten(sound, 'INC-1', later(levelTwo, -2_000, false)),
    ],
    [
      'a level that is paged too late',
      'nothing late while Muster could work',
      () => rewritten(sound, 'INC-1', later(levelTwo, LATE_MS + 1, false)),
    ],
    [
      'a page that is never handed over',
      'nothing late while Muster could work',
      () => rewritten(sound, 'INC-1', (events) => events.filter((event) => !isA('pageSent')(event))),
    ],
    ['a level that is paged twice', 'no event twice', () => rewritten(sound, 'INC-1', again(levelTwo))],
    [
      'a decision of Muster that nothing asked for',
      'no decision that nothing asked for',
      () => rewritten(sound, 'INC-1', (events) => [...events, { ...levelTwo, append: 'x' }]),
    ],
    [
      'an auditor that had to mend the agenda',
      'the agenda is what the log asks for',
      () => rewritten(sound, 'INC-1', (events) => [...events, repaired(events)]),
    ],
    [
      'an altered event',
      'all streams verify',
      () => altered((event) => ({ ...event, text: event.text.replace('mark-2', 'mark-9') })),
    ],
    ['an event that is gone', 'all streams verify', () => altered(() => undefined)],
  ])('finds %s', (_what, rule, history) => {
    expect(rules(history())).toContain(rule);
  });

  it('excuses what is late because of an outage until so long after it has ended, and no longer', () => {
    const outages = [{ from: levelTwo.wroteAt - 100, to: levelTwo.wroteAt + 3_000 }];
    const late = (ms: number) =>
      check({ ...rewritten(sound, 'INC-1', later(levelTwo, ms, false)), outages })
        .map(({ say }) => say)
        .filter((say) => say.startsWith('INC-1/ack/0.0 '));
    expect(late(3_000 + HEALING_MS)).toEqual([]);
    expect(late(3_001 + HEALING_MS)).toHaveLength(1);
  });

  it('excuses a page whose replica was stopped just then until so long after it went on, and no other replica', () => {
    const end = lastPage.before;
    const still = new Map([[1, [{ from: end - 10, to: end + 4_000 }]]]);
    const handed = (replica: number, at: number) => ({
      ...sound,
      still,
      handed: [...sound.handed, { ...lastPage, replica, ...during(at) }],
    });
    const rule = 'no page after the answer that ends it';
    expect(rules(handed(1, end + 4_000 + UNDER_WAY_MS))).not.toContain(rule);
    expect(rules(handed(1, end + 4_001 + UNDER_WAY_MS))).toContain(rule);
    expect(rules(handed(2, end + 4_000))).toContain(rule);
  });

  it('excuses a page that was under way when the answer was written', () => {
    const under = { ...lastPage, ...during(lastPage.before + UNDER_WAY_MS) };
    expect(check({ ...sound, handed: [...sound.handed, under] })).toEqual([]);
  });
});

const during = (at: number) => ({ after: at, before: at });

function repaired(events: readonly KeptEvent[]): KeptEvent {
  const last = events.at(-1) ?? levelTwo;
  const { at } = JSON.parse(last.text) as Stamped;
  const text = JSON.stringify({ type: 'auditRepaired', missing: ['x'], extra: [], at, by: 'muster', v: 1 });
  return { ...last, text, append: 'repaired' };
}

/** The note is changed, or taken out, by somebody who does not make the chain good. */
function altered(change: (event: KeptEvent) => KeptEvent | undefined): History {
  const note = first('noted');
  const events = eventsOf('INC-1').flatMap((event) => (event === note ? (change(event) ?? []) : [event]));
  return { ...sound, streams: new Map([...sound.streams, ['INC-1', events]]) };
}
