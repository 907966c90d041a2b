import { describe, expect, it, test } from 'vitest';
import type { Escalation } from '../../../src/core/incident/escalation.ts';
import { turnEnds } from '../../../src/core/incident/escalation.ts';
import type { Page } from '../../../src/core/incident/page.ts';
import { severityId } from '../../../src/core/ids.ts';
import { MINUTE_MS, msBetween } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import {
  ack,
  at,
  cant,
  DEAD,
  DECLARED,
  deadlinesOf,
  FAILED,
  moment,
  needHelp,
  NIGHT,
  owedOf,
  setSeverity,
  tale,
  UNKNOWN,
} from '../../support/given.ts';

const SMS_TO_ANN: Omit<Page, 'state'> = {
  person: 'ann',
  name: 'Ann Berg',
  medium: 'sms',
  to: '+1 616 555 0101',
  via: 'it',
  key: 'page/0.0/ann/sms',
  group: '0.0',
  round: 0,
  level: 0,
  attempt: 1,
  at: at(0),
  heldUntil: null,
  sentAt: null,
  reason: null,
};

describe('the turn of a level', () => {
  const page = (state: Page['state'], over: Partial<Page> = {}): Page => ({
    ...SMS_TO_ANN,
    state,
    ...over,
  });
  const sent = (minutes: number) => page('sent', { sentAt: at(minutes) });
  const held = (minutes: number) => page('held', { heldUntil: at(minutes), at: at(minutes) });

  it.each<[string, number, readonly Page[]]>([
    ['lasts its wait from when it was paged while nothing has left yet', 5, [page('queued'), page('queued')]],
    ['begins anew when the first page leaves, so that people have the full time', 8, [sent(3), page('queued')]],
    ['counts from the first page that left, not from the last', 7, [sent(4), sent(2)]],
    ['counts pages that were answered or ran out as pages that left', 6, [page('declined', { sentAt: at(1) })]],
    ['is over at once when no address of it can work', 0, [page('failed'), page('failed')]],
    ['goes on while one address may still work', 5, [page('failed'), page('queued')]],
    ['waits for the end of quiet hours when everybody is held', 65, [held(60), held(90)]],
    ['does not wait for one who sleeps while another is awake', 5, [held(60), page('queued')]],
    ['lasts its wait when nobody at all could be paged', 5, []],
  ])('%s', (_name, minutes, pages) => {
    const slice = { round: 0, level: 0, levelAt: at(0), waitMs: 5 * MINUTE_MS, pages } as unknown as Escalation;
    expect(turnEnds(slice)).toBe(at(minutes));
  });
});

describe('a page that fails', () => {
  test('is tried again after 0.5, 1, 2, 4 … seconds, never later than every five minutes, and never given up', () => {
    const told = tale();
    const waits: number[] = [];
    let minutes = 0;
    for (let attempt = 1; attempt <= 13; attempt += 1) {
      told.perform(minutes, FAILED, `page/0.0/ann/sms/${attempt}`);
      const next = msBetween(DECLARED, told.state.escalation.pages[0]?.at ?? DECLARED) / MINUTE_MS;
      waits.push(Math.round((next - minutes) * MINUTE_MS));
      minutes = next;
    }
    expect(waits).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000, 300_000, 300_000, 300_000,
    ]);
  });

  test('makes the person’s next way due now, once', () => {
    const told = tale();
    expect(owedOf(told.state, 'page')).toEqual({ 'page/0.0/ann/sms/1': 0, 'page/0.0/ann/call/1': 2 });
    told.perform(0.25, FAILED, 'page');
    expect(owedOf(told.state, 'page/0.0/ann/call')).toEqual({ 'page/0.0/ann/call/1': 0.25 });
  });

  test('of which nobody knows whether it went out is sent again: twice is better than never', () => {
    const told = tale();
    told.perform(0, UNKNOWN, 'page');
    expect(Object.keys(owedOf(told.state, 'page/0.0/ann/sms'))).toEqual(['page/0.0/ann/sms/2']);
  });

  test('for good is not tried again, and says why; the level’s turn is over at once when all of it is dead', () => {
    const told = tale();
    told.perform(0, DEAD, 'page');
    told.perform(0, DEAD, 'page');
    expect(told.pages()).toEqual(['0.0/ann/sms failed', '0.0/ann/call failed']);
    expect(told.state.escalation.pages[0]?.reason).toBe('this number does not exist');
    expect(deadlinesOf(told.state, 'ack')).toEqual({ 'ack/0.0': 0 });
  });

  test('and is accepted late after all gives the person the full time from then', () => {
    const told = tale();
    told.perform(0, FAILED, 'page');
    told.perform(0, FAILED, 'page/0.0/ann/call');
    told.perform(3, undefined, 'page/0.0/ann/sms');
    expect(deadlinesOf(told.state, 'ack')).toEqual({ 'ack/0.0': 8 });
  });

  test('of an older attempt changes nothing', () => {
    const told = tale();
    told.perform(0, FAILED, 'page/0.0/ann/sms/1');
    const before = told.state.escalation.pages;
    told.take(
      [{ type: 'pageFailed', page: 'page/0.0/ann/sms', attempt: 1, reason: 'late news', permanent: true }],
      moment(1),
    );
    expect(told.state.escalation.pages).toEqual(before);
  });
});

