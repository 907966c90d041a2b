import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { healthOf } from '../../src/adapters/web/health.ts';
import { metricsOf } from '../../src/adapters/web/metrics.ts';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { settings } from '../../src/config.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');

/** The rows of the table under the comment that names a source, cell by cell, without the head. */
function tableOf(source: string): readonly (readonly string[])[] {
  const [, after = ''] = text.split(`<!-- A test compares this table with ${source}. -->`);
  return (/(?:^\|.*\n)+/m.exec(after)?.[0] ?? '')
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

const defaultOf = (schema: z.ZodType): string => {
  const read = schema.safeParse(undefined);
  const value = read.success ? read.data : undefined;
  return typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : '';
};

describe('docs/operations.md', () => {
  it('has every setting with its default and its meaning', () => {
    const wanted = Object.entries(settings.shape).map(([key, schema]) => [
      `\`${key}\``,
      defaultOf(schema),
      schema.description ?? '',
    ]);
    expect(tableOf('src/config.ts')).toEqual(wanted);
  });

  it('has every metric that Muster counts', async () => {
    const clock = systemClock();
    const parts = {
      wall: clock,
      version: '1.0.0',
      now: () => Promise.resolve(clock.now()),
      incidents: () => Promise.resolve([]),
      replica: { hasHelm: () => true, redisRings: () => false },
    };
    const counted = (await metricsOf(parts, healthOf(parts)).text()).matchAll(/^# HELP (\w+)/gm);
    expect(tableOf('what /metrics answers').map(([name]) => name)).toEqual(
      [...counted].map(([, name]) => `\`${name}\``),
    );
  });
});
