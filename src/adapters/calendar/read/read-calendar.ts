import { Worker } from 'node:worker_threads';
import type { CalendarEvent } from '../../../core/oncall-calendar.ts';
import type { Window } from './events.ts';

const MOST_MEGABYTES = 128;

type Answer = { readonly events: readonly CalendarEvent[] } | { readonly fault: string };

/**
 * What a calendar holds in a window. Rejects with a sentence when it cannot be read, or not before `signal`: some rules would send
 * the reader round for ever (`FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31`).
 */
export async function readCalendar(
  text: string,
  window: Window,
  signal: AbortSignal,
): Promise<readonly CalendarEvent[]> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { text, window },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    // A warning of Node about types is of no use to anybody there.
    execArgv: ['--no-warnings'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<readonly CalendarEvent[]>();
  worker.once('message', (answer: Answer) => {
    if ('events' in answer) resolve(answer.events);
    else reject(new Error(`it cannot be read: ${answer.fault}`));
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
