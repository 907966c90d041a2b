import { describe, expect, it } from 'vitest';
import type { PersonId } from '../src/core/ids.ts';
import type { Instant } from '../src/core/time.ts';
import { personId } from '../src/core/ids.ts';
import { DAY_MS, HOUR_MS, plusMs } from '../src/core/time.ts';
import { mediaHosts } from '../src/media-host.ts';
import type { Via } from '../src/ports/door.ts';
import type { Heard, MediaHost } from '../src/ports/media.ts';
import { page } from './contracts/pager.contract.ts';
import { eventsOf, min } from './scenarios/support.ts';
import { quietLog } from './support/quiet-log.ts';
import type { Story } from './support/story.ts';
import { sampleBook, story } from './support/story.ts';
import { failForGood } from './support/scripted-pager.ts';

const MARCUS = '+1 (616) 555-0101';
type World = {
  readonly told: Story;
  readonly host: MediaHost;
  readonly hosts: (provider: string) => MediaHost;
  readonly test: { last: { readonly about: string; readonly at: Instant } | undefined };
  readonly proofs: (readonly [PersonId, Via])[];
};

/** INC-1: the phones send callers in a loop; Marcus and Priya are paged. */
async function world(start = 'start phones send callers in a loop', book = sampleBook): Promise<World> {
  const told = await story({ book });
  const proofs: (readonly [PersonId, Via])[] = [];
  const test: World['test'] = { last: undefined };
  const hosts = mediaHosts({
    store: told.store,
    engine: told.engine,
    say:
      () =>
      ({ words, speaker, delivery }) =>
        told.say(words, speaker.id ?? speaker.name, delivery),
    book: () => told.book(),
    wall: told.clock,
    log: quietLog(),
    secret: 'the secret of the tests',
    publicUrl: 'https://muster.example',
    proved: async (person, via) => void proofs.push([person, via]),
    lastTest: async () => test.last,
  });
  const host = hosts('scripted');
  if (start !== '') await told.say(start, 'owen');
  return { told, host, hosts, proofs, test };
}

let n = 0;
const sms = (text: string, more: Partial<Heard> = {}): Heard => ({
  medium: 'sms',
  from: MARCUS,
  text,
  delivery: `sms-${(n += 1)}`,
  ...more,
});

describe('an answer by text message', () => {
  it('ends the paging, is said back in a sentence, and proves that the number works', async () => {
    const { told, host, proofs } = await world();
    expect(await host.hear(sms('ACK 1'))).toMatchObject({ ok: true, say: expect.stringContaining('You have it') });
    expect(await eventsOf(told, 'acknowledged')).toMatchObject([{ person: 'marcus' }]);
    expect(proofs).toEqual([['marcus', { medium: 'sms', to: '+1 616 555 0101' }]]);
  });

  it.each([
    ['1', 'acknowledged'],
    ['yes', 'acknowledged'],
    ['CANT 1 at the dentist', 'declined'],
    ['2', 'declined'],
    ['HELP 1', 'helpAsked'],
    ['DONE 1 1', 'stepDone'],
    ['note the carrier called back', 'noted'],
  ] as const)('%j is %s', async (text, type) => {
    const { told, host } = await world();
    await host.hear(sms(text));
    expect(await eventsOf(told, type)).toHaveLength(1);
  });

  it('that asks how it stands is told what it is and who has it', async () => {
    const { told, host } = await world();
    await told.say('ack INC-1', 'priya');
    const { say } = await host.hear(sms('STATUS 1'));
    expect(say).toContain('phones send callers in a loop');
    expect(say).toContain('Who has it: Priya Raman has it');
  });

  it('may start an incident from a number of the plan', async () => {
    const { told, host } = await world('');
    expect(await host.hear(sms('START phones send callers in a loop'))).toMatchObject({ ok: true });
    expect((await told.incident()).lifecycle.reporter).toBe('Marcus Feld');
  });

  it('that is delivered twice is one event, with the same answer', async () => {
    const { told, host } = await world();
    const heard = sms('ACK 1');
    const [first, second] = [await host.hear(heard), await host.hear(heard)];
    expect(second).toEqual(first);
    expect(await eventsOf(told, 'acknowledged')).toHaveLength(1);
  });

  it.each(['', 'what is this?', 'close 1', 'STOP calling me', 'ACK-ish', '<script>'])(
    'that is none does nothing, and says what can be written: %j',
    async (text) => {
      const { told, host } = await world();
      const before = (await told.events()).length;
      expect(await host.hear(sms(text))).toMatchObject({ ok: false, say: expect.stringContaining('ACK 42') });
      expect((await told.events()).length).toBe(before);
    },
  );

  it('for an incident that is over says so, and changes nothing', async () => {
    const { told, host } = await world();
    await told.say('cancel INC-1 a mistake', 'priya');
    expect(await host.hear(sms('ACK 1'))).toMatchObject({ ok: false, say: expect.stringContaining('INC-1') });
    expect(await eventsOf(told, 'acknowledged')).toHaveLength(0);
  });
});

