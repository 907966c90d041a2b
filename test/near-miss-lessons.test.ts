import { describe, expect, it } from 'vitest';
import { personId } from '../src/core/ids.ts';
import { DAY_MS, instant } from '../src/core/time.ts';
import type { NearMissWorld } from './support/near-miss-world.ts';
import { aReport, nearMissWorld, ok, refusedOf } from './support/near-miss-world.ts';

const [dan, fay] = [personId('dan'), personId('fay')];

/** A report that has been written. */
async function written(world: NearMissWorld) {
  ok(await world.near().report(aReport()));
  await world.pass(DAY_MS);
  return { id: Object.keys((await world.state()).all)[0] ?? '' };
}

describe('what everybody of the firm sees', () => {
  /** So many reports with a lesson each, in one month. */
  async function lessons(world: NearMissWorld, many: number) {
    for (let i = 0; i < many; i += 1)
      ok(
        await world
          .near()
          .report(aReport(`Case ${'abcdefgh'[i] ?? ''}`, { kind: 'named', name: `Signer ${i}`, mayThank: i === 0 })),
      );
    await world.pass(DAY_MS);
    for (const { report } of ok(await world.near().reports(dan)).filter((one) => one.report.lesson === null))
      await world
        .near()
        .work(dan, report.id, { type: 'write', text: `Somebody in operations learned, ${report.id.slice(0, 1)}` });
  }

  it('is no digest of two reports: they wait until there are three', async () => {
    await using world = await nearMissWorld();
    await lessons(world, 2);
    await world.passTo(instant('2026-12-02T00:00:00Z'));
    expect(await world.near().digests()).toEqual([]);
    expect(await world.near().trends()).toMatchObject({
      reports: null,
      medianDaysToAnswer: null,
      answeredInTime: null,
    });
    await lessons(world, 1);
    await world.passTo(instant('2027-01-02T00:00:00Z'));
    expect(await world.near().digests()).toMatchObject([{ period: '2026-12', reports: 3, changes: 0 }]);
    expect(await world.near().trends()).toMatchObject({ reports: 3, answeredInTime: { kept: 0, of: 3 } });
  });

  it('is published once, with the month and no more, and thanks those who agreed', async () => {
    await using world = await nearMissWorld();
    await lessons(world, 3);
    await world.passTo(instant('2027-03-02T00:00:00Z'));
    const digests = await world.near().digests();
    expect(digests).toHaveLength(1);
    expect(digests[0]).toMatchObject({
      thanks: ['Signer 0'],
      lessons: [{ month: '2026-11' }, { month: '2026-11' }, { month: '2026-11' }],
    });
    expect(JSON.stringify(digests)).not.toMatch(/Case|Signer [12]|W47/);
  });

  it('takes no names into a lesson', async () => {
    await using world = await nearMissWorld();
    const { id } = await written(world);
    expect(refusedOf(await world.near().work(dan, id, { type: 'write', text: 'Ann mixed up two disks' }))).toBe(
      'names',
    );
  });

  it('shows a proposed change to whoever approves the plan, with its month and without its report', async () => {
    await using world = await nearMissWorld();
    const { id } = await written(world);
    await world.near().work(fay, id, { type: 'propose', kind: 'step', say: 'Read the label aloud', yaml: '' });
    expect(await world.near().proposals(fay)).toEqual([]);
    expect(await world.near().proposals(dan)).toEqual([
      { id, nth: 0, reportedIn: '2026-11', kind: 'step', say: 'Read the label aloud', yaml: '' },
    ]);
    expect(refusedOf(await world.near().decide(fay, { id, nth: 0, accepted: true, why: '' }))).toBe('not-the-approver');
    await world.near().decide(dan, { id, nth: 0, accepted: true, why: '' });
    expect(refusedOf(await world.near().decide(dan, { id, nth: 0, accepted: false, why: '' }))).toBe('decided-already');
    expect(await world.near().trends()).toMatchObject({
      changesAccepted: 1,
      changesByMonth: [{ month: '2026-11', changes: 1 }],
    });
  });
});
