import { describe, expect, it } from 'vitest';
import { sourcesUnder } from '../../house/files.ts';
import { importsOf } from '../../house/imports.ts';
import { beforeForm } from '../../../src/core/nearmiss/honest-words.ts';
import { clinicPlan } from '../../support/near-miss-world.ts';

describe('near misses', () => {
  it('are known to no incident, no timeline and no postmortem: none can show whether a reporter was in it', () => {
    const others = sourcesUnder('src/core').filter(({ path }) => !path.startsWith('src/core/nearmiss/'));
    expect(others.length).toBeGreaterThan(100);
    expect(others.filter(({ text }) => importsOf(text).some(({ specifier }) => /near-?miss/.test(specifier)))).toEqual(
      [],
    );
  });
});

describe('the words before the form', () => {
  it.each([
    ['slack', /Slack knows that you opened this form/],
    ['teams', /Teams knows that you opened this form/],
    ['web', /Your browser’s history/],
  ] as const)('say what %s itself knows, and that it cannot be changed', (door, knows) => {
    const said = beforeForm(clinicPlan(), door)
      .flatMap(({ says }) => says)
      .join(' ');
    expect(said).toMatch(knows);
    expect(said).toMatch(/Muster cannot change that/);
    for (const words of [
      'never a reason for discipline',
      'Dan Otis and Fay Quint',
      '5 business days',
      'lost',
      'Deliberate harm',
      'tell an authority',
    ])
      expect(said).toContain(words);
  });

  it('say when a single person reads everything, and when nobody does', () => {
    const said = (receives: readonly string[]) => JSON.stringify(beforeForm(clinicPlan({ receives }), 'web'));
    expect(said(['dan'])).toContain('Only one person receives reports');
    expect(said([])).toContain('Nobody yet');
  });
});
