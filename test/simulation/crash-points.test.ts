import { describe, expect, it } from 'vitest';
import { whatWasLost } from './after-crashes.ts';
import { LAKESHORE_IN_SHORT } from './books.ts';
import { live } from './lives.ts';
import type { Told } from './tales.ts';
import { TALES } from './tales.ts';

const LIMIT_MS = 300_000;

async function problems(tale: Told, dieAt: readonly number[]): Promise<readonly string[]> {
  const lived = await live(tale, { book: tale.book ?? LAKESHORE_IN_SHORT, dieAt });
  const wrong = [...(await whatWasLost(lived)), ...tale.came(lived)];
  return wrong.map(
    (problem) =>
      `death at ${dieAt.map((point) => `${point} (${lived.points[point] ?? 'never'})`).join(' and ')}: ${problem}`,
  );
}

describe.each(TALES.map((tale) => [tale.name, tale] as const))('%s', { timeout: LIMIT_MS }, (_, tale) => {
  it('comes out right when nothing dies', async () => {
    expect(await problems(tale, [])).toEqual([]);
  });

  it('loses nothing, wherever the process dies', async () => {
    const { points } = await live(tale, { book: tale.book ?? LAKESHORE_IN_SHORT, dieAt: [] });
    expect(points.length).toBeGreaterThan(50);
    const wrong: string[] = [];
    for (let point = 0; point < points.length; point += 1) wrong.push(...(await problems(tale, [point])));
    expect(wrong).toEqual([]);
  });

  it('loses nothing when the one that takes over dies as well', async () => {
    const { points } = await live(tale, { book: tale.book ?? LAKESHORE_IN_SHORT, dieAt: [] });
    const wrong: string[] = [];
    for (let point = 0; point < points.length; point += 3)
      wrong.push(...(await problems(tale, [point, (point * 7) % 41])));
    expect(wrong).toEqual([]);
  });
});
