import { parentPort, workerData } from 'node:worker_threads';
import type { Window } from './events.ts';
import { eventsIn } from './events.ts';

/** Reads one calendar beside the process, so that a rule without an end holds up nothing but itself. */
const { text, window } = workerData as { readonly text: string; readonly window: Window };

function read() {
  try {
    return { events: eventsIn(text, window) };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message : String(fault) };
  }
}
parentPort?.postMessage(read());
