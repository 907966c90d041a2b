import { expect, it } from 'vitest';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import { batch } from '../../contracts/store-harness.ts';
import { privatePostgres } from '../../support/postgres.ts';

const CLICKS = 30;

it('the same click at two replicas at once is one event and gets one answer, even when each would begin a stream by it', async () => {
  await using server = await privatePostgres();
  const url = await server.schema();
  await using one = await openPostgres({ url });
  await using other = await openPostgres({ url });
  for (let n = 0; n < CLICKS; n += 1) {
    const click = (stream: string) => batch({ stream, delivery: { id: `click-${n}`, reply: stream } });
    const both = await Promise.all([
      one.store.append(click(`INC-${2 * n + 1}`)),
      other.store.append(click(`INC-${2 * n + 2}`)),
    ]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['appended', 'duplicate']);
  }
});
