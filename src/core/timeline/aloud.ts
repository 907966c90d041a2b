import { isTellable } from '../incident/tellable.ts';
import type { Instant } from '../time.ts';
import type { Told } from './entry.ts';
import { timeline } from './timeline.ts';

/** One thing to say in the incident's room. */
export type SaidAloud = { readonly at: Instant; readonly text: string };
export type Aloud = {
  readonly lines: readonly SaidAloud[];
  /** Number of the last event there is: whoever says the lines has told everything up to here. */
  readonly upTo: number;
};

const BY: Readonly<Record<string, string>> = { noted: 'Note', decided: 'Decision' };

/** What is said in the room about the events after number `after`, in order. Notes and decisions carry their author. */
export function aloud(told: Told, after: number): Aloud {
  const numbered = new Map(told.events.map((event, index) => [event.version ?? index + 1, event]));
  const lines = timeline(told).flatMap(({ at, by, text, source, detail }) => {
    const event = numbered.get(source);
    if (event === undefined || source <= after || detail || !isTellable(event)) return [];
    const label = BY[event.type];
    if (label !== undefined) return [{ at, text: `${label} by ${by}: ${text}` }];
    return [{ at, text: by === 'Muster' || text.includes(by) ? text : `${text} (${by})` }];
  });
  return { lines, upTo: Math.max(after, ...numbered.keys()) };
}
