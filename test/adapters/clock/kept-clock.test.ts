import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ClockFault, keptClock } from '../../../src/adapters/clock/adjustable/kept-clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, instant, plusMs } from '../../../src/core/time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

/** A data folder on a machine; each `open` is another start of Muster. */
function machine() {
  const folder = tempFolder();
  const base = virtualClock(START);
  const file = folder.file('clock.json');
  const open = (setting = 1, on = base) => {
    const clock = keptClock({ base: on, file, setting });
    clock.settle();
    return clock;
  };
  return { base, file, folder, open, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

describe('the clock of a data folder', () => {
  it("is the machine's, and leaves no file, until somebody changes it", async () => {
    using here = machine();
    const clock = here.open();
    await here.base.advance(HOUR_MS);
    expect(clock.now()).toBe(plusMs(START, HOUR_MS));
    expect(readdirSync(here.folder.path)).toEqual([]);
  });

  it('keeps speed and hour over a restart, and runs on while nobody runs Muster', async () => {
    using here = machine();
    const first = here.open();
    await here.base.advance(MINUTE_MS);
    first.setSpeed(60);
    await here.base.advance(MINUTE_MS);
    const before = first.now();
    const second = here.open();
    expect([second.speed(), second.now()]).toEqual([60, before]);
    await here.base.advance(MINUTE_MS);
    expect(here.open().now()).toBe(plusMs(before, HOUR_MS));
    expect(readdirSync(here.folder.path)).toEqual(['clock.json']);
  });

  it('stands still over a restart when it was paused, and stays ahead when it was sent ahead', async () => {
    using here = machine();
    const first = here.open();
    first.skipTo(plusMs(START, DAY_MS));
    first.setSpeed(0);
    await here.base.advance(HOUR_MS);
    const second = here.open();
    expect([second.speed(), second.now()]).toEqual([0, plusMs(START, DAY_MS)]);
  });

  it('begins as fast as the setting says, and what somebody changed since counts for as long as the setting is the same', async () => {
    using here = machine();
    const first = here.open(60);
    expect(first.speed()).toBe(60);
    await here.base.advance(MINUTE_MS);
    expect(here.open(60).now()).toBe(plusMs(START, HOUR_MS));
    first.setSpeed(4);
    expect(here.open(60).speed()).toBe(4);
  });

  it('takes another setting at the next start, from the hour it has reached', async () => {
    using here = machine();
    here.open(60);
    await here.base.advance(MINUTE_MS);
    const second = here.open(10);
    expect([second.speed(), second.now()]).toEqual([10, plusMs(START, HOUR_MS)]);
    await here.base.advance(MINUTE_MS);
    expect(here.open(10).now()).toBe(plusMs(START, HOUR_MS + 10 * MINUTE_MS));
  });

  it('writes nothing before the folder is known to be its own', () => {
    using here = machine();
    here.open(60);
    const before = readFileSync(here.file, 'utf8');
    keptClock({ base: here.base, file: here.file, setting: 2 });
    expect(readFileSync(here.file, 'utf8')).toBe(before);
  });

  it('goes on from where it was when the machine was set back', async () => {
    using here = machine();
    here.open(60);
    await here.base.advance(MINUTE_MS);
    here.open(60).setSpeed(1);
    const clock = here.open(60, virtualClock(plusMs(START, -DAY_MS)));
    expect(clock.now()).toBe(plusMs(START, HOUR_MS));
  });

  it.each(['', 'half a li', '{}', '{"base":"today","time":"now","speed":1,"setting":1}'])(
    'asks a person when the file says %j',
    (text) => {
      using here = machine();
      writeFileSync(here.file, text);
      expect(() => here.open()).toThrow(ClockFault);
      expect(() => here.open()).toThrow(/clock\.json does not say how Muster's clock runs\. Delete it/);
    },
  );
});
