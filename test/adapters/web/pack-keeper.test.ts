import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACK_FILE, PREVIOUS_FILE, packKeeper } from '../../../src/adapters/web/pack/pack-keeper.ts';
import type { PackKeeper } from '../../../src/adapters/web/pack/pack-keeper.ts';
import { hash } from '../../../src/core/ids.ts';
import { DAY_MS, HOUR_MS, instant } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const first = { ...bookWith(planWith()), hash: hash('aa11'.repeat(16)) };
const second = { ...bookWith(planWith()), hash: hash('bb22'.repeat(16)) };

let data: ReturnType<typeof tempFolder>;
let folder: string;
let keeper: PackKeeper;
let clock: ReturnType<typeof virtualClock>;
let errors: string[];

beforeEach(() => {
  data = tempFolder();
  folder = data.file('pack');
  clock = virtualClock(instant('2026-11-20T21:40:00Z'));
  errors = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: unknown, say: string) => void errors.push(say),
  };
  keeper = packKeeper({ folder, clock, log });
});
afterEach(() => {
  keeper.stop();
  data[Symbol.dispose]();
});

const textOf = (name = PACK_FILE) => readFileSync(join(folder, name), 'utf8');

describe('the pack on the disk', () => {
  it('is whole, for its owner only, and alone', () => {
    keeper.keep(first);
    expect(textOf().trimEnd().endsWith('</html>')).toBe(true);
    expect(statSync(join(folder, PACK_FILE)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual([PACK_FILE]);
    expect(keeper.madeAt()).toBe('2026-11-20T21:40:00.000Z');
    expect(keeper.missing()).toEqual([]);
  });

  it('is made anew when the plan changes, and the one before stays beside it', () => {
    keeper.keep(first);
    const before = textOf();
    keeper.keep(second);
    expect(textOf()).toContain(second.hash);
    expect(textOf(PREVIOUS_FILE)).toBe(before);
    expect(statSync(join(folder, PREVIOUS_FILE)).mode & 0o777).toBe(0o600);
  });

  it('is left alone while plan and day are the same, and made anew after a day without pushing out the plan before', async () => {
    keeper.keep(first);
    keeper.keep(second);
    await clock.advance(HOUR_MS);
    keeper.keep(second);
    expect(keeper.madeAt()).toBe('2026-11-20T21:40:00.000Z');
    await clock.advance(DAY_MS);
    keeper.keep(second);
    expect(keeper.madeAt()).toBe('2026-11-21T22:40:00.000Z');
    expect(textOf(PREVIOUS_FILE)).toContain(first.hash);
  });

  it('takes the place of a file that was cut off', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, PACK_FILE), '<!doctype html><meta name="mus');
    keeper.keep(first);
    expect(textOf()).toContain(first.hash);
  });

  it('survives a write that fails, which is said and logged and stops nothing; and heals when the disk does', () => {
    keeper.keep(first);
    const before = textOf();
    // A folder where the draft should go: no write works, for root neither.
    const draft = join(folder, `${PACK_FILE}.${process.pid}.tmp`);
    mkdirSync(join(draft, 'in the way'), { recursive: true });
    expect(() => keeper.keep(second)).not.toThrow();
    expect(textOf()).toBe(before);
    expect(keeper.missing()[0]).toContain('The break-glass pack could not be written to');
    expect(errors).toEqual(['the break-glass pack could not be made']);
    rmSync(draft, { recursive: true });
    keeper.keep(second);
    expect(textOf()).toContain(second.hash);
    expect(keeper.missing()).toEqual([]);
  });

  it('stops nothing when its folder cannot be made', () => {
    writeFileSync(folder, 'a file');
    keeper.keep(first);
    expect(keeper.missing()).toHaveLength(1);
    expect(keeper.madeAt()).toBeUndefined();
    expect(existsSync(join(folder, PACK_FILE))).toBe(false);
    expect(keeper.make(first).html).toContain('Harbor Clinic');
  });
});
