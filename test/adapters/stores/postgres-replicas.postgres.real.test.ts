import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import type { Heard } from '../../../src/ports/store.ts';
import { batch, claimAll, hoursOf, row } from '../../contracts/store-harness.ts';
import type { PrivatePostgres } from '../../support/postgres.ts';
import { privatePostgres } from '../../support/postgres.ts';
import { tcpProxy } from '../../support/tcp-proxy.ts';
import { waitUntil } from '../../support/wait-until.ts';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await privatePostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

const through = (url: string, port: number) => url.replace(/:\d+\//, `:${port}/`);

describe('a replica', () => {
  it.each([
    ['whose host is gone without a word (reliability 10)', 'blackhole'],
    ['that is killed', 'cut'],
  ] as const)('%s lets go of its claims: the others have them at once', async (_, how) => {
    const url = await server.schema();
    await using cable = await tcpProxy(server.port);
    await using gone = await openPostgres({ url: through(url, cable.port) });
    await using other = await openPostgres({ url });
    const at = await hoursOf(other.store);
    await other.store.append(batch({ agenda: [row('a', at(-1))] }));
    const [lost] = await claimAll(gone.store);
    const freed = new Promise((resolve) => other.store.listen(({ kind }) => kind === 'freed' && resolve(kind)));
    cable[how]();
    expect(await freed).toBe('freed');
    const [taken] = await claimAll(other.store);
    expect(taken).toMatchObject({ key: 'a' });
    cable.restore();
    const late = batch({ expected: 1, claim: { key: 'a', token: lost?.token ?? '' } });
    await waitUntil(() =>
      gone.store.now().then(
        () => true,
        () => false,
      ),
    );
    expect(await gone.store.append(late)).toEqual({ outcome: 'lease lost' });
  });

  it('that lives keeps its claims through a connection that broke', async () => {
    const url = await server.schema();
    await using cable = await tcpProxy(server.port);
    await using one = await openPostgres({ url: through(url, cable.port) });
    await using other = await openPostgres({ url });
    const at = await hoursOf(other.store);
    await other.store.append(batch({ agenda: [row('a', at(-1))] }));
    const [claim] = await claimAll(one.store);
    cable.cut('once');
    const done = batch({ expected: 1, claim: { key: 'a', token: claim?.token ?? '' } });
    expect(await one.store.append(done)).toEqual({ outcome: 'appended', version: 2 });
  });

  it('that stops on purpose lets go at once, and is forgotten', async () => {
    const url = await server.schema();
    await using other = await openPostgres({ url });
    const at = await hoursOf(other.store);
    const leaving = await openPostgres({ url });
    await other.store.append(batch({ agenda: [row('a', at(-1))] }));
    await claimAll(leaving.store);
    const freed = new Promise((resolve) => other.store.listen(({ kind }) => kind === 'freed' && resolve(kind)));
    await leaving.store.close();
    expect(await freed).toBe('freed');
    expect(await claimAll(other.store)).toHaveLength(1);
  });

  it('hears what others appended, and not what it appended itself', async () => {
    const url = await server.schema();
    await using one = await openPostgres({ url });
    await using two = await openPostgres({ url });
    const heard: Heard[] = [];
    two.store.listen((each) => void heard.push(each));
    await two.store.append(batch({ stream: 'own' }));
    const many = Array.from({ length: 120 }, (_, n) => `INC-${n}`);
    await Promise.all(many.map((stream) => one.store.append(batch({ stream }))));
    await waitUntil(() => heard.length >= many.length);
    expect(heard).toHaveLength(many.length);
    expect(heard).toContainEqual({ kind: 'appended', stream: 'INC-119', version: 1 });
  });

  it('passes over what another program says on its channel', async () => {
    const url = await server.schema();
    await using one = await openPostgres({ url });
    await using two = await openPostgres({ url });
    const heard: Heard[] = [];
    two.store.listen((each) => void heard.push(each));
    const channel = `muster_${/search_path%3D(\w+)/.exec(url)?.[1] ?? ''}`;
    for (const junk of [
      '',
      'junk',
      '{}',
      '[]',
      'null',
      '{"by":1,"told":[]}',
      '{"by":"x","told":[7]}',
      '{"by":"x","told":[[7,"x"]]}',
    ])
      await server.run(`select pg_notify('${channel}', '${junk}')`);
    await one.store.append(batch({ stream: 'INC-1' }));
    await waitUntil(() => heard.length > 0);
    expect(heard).toEqual([{ kind: 'appended', stream: 'INC-1', version: 1 }]);
  });
});
