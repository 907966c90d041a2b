import { Worker } from 'node:worker_threads';
import type { ByCalendar } from '../../../core/oncall-calendar.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import type { Window } from './events.ts';

const MOST_MEGABYTES = 128;

type Answer = ByCalendar | { readonly fault: string };
/** An iCalendar text, when it counts, and whose names its events may hold. */
export type Reading = { readonly text: string; readonly window: Window; readonly people: Plan['people'] };

/**
 * Who stands in by a calendar in a window. Rejects with a sentence when it cannot be read, or not before `signal`: some rules would
 * send the reader round for ever (`FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31`).
 */
export async function readCalendar(reading: Reading, signal: AbortSignal): Promise<ByCalendar> {
  if (signal.aborted) throw new Error('reading it took too long');
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: reading,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    // A warning of Node about types is of no use to anybody there.
    execArgv: ['--no-warnings'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<ByCalendar>();
  worker.once('message', (answer: Answer) => {
    if ('fault' in answer) reject(new Error(`it cannot be read: ${answer.fault}`));
    else resolve(answer);
  });
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('reading it ended without an answer')));
  const stop = () => reject(new Error('reading it took too long'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
