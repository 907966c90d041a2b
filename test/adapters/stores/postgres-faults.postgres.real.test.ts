import { spawnSync } from 'node:child_process';
import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import { poolsOf } from '../../../src/adapters/stores/postgres/pools.ts';
import { storeOn } from '../../../src/adapters/stores/postgres/postgres-store.ts';
import { StoreFault, type Heard, type Store } from '../../../src/ports/store.ts';
import { batch, claimAll, hoursOf, row } from '../../contracts/store-harness.ts';
import type { PrivatePostgres } from '../../support/postgres.ts';
import { privatePostgres } from '../../support/postgres.ts';
import { tcpProxy } from '../../support/tcp-proxy.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await privatePostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

const versions = async (store: Store, stream = 'INC-1') => (await store.read(stream)).map(({ version }) => version);
const through = (url: string, port: number) => url.replace(/:\d+\//, `:${port}/`);

describe('an answer that got lost', () => {
  /** A store whose writes are kept, though the connection breaks before the answer comes: once, at the given write. */
  async function withLostAnswer(url: string, nth: number) {
    const pools = poolsOf(url);
    const query = pools.write.query.bind(pools.write) as (asked: pg.QueryConfig) => Promise<pg.QueryResult>;
    let asked = 0;
    const write = new Proxy(pools.write, {
      get: (target, property) =>
        property === 'query'
          ? async (given: pg.QueryConfig) => {
              const found = await query(given);
              if ((asked += 1) === nth) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
              return found;
            }
          : (Reflect.get(target, property) as unknown),
    });
    return storeOn({ pools: { ...pools, write }, replica: 'forgetful', ended: () => pools.close() });
  }

  it('to an append is given again, and the event is there once (reliability 24)', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const store = await withLostAnswer(url, 1);
    expect(await store.append(batch({ events: ['a', 'b'] }))).toEqual({ outcome: 'appended', version: 2 });
    expect(await versions(other.store)).toEqual([1, 2]);
    await store.close();
  });

  it('to an append of a click counts the click once', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const store = await withLostAnswer(url, 1);
    const click = batch({ delivery: { id: 'click-1', reply: 'done' } });
    expect(await store.append(click)).toEqual({ outcome: 'appended', version: 1 });
    expect(await other.store.append(click)).toEqual({ outcome: 'duplicate', reply: 'done' });
    await store.close();
  });

  it('to work under a lease is not taken for a lost lease', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const at = await hoursOf(other.store);
    await other.store.append(batch({ agenda: [row('a', at(-1))] }));
    const store = await withLostAnswer(url, 2);
    const [claim] = await claimAll(store);
    const done = batch({ expected: 1, claim: { key: 'a', token: claim?.token ?? '' } });
    expect(await store.append(done)).toEqual({ outcome: 'appended', version: 2 });
    await store.close();
  });

  it('to a claim brings the same rows, not an empty hand', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const at = await hoursOf(other.store);
    await other.store.append(batch({ agenda: [row('a', at(-1)), row('b', at(-2))] }));
    const store = await withLostAnswer(url, 1);
    expect((await claimAll(store)).map(({ key }) => key)).toEqual(['b', 'a']);
    await store.close();
  });

  it('to a text is not taken for one’s own where another replica wrote the same', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const pools = poolsOf(url);
    let asked = 0;
    const write = new Proxy(pools.write, {
      get: (target, property) =>
        property === 'query'
          ? async (given: pg.QueryConfig) => {
              if ((asked += 1) > 1) return target.query(given);
              await other.store.putText('spent', 0, 'the link');
              throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
            }
          : (Reflect.get(target, property) as unknown),
    });
    const store = storeOn({ pools: { ...pools, write }, replica: 'late', ended: () => pools.close() });
    expect(await store.putText('spent', 0, 'the link')).toBe(false);
    await store.close();
  });

  it('to a text is not taken for somebody else’s', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const store = await withLostAnswer(url, 1);
    expect(await store.putText('plan', 0, 'mine')).toBe(true);
    expect(await other.store.text('plan')).toEqual({ version: 1, text: 'mine' });
    await store.close();
  });
});

describe('a connection', () => {
  it('that breaks under a storm of appends loses none of them, and doubles none (reliability 23)', async () => {
    const url = await server.schema();
    await using cable = await tcpProxy(server.port);
    await using opened = await openPostgres({ url: through(url, cable.port) });
    const streams = Array.from({ length: 300 }, (_, n) => `INC-${n}`);
    const appended = Promise.all(
      streams.map(async (stream, n) => {
        if (n % 60 === 30) cable.cut('once');
        return opened.store.append(batch({ stream, events: [stream] }));
      }),
    );
    cable.cut('once');
    expect((await appended).filter(({ outcome }) => outcome !== 'appended')).toEqual([]);
    for (const stream of streams) expect(await versions(opened.store, stream)).toEqual([1]);
  });

  it('that all sessions lost is made anew, and everybody is heard again (reliability 38)', async () => {
    const url = await server.schema();
    await using one = await openPostgres({ url });
    await using two = await openPostgres({ url });
    const heard: Heard[] = [];
    two.store.listen((each) => void heard.push(each));
    await server.run("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'muster%'");
    await one.store.append(batch({ stream: 'INC-7' }));
    await waitUntil(() => heard.some((each) => each.kind === 'appended' && each.stream === 'INC-7'));
  });

  it('that hangs on a long list holds up no page (reliability 30)', async () => {
    const url = await server.schema();
    await using opened = await openPostgres({ url });
    const { store } = opened;
    const at = await hoursOf(store);
    const hog = new pg.Client({ connectionString: url });
    await hog.connect();
    await hog.query('begin; lock table documents in access exclusive mode');
    const hanging = Promise.allSettled(Array.from({ length: 50 }, () => store.document('a'.repeat(64))));
    expect(await store.append(batch({ agenda: [row('a', at(-1))] }))).toMatchObject({ outcome: 'appended' });
    expect(await claimAll(store)).toHaveLength(1);
    expect(await versions(store)).toEqual([1]);
    await hog.query('rollback');
    await hog.end();
    await hanging;
  });
});

