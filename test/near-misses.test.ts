import { describe, expect, it } from 'vitest';
import { personId } from '../src/core/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, instant } from '../src/core/time.ts';
import type { NearMissWorld } from './support/near-miss-world.ts';
import { aReport, clinicPlan, nearMissWorld, ok, refusedOf } from './support/near-miss-world.ts';

const [dan, fay, ann] = [personId('dan'), personId('fay'), personId('ann')];

const send = async (world: NearMissWorld, report = aReport()) => ok(await world.near().report(report)).receipt;
const onlyId = async (world: NearMissWorld) => Object.keys((await world.state()).all)[0] ?? '';
/** A report that has been written, with its code. */
async function written(world: NearMissWorld) {
  const receipt = await send(world);
  await world.pass(DAY_MS);
  return { receipt, id: await onlyId(world) };
}

describe('a report', () => {
  it('is acknowledged at once under its code, and is in the hands of the receivers after ten o’clock', async () => {
    await using world = await nearMissWorld();
    const receipt = await send(world);
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'waiting', status: 'received', week: null });
    expect(ok(await world.near().reports(dan))).toEqual([]);
    expect(world.sent).toEqual([]);
    await world.passTo(instant('2026-11-20T15:00:01Z'));
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'open', status: 'received', week: '2026-W47' });
    expect(ok(await world.near().reports(dan))).toMatchObject([
      { report: { week: '2026-W47' }, thread: { signed: null } },
    ]);
    expect(world.sent.map(({ person, text }) => [person, text])).toEqual([
      ['fay', 'Muster: a near miss waits for you to read: https://muster.example/near-misses'],
    ]);
  });

  it('is read by the receivers of the plan and by nobody else', async () => {
    await using world = await nearMissWorld();
    const { id } = await written(world);
    expect(refusedOf(await world.near().reports(ann))).toBe('not-a-receiver');
    expect(refusedOf(await world.near().one(ann, id))).toBe('not-a-receiver');
    expect(refusedOf(await world.near().answer(ann, id, { text: 'x', status: 'looking', asks: false }))).toBe(
      'not-a-receiver',
    );
    expect(ok(await world.near().one(fay, id)).thread?.texts.help).toBe('Labels in two colours');
  });

  it('is refused where nobody would read it', async () => {
    await using world = await nearMissWorld({ plan: clinicPlan({ receives: [] }) });
    expect(await world.near().report(aReport())).toMatchObject({
      refused: { code: 'no-receivers', say: expect.stringContaining('near_miss.receives') },
    });
  });

  it.each([
    ['not-scrubbed', aReport('Ann pressed the wrong button')],
    ['secret', aReport('The password is hunter2')],
    ['what', aReport('  ')],
    ['too-long', aReport('x'.repeat(2_001))],
    ['about', aReport('The fax was dead', { about: { system: 'fax' } })],
    ['name', aReport('The fax was dead', { kind: 'named', name: ' ', mayThank: false })],
  ])('that cannot be taken is refused (%s), and nothing is kept', async (code, report) => {
    await using world = await nearMissWorld();
    expect(refusedOf(await world.near().report(report))).toBe(code);
    await world.pass(DAY_MS);
    expect(await world.state()).toMatchObject({ all: {}, batches: 0 });
  });

  it('that was signed shows its name to the receivers, and nowhere in the log of events', async () => {
    await using world = await nearMissWorld();
    await send(world, aReport('The fax was dead', { kind: 'named', name: 'Cleo M.', mayThank: true }));
    await world.pass(DAY_MS);
    expect(ok(await world.near().reports(dan))[0]?.thread?.signed).toEqual({ name: 'Cleo M.', mayThank: true });
    expect(JSON.stringify(await world.store.read('NEAR'))).not.toContain('Cleo');
  });

  it('is lost when Muster dies before the batch, as the form says; after it, it is kept', async () => {
    await using world = await nearMissWorld();
    const lost = await send(world);
    await world.crash();
    expect(refusedOf(await world.near().mailbox(lost))).toBe('no-such-code');
    const { receipt } = await written(world);
    await world.crash();
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'open' });
  });

  it('is written when Muster is stopped in order', async () => {
    await using world = await nearMissWorld();
    const receipt = await send(world);
    await world.near().stop();
    await world.crash();
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'open', week: '2026-W47' });
  });

  it('that was written to the file only when Muster died is put on record at the next start', async () => {
    let dies = false;
    await using world = await nearMissWorld({
      vault: (usual) => ({
        read: usual.read,
        async change(make) {
          await usual.change(make);
          if (dies) throw new Error('killed');
        },
      }),
    });
    const receipt = await send(world);
    dies = true;
    await world.pass(DAY_MS);
    expect((await world.state()).all).toEqual({});
    dies = false;
    await world.crash();
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'open' });
  });

  it('waits for the next day when the disk is full, and is there once', async () => {
    let isFull = true;
    await using world = await nearMissWorld({
      vault: (usual) => ({
        read: usual.read,
        change: async (make) => (isFull ? Promise.reject(new Error('no space left')) : usual.change(make)),
      }),
    });
    const receipt = await send(world);
    await world.pass(DAY_MS);
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'waiting' });
    isFull = false;
    await world.pass(DAY_MS);
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'open' });
    expect(ok(await world.near().reports(dan))).toHaveLength(1);
  });

  it('said to be urgent goes to the receivers at once, as it was scrubbed; nothing of it is in the log', async () => {
    await using world = await nearMissWorld();
    const reported = ok(await world.near().report(aReport('The wrong disk is being restored now', { urgent: true })));
    expect(reported.told).toEqual({ reached: 2, of: 2 });
    const text = expect.stringContaining('The wrong disk is being restored now');
    expect(world.sent).toMatchObject([
      { person: 'dan', medium: 'call', text },
      { person: 'fay', medium: 'sms', text },
    ]);
    expect(world.logged.join('\n')).not.toContain('disk');
  });

  it.each([
    ['nobody takes it', () => false],
    ['the world behind it breaks', () => expect.unreachable('the network broke')],
  ])('said to be urgent says that nobody was reached, and still gives its code, when %s', async (_why, canSend) => {
    await using world = await nearMissWorld({ canSend });
    expect(ok(await world.near().report(aReport('It burns', { urgent: true }))).told).toEqual({ reached: 0, of: 2 });
  });
});