describe('what becomes of pages', () => {
  const twoPaged = () => {
    const told = tale({ severity: severityId('sev1') });
    told.perform(0);
    return told;
  };

  test('when somebody has it, that person’s page is acknowledged and nothing more is sent to anybody', () => {
    const told = twoPaged();
    expect(told.pages()).toEqual(['0.0/ann/sms sent', '0.0/ann/call queued', '0.1/cleo/sms sent']);
    told.say(1, 'cleo', ack('cleo'));
    expect(told.pages()).toEqual(['0.0/ann/sms sent', '0.0/ann/call superseded', '0.1/cleo/sms acknowledged']);
    expect(owedOf(told.state, 'page')).toEqual({});
  });

  test('who says can’t is not called again in that round, and their page says so', () => {
    const told = twoPaged();
    told.say(1, 'ann', cant('ann'));
    expect(told.pages().slice(0, 2)).toEqual(['0.0/ann/sms declined', '0.0/ann/call superseded']);
  });

  test('a level that had its turn is timed out, not forgotten: an answer still counts', () => {
    const told = tale();
    told.perform(0);
    told.pass('ack');
    expect(told.pages()[0]).toBe('0.0/ann/sms timed out');
    told.say(6, 'ann', ack('ann'));
    expect(told.pages()[0]).toBe('0.0/ann/sms acknowledged');
  });

  it.each([
    ['restored', { type: 'restore', function: null, restoredAt: null, note: '' }],
    ['closed', { type: 'close', note: '', anyway: true }],
    ['cancelled', { type: 'cancel', why: 'a planned test' }],
  ] as const)('once it is %s nobody is paged any more', (_name, command) => {
    const told = tale();
    told.say(1, 'ann', command);
    expect(owedOf(told.state, 'page')).toEqual({});
    expect(deadlinesOf(told.state, 'ack')).toEqual({});
    expect(told.state.escalation.status).toBe('off');
  });

  test('a person’s newer page by the same medium takes the place of the older one', () => {
    const told = tale();
    told.say(1, 'fay', { type: 'page', targets: ['ann'], why: 'the router' });
    expect(told.pages()).toEqual([
      '0.0/ann/sms superseded',
      '0.0/ann/call superseded',
      'c1/ann/chat queued',
      'c1/ann/sms queued',
      'c1/ann/call queued',
    ]);
  });

  test('a page for one person by name is still sent after somebody else has it', () => {
    const told = tale();
    told.say(1, 'fay', { type: 'page', targets: ['bob'], why: 'the router' });
    told.say(1, 'ann', ack('ann'));
    expect(Object.keys(owedOf(told.state, 'page'))).toEqual(['page/c1/bob/sms/1', 'page/c1/bob/call/1']);
  });

  test('a page taken over although nobody needed it any more keeps its hour and stays superseded', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.take([{ type: 'pageSent', page: 'page/0.0/ann/call', attempt: 1, reference: 'x' }], moment(2));
    expect(told.state.escalation.pages[1]).toMatchObject({ state: 'superseded', sentAt: at(2) });
  });
});

