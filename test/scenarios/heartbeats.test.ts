import { describe, expect, it } from 'vitest';
import { alertStory, withBlocks } from '../support/alert-story.ts';
import { hours, min } from './support.ts';

const book = withBlocks({
  heartbeats: {
    backup: { every: '24h', grace: '2h', systems: ['files'], severity: 'sev2', page_after: '30m' },
    sync: { every: '5m', grace: '1m', page_after: 'never' },
  },
});

async function beating() {
  const told = await alertStory({ book });
  await told.beats.sync();
  await told.beats.beat('backup', true);
  return told;
}

describe('a heartbeat', () => {
  it('that comes every night says nothing', async () => {
    const told = await beating();
    for (let night = 0; night < 5; night += 1) {
      await told.pass(hours(25));
      expect(await told.beats.beat('backup', true)).toBe(true);
    }
    expect(await told.proposals()).toEqual([]);
  });

  it('that falls silent is proposed at its hour and pages by the plan; its return is a fact', async () => {
    const told = await beating();
    await told.pass(hours(26) - 1_000);
    expect(await told.proposals()).toEqual([]);
    await told.pass(2_000);
    expect(await told.proposals()).toMatchObject([
      { title: 'backup has not reported', text: 'It must report every 24 h, and was last heard 26 h before.' },
    ]);
    await told.pass(min(31));
    expect((await told.incident()).lifecycle).toMatchObject({ severity: 'sev2', systems: ['files'], phase: 'open' });
    await told.beats.beat('backup', true);
    await told.pass(min(1));
    expect((await told.events()).findLast(({ type }) => type === 'alertNoted')).toMatchObject({ all: true });
    expect((await told.incident()).lifecycle.phase).toBe('open');
  });

  it('that reports again before anybody was paged pages nobody', async () => {
    const told = await beating();
    await told.pass(hours(26) + min(1));
    await told.beats.beat('backup', true);
    await told.pass(hours(2));
    expect(await told.store.streams('INC-', 10)).toEqual([]);
    expect(await told.proposals()).toEqual([]);
  });

  it('that says itself that it failed is proposed at once', async () => {
    const told = await beating();
    await told.beats.beat('backup', false);
    await told.pass(0);
    expect(await told.proposals()).toMatchObject([{ title: 'backup failed', text: 'It reported that it had failed.' }]);
  });

  it('that was never heard is a finding of the set-up and no silence', async () => {
    const told = await beating();
    await told.pass(hours(1));
    await told.beats.list();
    expect(await told.proposals()).toEqual([]);
    expect(told.beats.missing()).toEqual([
      'The heartbeat "sync" was never heard, and should come every 5 min: "muster hooks" shows the address that it must call.',
    ]);
  });

  it('that beats for ever is kept in short streams, and is not silent between two of them', async () => {
    const told = await alertStory({ book });
    await told.beats.sync();
    for (let n = 0; n < 1_100; n += 1) {
      await told.beats.beat('sync', true);
      await told.clock.advance(min(1));
    }
    const streams = await told.store.streams('BEAT-sync.', 10);
    expect(streams).toEqual(['BEAT-sync.3', 'BEAT-sync.2', 'BEAT-sync.1']);
    expect((await told.store.openStreams()).map(({ stream }) => stream)).not.toContain('BEAT-sync.1');
    await told.pass(min(4));
    expect(await told.proposals()).toEqual([]);
    await told.pass(min(3));
    expect(await told.proposals()).toMatchObject([{ title: 'sync has not reported' }]);
  });

  it('that calls a thousand times a second is kept as often as it must be', async () => {
    const told = await beating();
    for (let n = 0; n < 1_000; n += 1) await told.beats.beat('backup', true);
    expect((await told.store.read('BEAT-backup.1')).length).toBeLessThan(5);
  });

  it('that the plan does not ask for any more is left alone', async () => {
    const told = await beating();
    expect(await told.beats.beat('nobody-asks', true)).toBe(false);
  });
});
