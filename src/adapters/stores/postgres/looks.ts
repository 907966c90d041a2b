import type { Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { MOST_EVENT_BYTES } from '../../../ports/ready-append.ts';
import type { Instant } from '../../../core/time.ts';
import { asFault, isPassing } from './fault.ts';

/** A look is tried again for so long, in ms: a connection that broke is made anew meanwhile. */
const PATIENCE_MS = 1_500;
const PAUSE_MS = 50;

/** A query that changes nothing: asked again when the connection broke. Rejects with a `StoreFault`. */
export async function look<Row extends object>(
  pool: Pool,
  query: { readonly name?: string; readonly text: string; readonly values?: readonly unknown[] },
): Promise<readonly Row[]> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return (await pool.query<Row>({ ...query, values: [...(query.values ?? [])] })).rows;
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw asFault(error);
      await pause(PAUSE_MS);
    }
  }
}

type Asked<Ask, Answer> = {
  readonly ask: Ask;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Questions that are asked while a query is on its way go together with the next one, so that ten thousand of them cost a few
 * dozen queries. An answer is never older than its question.
 */
export function gathered<Ask, Answer>(answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>, most = 256) {
  let waiting: Asked<Ask, Answer>[] = [];
  let under = 0;

  async function go() {
    under += 1;
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const answers = await answer(group.map(({ ask }) => ask));
        for (const [n, { done }] of group.entries()) done(answers[n] as Answer);
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    under -= 1;
  }

  return (ask: Ask): Promise<Answer> =>
    new Promise((done, failed) => {
      waiting.push({ ask, done, failed });
      if (under === 0) void go();
    });
}

export type EventRow = {
  readonly nth: number;
  readonly stream: string;
  readonly version: string;
  readonly body: string | null;
  readonly checksum: string;
};
export type Reading = { readonly stream: string; readonly after: number };

/** The events that each reading asked for. */
export async function readEvents(pool: Pool, readings: readonly Reading[]): Promise<readonly (readonly EventRow[])[]> {
  const rows = await look<EventRow>(pool, {
    name: 'events',
    text: `select r.nth::int as nth, e.stream, e.version,
             case when octet_length(e.body) <= ${MOST_EVENT_BYTES} then e.body end as body, e.checksum
           from unnest($1::text[], $2::bigint[]) with ordinality as r (stream, after, nth)
           join events e on e.stream = r.stream collate "C" and e.version > r.after
           order by r.nth, e.version`,
    values: [readings.map(({ stream }) => stream), readings.map(({ after }) => after)],
  });
  const found: EventRow[][] = readings.map(() => []);
  for (const row of rows) found[row.nth - 1]?.push(row);
  return found;
}

export async function timeTold(pool: Pool): Promise<Instant> {
  const [row] = await look<{ readonly now: Instant }>(pool, { name: 'now', text: 'select muster_time(0) as now' });
  if (row === undefined) throw new Error('the database told no time');
  return row.now;
}
