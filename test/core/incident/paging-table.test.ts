import { describe, expect, it } from 'vitest';
import { MEDIA, type Medium } from '../../../src/core/media.ts';
import type { PagerAnswer } from '../../support/scripted-pager.ts';
import { accept, failForGood, failForNow, hang, loseReply } from '../../support/scripted-pager.ts';
import { type Asked, POSITIONS, type Position, type Turn, otherThan, positions, turnAt } from './paging-world.ts';

/**
 * Everything that may become of a page, at every place of the ladder, by every medium, run through the real engine. A level has
 * five minutes, everybody has two ways: the medium that is looked at (`M`) and another (`O`), two minutes apart; in the alarm
 * both at once. The alarm comes again every ten minutes.
 */
type Row = {
  readonly name: string;
  /** What the provider answers, in order, to pages by `M` in this turn. */
  readonly answers?: readonly PagerAnswer[];
  /** What happens in the turn, and so many seconds after it began. */
  readonly does?: (turn: Turn) => Promise<unknown>;
  readonly onLevel: Expected;
  readonly inAlarm: Expected;
};
type Expected = {
  readonly at?: number;
  /** What is tried for this person in this turn: `M+0 O+120`, in seconds after it began; `again`: nobody is redialled without a pause. */
  readonly ways: string;
  /** Seconds after which whoever is next is paged; null: nobody ever. */
  readonly next: number | null;
  /** What became of the page by `M`, just before the next one is paged, or at the end. */
  readonly page: string;
  /** Whoever is next is paged, and after `at` nobody any more. */
  readonly stops?: boolean;
};

const ack = ({ told, person }: Turn) => told.say('ack', person);

const ROWS: readonly Row[] = [
  {
    name: 'is sent, and nobody answers',
    onLevel: { ways: 'M+0 O+120', next: 300, page: 'sent' },
    inAlarm: { ways: 'M+0 O+0', next: 600, page: 'sent' },
  },
  {
    name: 'arrives, which is not yet an answer',
    does: ({ report }) => report('delivered'),
    onLevel: { at: 30, ways: 'M+0 O+120', next: 300, page: 'sent, arrived' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: 600, page: 'sent, arrived' },
  },
  {
    name: 'was taken over and does not arrive: the other way is due at once, and it is sent again after a pause',
    does: ({ report }) => report('undelivered'),
    onLevel: { at: 30, ways: 'M+0 O+30 M+again', next: 330, page: 'sent' },
    inAlarm: { at: 30, ways: 'M+0 O+0 M+again', next: 600, page: 'sent' },
  },
  {
    name: 'was taken over and can never arrive: the other way is due at once, and no other provider is left to try',
    does: ({ report }) => report('undelivered', true),
    onLevel: { at: 30, ways: 'M+0 M+30 O+30', next: 330, page: 'failed' },
    inAlarm: { at: 30, ways: 'M+0 O+0 M+30', next: 600, page: 'failed' },
  },
  {
    name: 'is acknowledged: nobody else is paged',
    does: ack,
    onLevel: { at: 30, ways: 'M+0', next: null, page: 'acknowledged' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: null, page: 'acknowledged' },
  },
  {
    name: 'is acknowledged after it arrived',
    does: async (turn) => {
      await turn.report('delivered');
      await ack(turn);
    },
    onLevel: { at: 30, ways: 'M+0', next: null, page: 'acknowledged, arrived' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: null, page: 'acknowledged, arrived' },
  },
  {
    name: 'is declined: whoever is next is paged now, and the alarm goes on',
    does: ({ told, person }) => told.say('cant', person),
    onLevel: { at: 30, ways: 'M+0', next: 30, page: 'declined' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: 600, page: 'declined' },
  },
  {
    name: 'is refused by the provider for good (4xx): the other way at once, this one never again',
    answers: [failForGood],
    onLevel: { ways: 'M+0 O+0', next: 300, page: 'failed' },
    inAlarm: { ways: 'M+0 O+0', next: 600, page: 'failed' },
  },
  {
    name: 'fails for now (5xx): the other way at once, and this one again',
    answers: [failForNow, accept],
    onLevel: { ways: 'M+0 O+0 M+0.5', next: 300, page: 'sent' },
    inAlarm: { ways: 'M+0 O+0 M+0.5', next: 600, page: 'sent' },
  },
  {
    name: 'fails for now again and again: later and later, and never given up',
    answers: [failForNow],
    onLevel: {
      ways: 'M+0 O+0 M+0.5 M+1.5 M+3.5 M+7.5 M+15.5 M+30.5 M+60.5 M+120.5 M+240.5',
      next: 300,
      page: 'queued',
    },
    inAlarm: {
      ways: 'M+0 O+0 M+0.5 M+1.5 M+3.5 M+7.5 M+15.5 M+30.5 M+60.5 M+120.5 M+240.5 M+540.5',
      next: 600,
      page: 'queued',
    },
  },
  {
    name: 'hangs at the provider: given up after ten seconds, then as when it fails',
    answers: [hang, accept],
    onLevel: { ways: 'M+0 O+10 M+10.5', next: 310, page: 'sent' },
    inAlarm: { ways: 'M+0 O+0 M+10.5', next: 600, page: 'sent' },
  },
  {
    name: 'goes out and the reply is lost: twice rather than never',
    answers: [loseReply, accept],
    onLevel: { ways: 'M+0 O+0 M+0.5', next: 300, page: 'sent' },
    inAlarm: { ways: 'M+0 O+0 M+0.5', next: 600, page: 'sent' },
  },
  {
    name: 'is answered after its time: it counts, and who came next is left alone from then on',
    does: ack,
    onLevel: { at: 330, ways: 'M+0 O+120', next: 300, page: 'sent', stops: true },
    inAlarm: { at: 630, ways: 'M+0 O+0', next: 600, page: 'sent', stops: true },
  },
  {
    name: 'is answered twice, by the same press and by another: one person has it',
    does: async ({ told, person }) => {
      for (const press of ['press-1', 'press-1', 'press-2'])
        expect(await told.say('ack', person, press)).toMatchObject({ ok: true });
      const { acknowledged } = (await told.incident()).escalation;
      expect(acknowledged.map((one) => one.person)).toEqual([person]);
      const answers = (await told.events()).filter(({ type }) => type === 'acknowledged');
      expect(answers).toMatchObject([{ again: false }, { again: true }]);
    },
    onLevel: { at: 30, ways: 'M+0', next: null, page: 'acknowledged' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: null, page: 'acknowledged' },
  },
  {
    name: 'is answered when the incident is over: refused in words, and nothing begins again',
    does: async ({ told, person }) => {
      await told.say('cancel it was the gardener', 'eve');
      expect(await told.say('ack INC-1', person)).toMatchObject({
        ok: false,
        card: { title: expect.stringContaining('INC-1 is cancelled') },
      });
      expect((await told.incident()).lifecycle.phase).toBe('cancelled');
    },
    onLevel: { at: 30, ways: 'M+0', next: null, page: 'sent' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: null, page: 'sent' },
  },
  {
    name: 'is reported lost when the incident is over: nothing begins again',
    does: async ({ told, report }) => {
      await told.say('cancel it was the gardener', 'eve');
      await report('undelivered');
    },
    onLevel: { at: 30, ways: 'M+0', next: null, page: 'sent' },
    inAlarm: { at: 30, ways: 'M+0 O+0', next: null, page: 'sent' },
  },
];