describe('a test of the ways that came after a page', () => {
  it.each([
    ['1', 'acknowledged'],
    ['yes', 'acknowledged'],
    ['2', 'declined'],
    ['HELP', 'helpAsked'],
  ] as const)('takes no answer to the page: %j is %s', async (text, type) => {
    const { told, host, test } = await world();
    test.last = { about: 'TEST-7', at: plusMs(told.clock.now(), 1_000) };
    await host.hear(sms(text));
    expect(await eventsOf(told, type)).toHaveLength(1);
  });

  it.each(['OK', 'ok thanks', 'reached', '1'])('is answered by %j once the page is', async (text) => {
    const { told, host, test } = await world();
    await told.say('ack INC-1', 'marcus');
    test.last = { about: 'TEST-7', at: plusMs(told.clock.now(), 1_000) };
    const before = (await told.events()).length;
    await host.hear(sms(text));
    expect((await told.events()).length).toBe(before);
  });
});

describe('a phone that several people share', () => {
  it('is the one of whoever was paged for the incident that the answer names', async () => {
    const book = { ...sampleBook, plan: { ...sampleBook.plan, people: shared(sampleBook.plan.people) } };
    const { told, host } = await world(undefined, book);
    expect(await host.hear(sms('ACK 1'))).toMatchObject({ ok: true });
    expect(await eventsOf(told, 'acknowledged')).toMatchObject([{ person: 'marcus' }]);
  });
});

const shared = (people: typeof sampleBook.plan.people) => {
  const { marcus, tomas } = people;
  if (marcus === undefined || tomas === undefined) throw new Error('both are in the sample plan');
  return { ...people, tomas: { ...tomas, reach: marcus.reach } };
};

describe('a number that the plan does not know', () => {
  const stranger = (text: string) => sms(text, { from: '+49 170 5550199' });

  it('gets one polite answer a day, with nothing in it about anybody', async () => {
    const { told, host } = await world();
    const first = await host.hear(stranger('ACK 1'));
    expect(first.say).toMatch(/automatic service/);
    expect(first.say).not.toMatch(/INC|Lakeshore|Marcus|Muster/);
    expect((await host.hear(stranger('who are you?'))).say).toBeUndefined();
    await told.clock.advance(DAY_MS);
    expect((await host.hear(stranger('hello'))).say).toBeDefined();
  });

  it('starts and answers nothing', async () => {
    const { told, host } = await world();
    const before = (await told.events()).length;
    for (const text of ['START a fire', 'ACK 1', '1']) await host.hear(stranger(text));
    expect((await told.events()).length).toBe(before);
    expect((await told.incident('INC-2')).lifecycle.title).toBe('');
  });
});

