import type { Rotation } from './plan/schedule.ts';
import { DAY_MS, type Instant, type Span, span, spanMs } from './time.ts';
import { fromWall, plainMs, plusMonths, wallMs } from './wall.ts';

/**
 * The turns of one rotation, counted on the wall of a zone from its first hand-over. They keep their order and their number
 * whatever the clocks do: where they change, a turn is shorter or longer, and nobody is left out (domain 2.6).
 */
type Step = { readonly months: number; readonly ms: number };

function stepOf(every: Span): Step {
  let months = 0;
  let ms = 0;
  for (const [part, count, unit] of every.matchAll(/(\d+)(mo|[mhdwy])/g)) {
    if (unit === 'mo') months += Number(count);
    else if (unit === 'y') months += 12 * Number(count);
    else ms += spanMs(span(part));
  }
  return { months, ms };
}

/** The instant at which the nth turn begins. */
export function boundary({ every, from }: Rotation, zone: string, n: number): Instant {
  const { months, ms } = stepOf(every);
  return fromWall(plusMonths(plainMs(from), n * months) + n * ms, zone);
}

/** The number of the turn that an instant falls into; negative before the rotation begins. */
export function turnAt(rotation: Rotation, zone: string, at: Instant): number {
  const { months, ms } = stepOf(rotation.every);
  const about = months * 30.4 * DAY_MS + ms;
  let n = Math.floor((wallMs(at, zone) - plainMs(rotation.from)) / about);
  while (boundary(rotation, zone, n + 1) <= at) n += 1;
  while (boundary(rotation, zone, n) > at) n -= 1;
  return n;
}

export const hasBegun = (rotation: Rotation, zone: string, at: Instant) => boundary(rotation, zone, 0) <= at;