describe('quiet hours', () => {
  const asleep = bookWith(planWith((raw) => ({ ...raw, escalation: { default: ['ann', 'cleo'] } })));
  const night = () => tale({ severity: severityId('sev3'), book: asleep }, moment(NIGHT, 'fay'));

  test('hold a page of a severity that does not wake until the morning; held is shown, never silent', () => {
    const told = night();
    expect(told.pages().every((page) => page.endsWith('held'))).toBe(true);
    expect(Math.min(...Object.values(owedOf(told.state, 'page')))).toBe(NIGHT + 7 * 60);
  });

  test('end for this incident when the severity rises to one that wakes', () => {
    const told = night();
    told.say(NIGHT + 3, 'fay', setSeverity('sev2'));
    const owed = Object.entries(owedOf(told.state, 'page')).filter(([, minutes]) => minutes === NIGHT + 3);
    expect(owed.map(([key]) => key)).toContain('page/1.0/ann/chat/1');
  });

  test('do not count for a severity that wakes', () => {
    const told = tale({}, moment(NIGHT, 'fay'));
    expect(owedOf(told.state, 'page/0.0/ann/sms')).toEqual({ 'page/0.0/ann/sms/1': NIGHT });
  });
});

describe('who has it', () => {
  test('everybody who said so, each once, with the newest hour', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.say(2, 'bob', ack('bob'));
    told.say(3, 'ann', ack('ann'));
    expect(told.state.escalation.acknowledged).toEqual([
      { person: 'bob', at: at(2) },
      { person: 'ann', at: at(3) },
    ]);
  });

  test('no longer somebody who says can’t; while another has it, nobody is paged for that', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.say(2, 'bob', ack('bob'));
    told.say(3, 'ann', cant('ann'));
    expect(told.state.escalation).toMatchObject({ status: 'acknowledged', acknowledged: [{ person: 'bob' }] });
    expect(owedOf(told.state, 'page')).toEqual({});
  });

  test('when the last of several says can’t, paging begins again', () => {
    const told = tale();
    for (const who of ['ann', 'bob']) told.say(1, who, ack(who));
    for (const who of ['ann', 'bob']) told.say(2, who, cant(who));
    expect(told.state.escalation).toMatchObject({ status: 'paging', acknowledged: [] });
    expect(Object.keys(owedOf(told.state, 'page')).length).toBeGreaterThan(0);
  });

  test('who needs one more keeps it, and paging goes on until somebody else has it too', () => {
    const told = tale();
    told.say(1, 'ann', needHelp('ann'));
    expect(told.state.escalation).toMatchObject({
      status: 'paging',
      seeking: 'ann',
      acknowledged: [{ person: 'ann' }],
    });
    told.say(2, 'ann', ack('ann'));
    expect(told.state.escalation.status).toBe('paging');
    told.say(3, 'cleo', ack('cleo'));
    expect(told.state.escalation).toMatchObject({ status: 'acknowledged', seeking: null });
  });

  test('who needs one more is not paged as that one: the deputy is', () => {
    const told = tale();
    told.say(1, 'cleo', needHelp('cleo'));
    expect(Object.keys(owedOf(told.state, 'page/0.1'))).toEqual(['page/0.1/dan/call/1']);
  });

  test('a bystander who asks for the next level is not taken for somebody who has it', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.say(2, 'fay', { type: 'escalate', why: 'Fay asked' });
    expect(told.state.escalation.seeking).toBe('ann');
    const nobody = tale();
    nobody.say(1, 'fay', { type: 'escalate', why: 'Fay asked' });
    nobody.say(2, 'fay', ack('fay'));
    expect(nobody.state.escalation.status).toBe('acknowledged');
  });
});
