import { describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import type { ActionItem } from '../../../src/core/incident/aftermath.ts';
import { actionLine, dueWords, stateWords } from '../../../src/core/postmortem/promises.ts';
import { instant } from '../../../src/core/time.ts';
import { book } from '../timeline/story.ts';

const action = (due: string, status: ActionItem['status'] = 'open'): ActionItem => ({
  n: 2,
  what: 'second line for the phones',
  owner: personId('marcus'),
  due,
  verify: '',
  status,
  reminders: 0,
});
/** 20 November, nine in the morning in Detroit. */
const NOW = instant('2026-11-20T14:00:00Z');

describe('when an action item is due', () => {
  it.each([
    ['2026-11-20', '2026-11-20, today'],
    ['2026-11-21', '2026-11-21, tomorrow'],
    ['2026-12-02', '2026-12-02, in 12 days'],
    ['2026-11-19', '2026-11-19, 1 day late'],
    ['2026-11-17', '2026-11-17, 3 days late'],
  ])('%s is said as "%s"', (due, said) => {
    expect(dueWords(action(due), NOW, book)).toBe(said);
  });

  it('is judged by the company’s day: half an hour before its midnight it is not late yet', () => {
    const evening = instant('2026-11-21T04:30:00Z');
    expect(dueWords(action('2026-11-20'), evening, book)).toBe('2026-11-20, today');
    expect(stateWords(action('2026-11-20'), evening, book)).toBe('open');
    expect(stateWords(action('2026-11-20'), instant('2026-11-21T05:30:00Z'), book)).toBe('OVERDUE');
  });

  it('matters no more once it is done', () => {
    expect(dueWords(action('2026-11-17', 'done'), NOW, book)).toBe('2026-11-17');
    expect(stateWords(action('2026-11-17', 'done'), NOW, book)).toBe('done, not verified yet');
    expect(stateWords(action('2026-11-17', 'verified'), NOW, book)).toBe('verified');
  });

  it('stands in its line with whose it is', () => {
    expect(actionLine(action('2026-11-17'), NOW, book)).toBe(
      '2 second line for the phones (Marcus Feld, due 2026-11-17, 3 days late; OVERDUE)',
    );
  });
});
