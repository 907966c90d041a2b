import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { SAMPLE_PLAN } from '../src/config.ts';
import { DUTY } from '../src/core/duty/duty.ts';
import { REACH } from '../src/core/reach/reach.ts';
import { UPKEEP } from '../src/core/upkeep/upkeep.ts';
import type { Store } from '../src/ports/store.ts';
import { cluster } from './support/cluster.ts';

const WITHIN = { timeout: 20_000, interval: 20 };
const typesOf = async (store: Store, stream: string) =>
  (await store.read(stream)).map(({ body }) => (body as { readonly type: string }).type);
const adoptions = async (store: Store) =>
  (await typesOf(store, UPKEEP)).filter((type) => type === 'planAdopted').length;

function plans(folder: string) {
  const text = readFileSync(SAMPLE_PLAN, 'utf8');
  const write = (name: string, company: string) => {
    const file = join(folder, `${name}.plan.yaml`);
    writeFileSync(file, text.replace(/company: .*/, `company: ${company}`));
    return file;
  };
  return write;
}
const companyOf = (muster: { plans: { book(): { plan: { plan: { company: string } } } } }) =>
  muster.plans.book().plan.plan.company;

/** How often the streams that go by the plan were written to. */
const written = async (store: Store) =>
  Promise.all([UPKEEP, REACH, DUTY].map(async (stream) => (await store.read(stream)).length));

describe('the plan in force at several machines', () => {
  it('is the one that was adopted last, at all of them, while new ones are rolled out beside old ones', async () => {
    await using machines = cluster();
    const write = plans(machines.folder);
    const old = await machines.replica({ environment: { MUSTER_PLAN: write('old', 'Old Firm') } });
    await old.start();
    const fresh = await machines.replica({ environment: { MUSTER_PLAN: write('new', 'New Firm') } });
    await fresh.start();
    await vi.waitFor(() => expect([companyOf(old), companyOf(fresh)]).toEqual(['New Firm', 'New Firm']), WITHIN);
    expect(await adoptions(machines.store)).toBe(2);
  });

  it('is never the made-up one where a firm has adopted its own: a start without MUSTER_PLAN is a slip', async () => {
    await using machines = cluster();
    const file = plans(machines.folder)('own', 'Own Firm');
    const one = await machines.replica({ environment: { MUSTER_PLAN: file } });
    const forgetful = await machines.replica();
    expect([one, forgetful].map(companyOf)).toEqual(['Own Firm', 'Own Firm']);
    expect(forgetful.plans.isSample).toBe(false);
    expect(await adoptions(machines.store)).toBe(1);
  });

  it('does not go back and forth between machines with different files: nothing more is written', async () => {
    await using machines = cluster();
    const write = plans(machines.folder);
    for (const name of ['One Firm', 'Other Firm', 'Third Firm']) {
      const replica = await machines.replica({ environment: { MUSTER_PLAN: write(name, name) } });
      await replica.start();
    }
    const settled = async () => {
      const before = await written(machines.store);
      await Promise.all(machines.opened().map((muster) => muster.engine.audit()));
      await Promise.all(machines.opened().map((muster) => muster.plans.follow()));
      return JSON.stringify(before) === JSON.stringify(await written(machines.store));
    };
    await vi.waitFor(async () => expect(await settled()).toBe(true), WITHIN);
    expect(await settled()).toBe(true);
    expect(new Set(machines.opened().map(companyOf))).toEqual(new Set(['Third Firm']));
    expect(await adoptions(machines.store)).toBe(3);
  });

  it('is adopted once when all of them see the same edit of the same file', async () => {
    await using machines = cluster();
    const write = plans(machines.folder);
    const environment = { MUSTER_PLAN: write('shared', 'Before') };
    const all = [await machines.replica({ environment }), await machines.replica({ environment })];
    for (const one of all) await one.start();
    expect(await adoptions(machines.store)).toBe(1);
    write('shared', 'After');
    await vi.waitFor(() => expect(all.map(companyOf)).toEqual(['After', 'After']), WITHIN);
    const looked = all.map(async (one) => one.plans.follow());
    await Promise.all(looked);
    expect(await adoptions(machines.store)).toBe(2);
  });

  it('is kept by all when one of them reads a broken edit, and the refusal is on record once', async () => {
    await using machines = cluster();
    const write = plans(machines.folder);
    const environment = { MUSTER_PLAN: write('shared', 'Before') };
    const all = [await machines.replica({ environment }), await machines.replica({ environment })];
    for (const one of all) await one.start();
    writeFileSync(environment.MUSTER_PLAN, 'plan: [broken');
    await vi.waitFor(() => expect(all.map((one) => one.plans.refused() !== undefined)).toEqual([true, true]), WITHIN);
    expect(all.map(companyOf)).toEqual(['Before', 'Before']);
    expect((await typesOf(machines.store, UPKEEP)).filter((type) => type === 'planRefused')).toHaveLength(1);
  });

  it('is taken over by one that heard nothing, at the next audit', async () => {
    await using machines = cluster();
    const write = plans(machines.folder);
    const deaf = await machines.replica({
      environment: { MUSTER_PLAN: write('old', 'Old Firm') },
      over: () => ({ listen: () => () => undefined }),
    });
    await deaf.start();
    const fresh = await machines.replica({ environment: { MUSTER_PLAN: write('new', 'New Firm') } });
    await fresh.start();
    await deaf.engine.audit();
    await vi.waitFor(() => expect(companyOf(deaf)).toBe('New Firm'), WITHIN);
  });

  it('goes by the same turns everywhere: who is on call is taken from the plan that all have', async () => {
    await using machines = cluster();
    const write = plans(machines.folder);
    const [old, fresh] = [
      await machines.replica({ environment: { MUSTER_PLAN: write('old', 'Old Firm') } }),
      await machines.replica({ environment: { MUSTER_PLAN: write('new', 'New Firm') } }),
    ];
    await Promise.all([old.start(), fresh.start()]);
    await vi.waitFor(async () => {
      const { planHash } = (await old.engine.read(UPKEEP)).state as { readonly planHash: string };
      const last = (await machines.store.read(DUTY)).map(({ body }) => body as { readonly planHash?: string });
      expect(last.findLast((event) => event.planHash !== undefined)?.planHash).toBe(planHash);
    }, WITHIN);
  });
});
