import { inWords, msBetween } from '../time.ts';
import type { Instant } from '../time.ts';

/**
 * One measure of domain 5.1. `value` is milliseconds for a length of time, else a plain number or yes/no; it is missing when
 * an instant that it needs was not recorded, and `text` says so.
 */
export type Measure = {
  readonly name: string;
  readonly value?: number | boolean;
  readonly text: string;
  readonly note?: string;
};

const NOT_RECORDED = 'not recorded';

export const notRecorded = (name: string, note?: string): Measure => ({
  name,
  text: NOT_RECORDED,
  ...(note === undefined ? {} : { note }),
});

/** From one instant to another. An end before its beginning is said as such, for moments are noted later and by hand. */
export function between(name: string, from: Instant | null | undefined, to: Instant | null | undefined): Measure {
  if (from === null || from === undefined || to === null || to === undefined) return notRecorded(name);
  const value = msBetween(from, to);
  return { name, value, text: value < 0 ? `${inWords(value)} before` : inWords(value) };
}

/** The length of time is counted from the first report, as the clocks do while nobody has said when it began. */
export const FROM_REPORT = 'counted from the first report, as the start of the impact is not recorded';

export const withNote = (measure: Measure, note: string): Measure => ({ ...measure, note });
