import { describe, expect, it } from 'vitest';
import { overdueUpkeep } from '../../../src/core/upkeep/overdue.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import { instant } from '../../../src/core/time.ts';
import { book } from '../../support/clinic.ts';

type Exercises = Plan['exercises'];
const plan = (over: Partial<Plan>): Plan => ({ ...book.plan, exercises: {}, ...over });
const exercise = (over: object) =>
  ({ drill: { kind: 'drill', every: '3mo', without: [], ...over } }) as unknown as Exercises;
const AT = instant('2026-11-20T15:00:00Z');
const said = (over: Partial<Plan>, at = AT) => overdueUpkeep(plan(over), at).map(({ what }) => what);

describe('what is overdue in the plan’s own calendar', () => {
  it('is an exercise whose turn has come round, to the day, in the zone of the company', () => {
    const last = exercise({ last: '2026-08-20' });
    expect(said({ exercises: last }).filter((what) => what.startsWith('exercise'))).toEqual(['exercise drill (drill)']);
    const dayBefore = instant('2026-11-20T04:59:00Z');
    expect(said({ exercises: last }, dayBefore).filter((what) => what.startsWith('exercise'))).toEqual([]);
  });

  it('is an exercise that was never done, which comes first', () => {
    const all = overdueUpkeep(
      plan({
        exercises: { ...exercise({}), old: { ...exercise({ last: '2020-01-01' })['drill'] } } as unknown as Exercises,
      }),
      AT,
    ).filter(({ what }) => what.startsWith('exercise'));
    expect(all.map(({ what }) => what)).toEqual(['exercise drill (drill)', 'exercise old (drill)']);
    expect(all[0]).toMatchObject({ last: null, due: null });
  });

  it('is the reading of the whole plan, and the printed pack', () => {
    const old = { ...book.plan.plan, reviewed: '2026-01-01' } as Plan['plan'];
    const bot = { ...book.plan.incident_bot, offline_pack: { holders: [], every: '1mo', last: '2026-10-01' } };
    expect(said({ plan: old, incident_bot: bot as unknown as Plan['incident_bot'] })).toEqual([
      'the whole plan has to be read again',
      'the printed pack',
    ]);
  });
});
