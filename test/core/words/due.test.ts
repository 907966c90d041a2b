import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/core/time.ts';
import { readDue } from '../../../src/core/words/due.ts';

/** A Friday, 16:40 in Detroit. */
const NOW = instant('2026-11-20T21:40:00Z');
const read = (words: string) => readDue(words, { now: NOW, zone: 'America/Detroit' });

describe('by when something is promised', () => {
  it.each([
    ['2026-12-15', '2026-12-15'],
    ['15 Dec', '2026-12-15'],
    ['Dec 15', '2026-12-15'],
    ['15 Dec 2027', '2027-12-15'],
    ['1 March', '2027-03-01'],
    ['tomorrow', '2026-11-21'],
    ['Monday', '2026-11-23'],
    ['by next Monday', '2026-11-23'],
    ['10d', '2026-11-30'],
    ['in 2 weeks', '2026-12-04'],
    ['2w', '2026-12-04'],
    ['2026-11-19', '2026-11-19'],
  ])('"%s" is %s', (words, date) => {
    expect(read(words)).toEqual({ ok: true, date });
  });

  it.each(['9999', 'soon', '2026-02-30', '', '14:05', 'Friday or so', '12', 'constructor'])(
    '"%s" is no day',
    (words) => {
      expect(read(words)).toMatchObject({ ok: false, refusal: { code: 'not-a-date' } });
    },
  );

  it.each(['9999-12-31', '2030-01-01', '999999w', '3000d'])('"%s" is too far away', (words) => {
    expect(read(words)).toMatchObject({ ok: false, refusal: { code: 'too-far' } });
  });
});
