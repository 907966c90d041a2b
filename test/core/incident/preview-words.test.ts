import { describe, expect, it, test } from 'vitest';
import type { Book } from '../../../src/core/book.ts';
import { previewWords } from '../../../src/core/incident/preview-words.ts';
import type { AboutToStart } from '../../../src/core/incident/who-would-be-paged.ts';
import { whoWouldBePaged } from '../../../src/core/incident/who-would-be-paged.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import type { Reachability } from '../../../src/core/reach/proofs.ts';
import { UNPROVED } from '../../../src/core/reach/proofs.ts';
import { instant } from '../../../src/core/time.ts';
import { book as clinic, bookWith, planWith } from '../../support/clinic.ts';

const NOON = instant('2026-11-20T17:00:00Z');
const NIGHT = instant('2026-11-21T04:00:00Z');

type Ask = Partial<AboutToStart> & {
  readonly missing?: readonly string[] | 'nobody could look';
  readonly book?: Book;
  readonly reach?: Reachability;
};
function words({ missing = [], book = clinic, at = NOON, reach, ...said }: Ask = {}): readonly string[] {
  const about = { text: 'phones', functions: [], systems: [], severity: 'sev2', drill: false, at, live: NO_OVERRIDES };
  const would = whoWouldBePaged(book, { ...about, ...said });
  if (!would.ok) throw new Error(would.refusal.say);
  const found = (people: readonly string[]) =>
    missing === 'nobody could look' ? undefined : people.filter((id) => missing.includes(id));
  return previewWords(would, { book, reading: { at, zone: 'America/Detroit' }, chat: 'Slack', missing: found, reach });
}
const said = (ask?: Ask) => words(ask).join('\n');

describe('the preview of a start', () => {
  test('says who is paged and how, level by level, and what comes then', () => {
    expect(words().slice(1)).toEqual([
      'How bad: sev2 Major.',
      'First: Ann Berg by SMS, then call.',
      'If nobody answers in 5 min: Cleo Marsh by SMS.',
      'If nobody answers in 10 min: Northline Telecom by call; Dan Otis by call.',
      'Then from the first again after 20 min, 2 rounds in all.',
      'If nobody has answered after 40 min: an alarm to Fay Quint, Eve Rask, again every 10 min until somebody has it.',
    ]);
  });

  test('ends with who of the first two levels was proved reachable this month', () => {
    const ways = { 'ann/sms/+1 616 555 0101': { ...UNPROVED, provedAt: instant('2026-11-17T15:00:00Z') } };
    expect(words({ reach: { ways } }).at(-1)).toBe(
      'Fri 20 Nov 12:00 EST: 1 of 2 people of level 1 and 2 proved reachable this month; not: Cleo Marsh (never)',
    );
  });

  test('says that the worst pages two levels together', () => {
    expect(said({ severity: 'sev1' })).toContain('First: Ann Berg by SMS, then call; Cleo Marsh by SMS.');
  });

  test('says until when somebody sleeps, and that it may become worse', () => {
    const lines = said({ severity: 'sev3', at: NIGHT });
    expect(lines).toContain(
      'It wakes nobody: quiet hours hold pages back. Undecided after 30 min it becomes sev2 Major',
    );
    expect(lines).toContain('Ann Berg by SMS, then call (quiet hours until Sat 21 Nov 06:00 EST, paged then)');
    expect(said({ severity: 'sev2', at: NIGHT })).not.toContain('quiet hours');
  });

  test('of an exercise says that nobody outside is called, and who would have been', () => {
    const [first, ...rest] = words({ drill: true });
    expect(first).toBe('EXERCISE: every page says so, and nobody outside the firm is called.');
    expect(rest).toContain('Would have called, but not in an exercise: Northline Telecom.');
    expect(rest.join('\n')).not.toContain('Undecided');
  });

  it.each([
    ['nobody is missing', [], undefined],
    ['nobody could look', 'nobody could look', undefined],
    ['somebody outside the firm is not there', ['carrier'], undefined],
    [
      'two are not there',
      ['ann', 'dan'],
      'Not found in Slack, so reached by their other ways only: Ann Berg, Dan Otis.',
    ],
  ] as const)('when %s', (_when, missing, sentence) => {
    const lines = words({ missing });
    if (sentence === undefined) expect(lines.join('\n')).not.toContain('Slack');
    else expect(lines).toContain(sentence);
  });

  test('says loudly when somebody can only be reached where they are not', () => {
    const book = bookWith(
      planWith((raw) => ({
        ...raw,
        people: { ...raw.people, cleo: { name: 'Cleo Marsh', reach: [{ chat: 'cleo' }] } },
      })),
    );
    expect(said({ book, missing: ['cleo'] })).toContain(
      'CANNOT BE REACHED: Cleo Marsh, only by chat in the plan and not found in Slack.',
    );
  });

  test('says who is left out and why, and when a level reaches nobody', () => {
    const away = [{ from: '2026-11-16', to: '2026-11-30' }];
    const book = bookWith(
      planWith((raw) => ({
        ...raw,
        people: { ...raw.people, ann: { ...raw.people.ann, away }, bob: { ...raw.people.bob, away } },
      })),
    );
    const lines = said({ book });
    expect(lines).toMatch(/Not paged: it: nobody is on call in it: everyone in it is away\./);
    expect(lines).toContain('First: Cleo Marsh by SMS.');
  });
});