/** Who is paged after this one, and the state of a page whose turn has passed. */
const AFTER: Readonly<Record<Position, { readonly person: string; readonly passed: string }>> = {
  'the first level': { person: 'bob', passed: 'timed out' },
  'a level in the middle': { person: 'cat', passed: 'timed out' },
  'the last level of a round': { person: 'ann', passed: 'timed out' },
  'the last level of all': { person: 'dan', passed: 'timed out' },
  // Of an alarm that is repeated only the newest is kept.
  'the alarm after the last round': { person: 'dan', passed: 'forgotten' },
};
/** Long enough to see who is next and, where it stops, that the second way of theirs and the next alarm never come. */
const endOf = ({ stops, next }: Expected) => (next === 600 ? (stops === true ? 1_210 : 610) : 430);

async function observed(row: Row, position: Position, medium: Medium) {
  const expected = position === 'the alarm after the last round' ? row.inAlarm : row.onLevel;
  const turn = await turnAt(position, medium, row.answers ?? []);
  const { at = 0, next } = expected;
  const happens = async () => {
    await turn.passTo(at);
    await row.does?.(turn);
  };
  if (next === null || at <= next) await happens();
  let page = await turn.page();
  if (next !== null && at < next) {
    await turn.passTo(next - 0.001);
    page = await turn.page();
  }
  if (next !== null && at > next) await happens();
  await turn.passTo(endOf(expected));
  return { turn, expected, page };
}

describe.each(MEDIA.map((medium) => [medium]))('a page by %s', (medium) => {
  const letter = (one: Medium) => (one === medium ? 'M' : one === otherThan(medium) ? 'O' : one);
  const inWords = (asked: readonly Asked[]) =>
    asked
      .toSorted((a, b) => a.after - b.after || (a.medium === medium ? -1 : 1))
      .map((one) => `${letter(one.medium)}+${one.after}`)
      .join(' ');

  describe.each(positions.map((position) => [position]))('at %s', (position) => {
    it.each(ROWS.map((row) => [row.name, row] as const))('%s', async (_, row) => {
      const { turn, expected, page } = await observed(row, position, medium);
      const { next } = expected;
      const [own, later] = [turn.asked(), turn.asked()].map((asked, i) =>
        asked.filter(({ after }) => (i === 0 ? after < (next ?? Infinity) : after >= (next ?? Infinity))),
      );
      expect({ ways: inWords(own ?? []), page }).toEqual({
        ways: expected.ways.replace('again', ['call', 'desk'].includes(medium) ? '150' : '90'),
        page: expected.page,
      });
      expect(new Set(own?.map(({ person }) => person))).toEqual(new Set([POSITIONS[position].person]));
      if (next === null) expect(later).toEqual([]);
      else expect(later?.[0]).toMatchObject({ person: AFTER[position].person, after: next });
      if (expected.stops === true) expect(later?.filter(({ after }) => after > (expected.at ?? 0))).toEqual([]);
      if (expected.page === 'sent' && next !== null && expected.stops !== true)
        expect(await turn.page()).toBe(AFTER[position].passed);
    });
  });
});
