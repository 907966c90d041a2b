import { parentPort, workerData } from 'node:worker_threads';
import { swapsIn } from '../../../core/oncall-calendar.ts';
import type { Reading } from './read-calendar.ts';
import { eventsIn } from './events.ts';

/** Reads one calendar beside the process, so that a rule without an end, or thousands of guests, hold up nothing but themselves. */
const { text, window, people } = workerData as Reading;

function read() {
  try {
    return swapsIn({ people }, eventsIn(text, window));
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message : String(fault) };
  }
}
parentPort?.postMessage(read());
