import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/core/nearmiss/events.ts';
import type { NearMissCommand } from '../../../src/core/nearmiss/near-misses.ts';
import type { NearMissState } from '../../../src/core/nearmiss/state.ts';
import { nearMisses } from '../../../src/core/nearmiss/near-misses.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import { at, moment } from '../../support/given.ts';

const facts = (id: string, over: Partial<Facts> = {}): Facts => ({
  id,
  week: '2026-W47',
  about: { none: 'rather not say' },
  likelihood: null,
  mayPublish: true,
  mayAsk: true,
  urgent: false,
  receipt: `hash of ${id}`,
  replyBy: at(5_000),
  signed: false,
  ...over,
});
const take = (reports: readonly Facts[], letters: readonly string[] = []): NearMissCommand => ({
  type: 'take',
  reports,
  letters,
});

function after(state: NearMissState, command: NearMissCommand, minutes = 0): NearMissState {
  const decision = nearMisses.decide(state, command, moment(minutes));
  if (!decision.ok) throw new Error(decision.refusal.say);
  return decision.events.reduce(
    (now, event) => nearMisses.evolve(now, { ...event, at: at(minutes), by: MUSTER }, undefined),
    state,
  );
}
const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{24}$/), { minLength: 1, maxLength: 30 });

describe('a batch', () => {
  it('is the same whatever the order in which its reports and letters came in', () => {
    const orders = ids.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray(all),
        fc.nat(),
      ),
    );
    fc.assert(
      fc.property(orders, ([all, shuffled, letters, turn]) => {
        const turned = [
          ...letters.slice(turn % (letters.length + 1)),
          ...letters.slice(0, turn % (letters.length + 1)),
        ];
        const one = nearMisses.decide(
          nearMisses.begin,
          take(
            all.map((id) => facts(id)),
            letters,
          ),
          moment(0),
        );
        const other = nearMisses.decide(
          nearMisses.begin,
          take(
            shuffled.map((id) => facts(id)),
            turned,
          ),
          moment(0),
        );
        expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      }),
    );
  });

  it('taken twice is taken once', () => {
    fc.assert(
      fc.property(ids, (all) => {
        const once = after(nearMisses.begin, take(all.map((id) => facts(id))));
        expect(nearMisses.decide(once, take(all.map((id) => facts(id))), moment(1))).toEqual({ ok: true, events: [] });
      }),
    );
  });

  it('takes no letter to a report that is not there', () => {
    expect(nearMisses.decide(nearMisses.begin, take([], ['nobody']), moment(0))).toEqual({ ok: true, events: [] });
  });
});

describe('a report on record', () => {
  const one = after(nearMisses.begin, take([facts('a')]));

  it('asks for its answer by the promised hour, and no more once it has one', () => {
    expect(nearMisses.deadlines(one)).toEqual([expect.objectContaining({ key: 'feedback/a', at: at(5_000) })]);
    expect(nearMisses.deadlines(after(one, { type: 'answer', id: 'a', status: 'looking', asks: false }))).toEqual([]);
  });

  it('asks to be forgotten 90 days after its end, and is open again when its status says so', () => {
    const closed = after(one, { type: 'answer', id: 'a', status: 'no change because', asks: false }, 10);
    expect(nearMisses.deadlines(closed)).toEqual([
      expect.objectContaining({ key: 'forget/a', at: at(10 + 90 * 24 * 60) }),
    ]);
    expect(
      nearMisses.deadlines(after(closed, { type: 'answer', id: 'a', status: 'looking', asks: false }, 20)),
    ).toEqual([]);
  });

  it('has its lesson published only if its reporter agreed', () => {
    const shy = after(nearMisses.begin, take([facts('a', { mayPublish: false })]));
    expect(nearMisses.decide(shy, { type: 'write', id: 'a', text: 'x' }, moment(1))).toMatchObject({
      ok: false,
      refusal: { code: 'may-not-publish' },
    });
  });

  it.each(['answer', 'sort', 'write', 'propose', 'decide'] as const)(
    'that is not there is refused in words: %s',
    (type) => {
      const command = {
        type,
        id: 'constructor',
        status: 'looking',
        asks: false,
        category: 'luck',
        text: 'x',
        kind: 'step',
        say: '',
        yaml: '',
        nth: 0,
        accepted: true,
        why: '',
        plan: '',
      };
      expect(nearMisses.decide(one, command as unknown as NearMissCommand, moment(1))).toMatchObject({
        ok: false,
        refusal: { code: 'no-such-report' },
      });
    },
  );
});

describe('a digest', () => {
  const publish: NearMissCommand = { type: 'publish', period: '2026-11', least: 3, thanks: {} };
  const withLessons = (many: number) =>
    Array.from({ length: many }, (_, i) => `r${i}`).reduce(
      (state, id) => after(state, { type: 'write', id, text: `lesson of ${id}` }),
      after(nearMisses.begin, take(Array.from({ length: many }, (_, i) => facts(`r${i}`)))),
    );

  it.each([0, 1, 2])('of %i lessons is held, and they wait', (many) => {
    const state = after(withLessons(many), publish);
    expect(state).toMatchObject({ period: '2026-11', digests: [] });
  });

  it('of three is published, each lesson once', () => {
    const state = after(withLessons(3), publish);
    expect(state.digests).toMatchObject([{ reports: 3 }]);
    expect(after(state, { ...publish, period: '2026-12' }).digests).toHaveLength(1);
  });

  it('counts no lesson that is not written, and none whose reporter did not agree', () => {
    const state = after(withLessons(2), take([facts('x'), facts('y', { mayPublish: false })]));
    expect(after(state, publish).digests).toEqual([]);
  });
});
