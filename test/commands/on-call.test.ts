import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/core/time.ts';
import { read } from '../scenarios/support.ts';
import { story } from '../support/story.ts';

/** Friday 20 November 2026, 16:40 in Detroit; Marcus has it-primary until Monday 30 November, Priya ic-duty. */
const said = async (...lines: readonly string[]) => {
  const told = await story();
  let last = '';
  for (const line of lines) last = read(await told.say(line, 'marcus'));
  return last;
};

describe('"who"', () => {
  it('says who is on call, until when and who comes then', async () => {
    expect(await said('who')).toContain('  - it-primary: Marcus Feld until Mon 23 Nov 08:00 EST, then Ivy Sorensen\n');
  });

  it.each(['who next', 'who is next?'])('"%s" says who has it after them, and for how long', async (line) => {
    expect(await said(line)).toBe(
      [
        'Who is on call next',
        '  - it-primary: Ivy Sorensen from Mon 23 Nov 08:00 EST until Mon 30 Nov 08:00 EST, after Marcus Feld',
        '  - ic-duty: Nina Kowalski from Mon 23 Nov 08:00 EST until Mon 30 Nov 08:00 EST, after Priya Raman',
      ].join('\n'),
    );
  });

  it('says it of any moment', async () => {
    expect(await said('who at Tue 09:00')).toMatch(
      /^Who would be paged at Tue 24 Nov 09:00 EST\nOn call\n {2}- it-primary: Ivy Sorensen until Mon 30 Nov 08:00 EST, then Marcus Feld/,
    );
  });

  it('says the turns of one schedule, and how to change them', async () => {
    const shown = await said('who it-primary');
    expect(shown).toMatch(
      /^it-primary: Marcus Feld until Mon 23 Nov 08:00 EST, then Ivy Sorensen\nMarcus Feld's turn\nThen\n {2}- Mon 23 Nov 08:00 EST: Ivy Sorensen\n/,
    );
    expect(shown).toContain('override it-primary');
  });

  it('says the turns of one person', async () => {
    expect(await said('who me')).toMatch(
      /^Marcus Feld is on call\n {2}- it-primary: now until Mon 23 Nov 08:00 EST\n {2}- it-primary: Mon 30 Nov 08:00 EST until/,
    );
    expect(await said('who lena')).toBe('Lena Hartog has no turn on call in the next eight weeks.');
  });

  it.each([
    ['who it-primari', /no schedule and no person "it-primari".* Did you mean it-primary\?/],
    ['who marcuss', /Did you mean marcus\?/],
    ['who zzz', /no schedule and no person "zzz"\. Schedules: it-primary, ic-duty\./],
  ])('"%s" is refused with what there is', async (line, words) => {
    expect(await said(line)).toMatch(words);
  });
});

describe('"override"', () => {
  it('asks for what is missing, with the schedules and the people to choose from', async () => {
    const told = await story();
    const reply = await told.say('override', 'marcus');
    const form = reply.card.blocks.find((block) => block.kind === 'form');
    expect(form?.fields.map(({ name, choices }) => [name, choices?.[0]?.value])).toEqual([
      ['schedule', 'it-primary'],
      ['who', expect.any(String)],
      ['until', undefined],
    ]);
    const half = await told.say('override it-primary', 'marcus');
    expect(half.card.blocks.find((block) => block.kind === 'form')).toMatchObject({
      words: 'override it-primary',
      fields: [{ name: 'who' }, { name: 'until' }],
    });
  });

  it('lists what is in force, with a button that takes it back', async () => {
    const shown = await said(
      'override it-primary @ivy until 18:00',
      'override ic-duty nina at 20:00 for 8h',
      'override list',
    );
    expect(shown).toBe(
      [
        'Overrides in force',
        '  - 1: Ivy Sorensen in it-primary from 16:40 EST until 18:00 EST',
        '  - 2: Nina Kowalski in ic-duty from 20:00 EST until Sat 21 Nov 04:00 EST',
        '',
        '  [Cancel 1 (ivy)]  override cancel 1',
        '  [Cancel 2 (nina)]  override cancel 2',
      ].join('\n'),
    );
  });

  it.each(['override cancel 1', 'override cancel it-primary', 'override cancel it-primary @ivy'])(
    '%s ends it',
    async (line) => {
      const told = await story();
      await told.say('override it-primary @ivy until 20:00', 'marcus');
      await told.pass(HOUR_MS);
      expect(read(await told.say(line, 'marcus'))).toBe(
        '[ok] Cancelled: Ivy Sorensen no longer stands in on it-primary until 20:00 EST.',
      );
      expect(read(await told.say('who', 'marcus'))).toContain('it-primary: Marcus Feld until');
      expect(read(await told.say('override list', 'marcus'))).toBe('No override is in force.');
    },
  );

  it('asks which one, when there are several', async () => {
    const both = ['override it-primary @ivy until 18:00', 'override it-primary @priya at 20:00 for 2h'];
    expect(await said(...both, 'override cancel it-primary')).toMatch(
      /Which one\? Say "override cancel NUMBER"\. In force: 1: Ivy/,
    );
    expect(await said('override cancel 7')).toMatch(/No override is in force that was made here/);
  });

  it.each([
    ['override it-primary zoe until 18:00', /The plan has no person "zoe"/],
    ['override it-primary ivi until 18:00', /Did you mean ivy\?/],
  ])('%s is refused helpfully', async (line, words) => {
    expect(await said(line)).toMatch(words);
  });
});
