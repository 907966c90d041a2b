import type { Hours } from './plan/schema.ts';
import { DAY_MS, type Instant, earliest, weekday } from './time.ts';
import { clockMs, fromWall, midnight } from './wall.ts';

/** Hours of the week come round in so many days; yesterday's may reach into today. */
const DAYS_LOOKED_AT = 9;

/** The first instant after this one at which hours of the week begin or end; undefined when they are always. */
export function nextEdge({ open, timezone }: Hours, zone: string, at: Instant): Instant | undefined {
  const here = timezone ?? zone;
  const today = midnight(at, here);
  const day = weekday(at, here);
  let first: Instant | undefined;
  for (let shift = -1; shift < DAYS_LOOKED_AT; shift += 1) {
    const wall = today + shift * DAY_MS;
    // A later day's hours begin after its midnight.
    if (first !== undefined && first <= fromWall(wall, here)) return first;
    const isOn = ((day - 1 + shift + 7) % 7) + 1;
    const edges = open
      .filter(({ days }) => days.includes(isOn))
      .flatMap(({ from, to }) => {
        const [begins, ends] = [clockMs(from), clockMs(to)];
        return [wall + begins, wall + ends + (ends <= begins ? DAY_MS : 0)];
      })
      .map((edge) => fromWall(edge, here))
      .filter((edge) => edge > at);
    if (edges.length > 0) first = earliest(...edges, ...(first === undefined ? [] : [first]));
  }
  return first;
}