describe('the talk with a reporter', () => {
  it('goes both ways without a name: a question, an answer, a decision, a change of the plan', async () => {
    await using world = await nearMissWorld();
    const { receipt, id } = await written(world);
    const near = world.near();
    expect(
      await near.answer(fay, id, { text: 'Which of the two disks?', status: 'looking', asks: true }),
    ).toBeUndefined();
    expect(await near.mailbox(receipt)).toMatchObject({ status: 'looking', asks: true });
    expect(await near.reply(receipt, 'The newer one')).toMatchObject({ asks: false });
    expect(ok(await near.one(dan, id)).thread?.letters).toHaveLength(1);
    await world.pass(DAY_MS);
    expect(ok(await near.one(dan, id))).toMatchObject({ report: { unread: true } });
    await near.work(dan, id, {
      type: 'propose',
      kind: 'dependency',
      say: 'Write down the second disk',
      yaml: 'systems:',
    });
    expect(await near.decide(dan, { id, nth: 0, accepted: true, why: '' })).toBeUndefined();
    await near.answer(dan, id, { text: 'It is in the plan now.', status: 'changed', asks: false });
    expect(await near.mailbox(receipt)).toMatchObject({
      state: 'closed',
      status: 'changed',
      letters: [
        { from: 'receivers', when: '2026-11-21', text: 'Which of the two disks?' },
        { from: 'reporter', when: '2026-W47', text: 'The newer one' },
        { from: 'receivers', text: 'It is in the plan now.' },
      ],
      changes: [{ say: 'Write down the second disk', plan: 'v7' }],
    });
  });

  it('asks nothing of somebody who did not agree to questions', async () => {
    await using world = await nearMissWorld();
    await send(world, aReport('The fax was dead', { mayAsk: false }));
    await world.pass(DAY_MS);
    const id = await onlyId(world);
    expect(refusedOf(await world.near().answer(dan, id, { text: 'Who are you?', status: 'looking', asks: true }))).toBe(
      'may-not-ask',
    );
    expect(ok(await world.near().one(dan, id)).thread?.letters).toEqual([]);
  });

  it('keeps no name in a letter either', async () => {
    await using world = await nearMissWorld();
    const { receipt } = await written(world);
    expect(refusedOf(await world.near().reply(receipt, 'It was Ann'))).toBe('not-scrubbed');
  });

  it('is deleted 90 days after its end; the facts and the lesson stay', async () => {
    await using world = await nearMissWorld();
    const { receipt, id } = await written(world);
    await world.near().work(dan, id, { type: 'write', text: 'Two disks looked alike' });
    await world.near().answer(dan, id, { text: 'Labelled.', status: 'changed', asks: false });
    await world.pass(89 * DAY_MS);
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'closed' });
    await world.pass(2 * DAY_MS);
    expect(await world.near().mailbox(receipt)).toMatchObject({ state: 'deleted', what: '', letters: [] });
    expect((await world.state()).all[id]).toMatchObject({ forgotten: true, lesson: 'Two disks looked alike' });
    expect(refusedOf(await world.near().reply(receipt, 'Hello?'))).toBe('deleted');
  });

  it('reminds the receivers once when the promised answer did not come', async () => {
    await using world = await nearMissWorld();
    await written(world);
    world.sent.length = 0;
    await world.passTo(instant('2026-11-27T14:59:00Z'));
    expect(world.sent).toEqual([]);
    await world.pass(2 * MINUTE_MS);
    expect(world.sent.map(({ text }) => text)).toEqual([
      expect.stringContaining('was not answered within the promised time'),
    ]);
    await world.pass(30 * DAY_MS);
    expect(world.sent).toHaveLength(1);
  });

  it('tries again to tell the receivers while the network is down, and gives up in the end', async () => {
    let isUp = false;
    await using world = await nearMissWorld({ canSend: () => isUp });
    await written(world);
    expect((await world.store.read('NEAR')).map(({ body }) => (body as { type: string }).type)).toContain(
      'receiversNotTold',
    );
    expect((await world.state()).tell.length).toBeLessThanOrEqual(1);
    isUp = true;
    await world.pass(HOUR_MS);
    expect((await world.state()).tell).toEqual([]);
  });
});

describe('codes', () => {
  it('are looked up so often a minute, whoever asks, and then nobody is', async () => {
    await using world = await nearMissWorld();
    const wrong = 'bluelake bluelake bluelake bluelake';
    for (let i = 0; i < 60; i += 1) expect(refusedOf(await world.near().mailbox(wrong))).toBe('no-such-code');
    expect(refusedOf(await world.near().mailbox(wrong))).toBe('too-many');
    await world.pass(MINUTE_MS);
    expect(refusedOf(await world.near().mailbox(wrong))).toBe('no-such-code');
  });
});