describe('a database', () => {
  it('that is away is said in a sentence, loses nothing, and is used again when it is back (reliability 26)', async () => {
    await using own = await privatePostgres();
    await using opened = await openPostgres({ url: own.url });
    const { store } = opened;
    await store.append(batch());
    await own.kill();
    await expect(store.append(batch({ expected: 1 }))).rejects.toThrow('The database does not answer');
    await expect(store.read('INC-1')).rejects.toThrow(StoreFault);
    await own.start();
    await waitUntil(() =>
      store.now().then(
        () => true,
        () => false,
      ),
    );
    expect(await store.append(batch({ expected: 1 }))).toEqual({ outcome: 'appended', version: 2 });
    expect(await versions(store)).toEqual([1, 2]);
  });

  it('that may only be read refuses writes with a sentence, and takes them when it may be written to', async () => {
    await using own = await privatePostgres({ quick: true });
    await using opened = await openPostgres({ url: own.url });
    const { store } = opened;
    const readOnly = async (value: string) => {
      await own.run(`alter system set default_transaction_read_only = ${value}`);
      await own.run('select pg_reload_conf()');
    };
    await readOnly('on');
    let refusal: unknown;
    await waitUntil(() =>
      store
        .append(batch({ stream: 'INC-8' }))
        .then(
          () => false,
          (error: unknown) => ((refusal = error), true),
        )
        .catch(() => false),
    );
    expect(refusal).toMatchObject({
      name: 'StoreFault',
      message: expect.stringContaining('can only be read') as string,
    });
    await readOnly('off');
    await waitUntil(() =>
      store.append(batch({ stream: 'INC-9' })).then(
        () => true,
        () => false,
      ),
    );
  });

  it('whose disk is full refuses with a sentence, and goes on when there is room again (reliability 28)', async ({
    skip,
  }) => {
    using disk = tempFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk.path]);
    if (mounted.status !== 0) return skip('no small disk can be mounted here');
    try {
      const { uid, gid } = statSync(server.data);
      chownSync(disk.path, uid, gid);
      await server.run(`create tablespace small location '${disk.path}'`);
      const url = await server.schema('default_tablespace=small');
      await using opened = await openPostgres({ url });
      const { store } = opened;
      writeFileSync(disk.file('ballast'), Buffer.alloc(900_000));
      const long = 'x'.repeat(100_000);
      let kept = 0;
      let refusal: unknown;
      while (refusal === undefined) {
        // Text that does not shrink.
        const noise = Array.from(long, (_, n) => String.fromCharCode(33 + ((n * n * 31 + n * kept * 17) % 90))).join(
          '',
        );
        await store.append(batch({ expected: kept, events: [noise] })).then(
          () => (kept += 1),
          (error: unknown) => (refusal = error),
        );
      }
      expect(refusal).toMatchObject({ name: 'StoreFault', message: expect.stringContaining('disk is full') as string });
      expect(await versions(store)).toHaveLength(kept);
      rmSync(disk.file('ballast'));
      expect(await store.append(batch({ expected: kept }))).toMatchObject({ outcome: 'appended', version: kept + 1 });
      await server.run(
        `drop schema ${new URL(url).searchParams.get('options')?.match(/search_path=(\w+)/)?.[1]} cascade`,
      );
    } finally {
      await server.run('drop tablespace if exists small');
      spawnSync('umount', ['--lazy', disk.path]);
    }
  });

  it('that cannot be reached stops the start with a sentence that holds no password', async () => {
    const url = 'postgres://muster:hunter2@127.0.0.1:1/muster';
    const fault: unknown = await openPostgres({ url, patienceMs: 0 }).catch((error: unknown) => error);
    expect(fault).toMatchObject({
      name: 'StoreFault',
      message: 'The database did not answer (connect ECONNREFUSED 127.0.0.1:1), so nothing was begun.',
    });
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('hunter2');
  });

  it('that does not exist is said in a sentence', async () => {
    const url = server.url.replace(/postgres$/, 'elsewhere');
    await expect(openPostgres({ url, patienceMs: 0 })).rejects.toThrow('The database does not exist');
  });

  it('that flushes nothing is warned of', async () => {
    await using own = await privatePostgres({ quick: true });
    await using opened = await openPostgres({ url: own.url });
    expect(opened.problems.join('\n')).toMatch(/fsync = off[\s\S]*synchronous_commit = off/);
  });
});