describe('a press on something that only one person was sent', () => {
  it('answers as that person, and once: whatever is pressed later gets the first answer', async () => {
    const { told, host } = await world();
    const message = told.pager.sent.find(({ person }) => person === 'marcus');
    if (message === undefined) throw new Error('Marcus was paged');
    const ticket = host.readTicket(host.ticketFor(message));
    if (ticket === undefined) throw new Error('the ticket is ours');
    expect(await host.press(ticket, '1', 'press-1')).toMatchObject({ ok: true });
    expect(await host.press(ticket, '2', 'press-1')).toMatchObject({ ok: true, code: 'done' });
    expect(await eventsOf(told, 'acknowledged')).toHaveLength(1);
    expect(await eventsOf(told, 'declined')).toHaveLength(0);
  });

  it.each([
    ['changed', (text: string) => text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['cut', (text: string) => text.slice(0, -1)],
    [
      'of somebody else',
      (text: string) => `${Buffer.from('INC-1/x\neve\nsms\n0').toString('base64url')}.${text.split('.')[1]}`,
    ],
    ['empty', () => ''],
    ['huge', (text: string) => text.repeat(50)],
  ])('is worth nothing when it was %s', async (_, change) => {
    const { host } = await world('');
    expect(host.readTicket(change(host.ticketFor(page())))).toBeUndefined();
  });

  it('is worth nothing after two weeks', async () => {
    const { told, host } = await world('');
    const text = host.ticketFor(page());
    await told.clock.advance(14 * DAY_MS);
    expect(host.readTicket(text)).toMatchObject({ person: personId('ann'), about: 'INC-42' });
    await told.clock.advance(HOUR_MS);
    expect(host.readTicket(text)).toBeUndefined();
  });

  it('is offered only where there is something to answer', async () => {
    const { host } = await world('');
    expect(host.answerUrl(page())).toMatch(/^https:\/\/muster\.example\/a\/[\w.-]+$/);
    expect(host.answerUrl(page({ incident: 'near-miss' }))).toBeUndefined();
  });
});

describe('what a provider reports later', () => {
  const keyOf = (told: Story, person: string) => told.pager.sent.find((one) => one.person === person)?.key ?? '';
  const report = (key: string, result: 'delivered' | 'undelivered', permanent = false) =>
    ({ key, result, reason: 'handset off', permanent, delivery: `report-${(n += 1)}` }) as const;

  it('that it was delivered is a fact, and no answer', async () => {
    const { told, host } = await world();
    for (const _ of [1, 2]) await host.report(report(keyOf(told, 'marcus'), 'delivered'));
    expect(await eventsOf(told, 'pageDelivered')).toHaveLength(1);
    expect((await told.incident()).escalation.status).toBe('paging');
  });

  it('that it was not delivered brings the next way at once, and the page once more later', async () => {
    const { told, host } = await world();
    const before = told.pager.sent.length;
    await host.report(report(keyOf(told, 'marcus'), 'undelivered'));
    await told.pass(0);
    expect(told.pager.sent.slice(before).map(({ person }) => person)).toEqual(['marcus']);
    expect(told.pager.sent.filter(({ key }) => key.endsWith('/2'))).toEqual([]);
    await told.pass(min(2));
    expect(told.pager.sent.filter(({ key }) => key.endsWith('/2')).length).toBeGreaterThan(0);
  });

  it('is believed only of whoever took the page over in the end', async () => {
    const { told, hosts } = await world();
    await hosts('another').report(report(keyOf(told, 'marcus'), 'undelivered', true));
    expect(await eventsOf(told, 'pageUndelivered')).toEqual([]);
  });

  it('of a check-back changes nothing once somebody has said how it stands', async () => {
    const { told, host } = await world();
    await told.say('ack INC-1', 'marcus');
    await told.pass(min(16));
    const asked = told.pager.sent.findLast(({ key }) => key.includes('/page/p'));
    if (asked === undefined) throw new Error('Marcus was asked how it stands');
    await told.say('note INC-1 the carrier called back', 'marcus');
    const before = told.pager.sent.length;
    await host.report(report(asked.key, 'undelivered'));
    await told.pass(min(5));
    expect(told.pager.sent.slice(before).filter(({ key }) => key.startsWith(asked.key.slice(0, -2)))).toEqual([]);
  });

  it('that the address does not exist is never tried again; when all fail so, the next level is paged at once', async () => {
    const { told, host } = await world();
    told.pager.script({}, failForGood);
    for (const person of ['marcus', 'priya']) await host.report(report(keyOf(told, person), 'undelivered', true));
    await told.pass(0);
    expect((await eventsOf(told, 'levelPaged')).at(-1)?.level).toBeGreaterThan(0);
  });

  it('of a page that somebody has answered changes nothing but the record', async () => {
    const { told, host } = await world();
    await told.say('ack INC-1', 'marcus');
    const before = told.pager.sent.length;
    await host.report(report(keyOf(told, 'priya'), 'undelivered'));
    await told.pass(min(1));
    expect(told.pager.sent.length).toBe(before);
  });

  it.each(['', 'INC-1/page/9.9/ann/sms/1', 'INC-77/page/0.0/ann/sms/1', 'near-miss/abc/0', 'x'.repeat(500)])(
    'of a message that nobody knows is passed over: %j',
    async (key) => {
      const { told, host } = await world();
      const before = (await told.events()).length;
      await host.report(report(key, 'delivered'));
      expect((await told.events()).length).toBe(before);
    },
  );
});
