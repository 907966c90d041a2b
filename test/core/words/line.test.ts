import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, span } from '../../../src/core/time.ts';
import { readLine, verbOf, type Line, type LineAsk } from '../../../src/core/words/line.ts';
import { clean } from '../../../src/core/words/clean.ts';

const zone = 'America/Detroit';
/** Friday, 15:00 in Detroit. */
const now = instant('2026-11-20T20:00:00.000Z');
const ask = (line: string, more: Partial<LineAsk> = {}): LineAsk => ({
  line,
  zone,
  now,
  flags: { sev: 'value', function: 'value', drill: 'switch', 'no-page': 'switch', private: 'switch' },
  ...more,
});
const read = (line: string, more: Partial<LineAsk> = {}): Line => {
  const found = readLine(ask(line, more));
  if (!found.ok) throw new Error(found.refusal.say);
  return found;
};
const refused = (line: string, more: Partial<LineAsk> = {}) => {
  const found = readLine(ask(line, more));
  return found.ok ? undefined : found.refusal;
};

describe('a line of words', () => {
  it.each([
    '/incident start phones loop',
    'incident start phones loop',
    '@Muster start phones loop',
    '@muster incident start phones loop',
    '<at>Muster</at> /incident start phones loop',
    'start phones loop',
    'START phones loop',
    '/start phones loop',
    'Muster, start phones loop',
  ])('means the same however it is addressed: %s', (line) => {
    expect(read(line)).toMatchObject({ verb: 'start', text: 'phones loop', words: ['phones', 'loop'] });
  });

  it('is empty when nothing was said', () => {
    expect(read('/incident')).toMatchObject({ verb: '', text: '', words: [] });
    expect(read('   ')).toMatchObject({ verb: '', text: '' });
  });

  it('drops a mention of the bot by the id that the platform gave it', () => {
    expect(read('<@UBOT> ack 42', { self: ['ubot'] })).toMatchObject({ verb: 'ack', incident: 'INC-42' });
  });

  it.each([
    ['ack INC-42', 'INC-42'],
    ['ack inc 42', 'INC-42'],
    ['ack #42', 'INC-42'],
    ['ack 42', 'INC-42'],
    ['ack incident 42', 'INC-42'],
    ['ack EX-7', 'EX-7'],
    ['INC-42 ack', 'INC-42'],
    ['/incident 42 ack', 'INC-42'],
    ['ack inc-42.', 'INC-42'],
  ])('names the incident: %s', (line, incident) => {
    expect(read(line)).toMatchObject({ verb: 'ack', incident, words: [] });
  });

  it.each([
    ['done 3', undefined, ['3']],
    ['done 42 3', 'INC-42', ['3']],
    ['done INC-42 3', 'INC-42', ['3']],
    ['done #42 3', 'INC-42', ['3']],
    ['done EX-7 call-it', 'EX-7', ['call-it']],
  ])('tells a step from an incident where the verb takes a step: %s', (line, incident, words) => {
    const found = read(line, { number: 'step' });
    expect([found.incident, found.words]).toEqual([incident, words]);
  });

  it('leaves a number in the text where the verb begins with free text', () => {
    expect(read('start 3 phones are dead', { number: 'text' })).toMatchObject({ text: '3 phones are dead' });
    expect(read('note "42" is the room')).toMatchObject({ text: '"42" is the room' });
  });

  it.each([
    ['start --sev 2 phones loop', { sev: '2' }],
    ['start --sev=2 phones loop', { sev: '2' }],
    ['start —sev 2 phones loop', { sev: '2' }],
    ['start –sev=2 phones loop', { sev: '2' }],
    ['start phones --SEV 2 loop', { sev: '2' }],
    ['start phones loop --sev "2"', { sev: '2' }],
    ['start phones loop --drill --no-page', { drill: true, 'no-page': true }],
    ['start phones loop —no-page', { 'no-page': true }],
    ['start --function claims --function payroll phones loop', { function: 'claims,payroll' }],
    ['start --function="patient calls" phones loop', { function: 'patient calls' }],
  ])('reads flags: %s', (line, flags) => {
    expect(read(line)).toMatchObject({ verb: 'start', text: 'phones loop', flags });
  });

  it('keeps unknown flags in the text and names them, and leaves a dash in prose alone', () => {
    expect(read('start --severty 2 phones')).toMatchObject({
      text: '--severty 2 phones',
      unknownFlags: ['severty'],
      flags: {},
    });
    expect(read('note phones dead —again')).toMatchObject({ text: 'phones dead —again', unknownFlags: [] });
  });

  it('knows no flag by inheritance', () => {
    expect(read('start --constructor x --__proto__=y')).toMatchObject({
      text: '--constructor x --__proto__=y',
      flags: {},
    });
  });

  it('asks for a missing value and refuses one too many', () => {
    expect(refused('start phones --sev')?.say).toContain('--sev');
    expect(refused('start --sev --drill phones')?.code).toBe('flag-needs-value');
    expect(refused('start --drill=yes phones')?.code).toBe('flag-without-value');
  });

  it('takes quoted and escaped words as text, never as a flag or a time', () => {
    expect(read('note "--sev 2" and "since 09:40" stay')).toMatchObject({
      text: '"--sev 2" and "since 09:40" stay',
      flags: {},
    });
    expect(read('note \\--sev stays')).toMatchObject({ text: '--sev stays', words: ['--sev', 'stays'], flags: {} });
    expect(read('note "since 09:40"').since).toBeUndefined();
  });

  it('takes quotes off when they hold all of the text', () => {
    expect(read('note “Ann said \\"no\\"”').text).toBe('Ann said "no"');
  });

  it('keeps line breaks, spacing and spelling of free text', () => {
    expect(read('note  First line,\n  second   LINE: don’t panic — yet').text).toBe(
      'First line,\n  second   LINE: don’t panic — yet',
    );
  });

  it('reads times anywhere and takes them out of the text', () => {
    const found = read('start phones loop since 09:40, menu is dead');
    expect(found).toMatchObject({ text: 'phones loop menu is dead', since: '2026-11-20T14:40:00.000Z' });
    expect(read('override ann until Fri 08:00')).toMatchObject({ words: ['ann'], until: '2026-11-27T13:00:00.000Z' });
    expect(read('eta 2 +20m')).toMatchObject({ in: '2026-11-20T20:20:00.000Z' });
    expect(read('workaround claims for 2h')).toMatchObject({ for: span('2h'), words: ['claims'] });
  });

  it('reads only the times that the verb wants', () => {
    const found = read('start claims stuck for 2 days since 09:40', { times: ['since'] });
    expect(found).toMatchObject({ text: 'claims stuck for 2 days', since: '2026-11-20T14:40:00.000Z' });
    expect(found.for).toBeUndefined();
  });

  it('lists the people mentioned and shows them by name', () => {
    const found = read('assign 3 <@U123|ann> <at id="0">Ben Li</at> @cem, <@U9>', { number: 'step' });
    expect(found.words).toEqual(['3', '@ann', '@Ben Li', '@cem', '@U9']);
    expect(found.mentions).toEqual([
      { from: 'slack', id: 'U123', name: 'ann', text: '@ann' },
      { from: 'teams', name: 'Ben Li', text: '@Ben Li' },
      { from: 'plain', name: 'cem', text: '@cem' },
      { from: 'slack', id: 'U9', text: '@U9' },
    ]);
    expect(found.text).toBe('3 @ann @Ben Li @cem, @U9');
  });

  it('never takes a typed bracket of Slack for a mention', () => {
    const found = read('note &lt;@U123|ann&gt; &amp; co', { entities: true });
    expect(found).toMatchObject({ text: '<@U123|ann> & co', mentions: [] });
  });

  it('finds the verb before the flags are known', () => {
    expect(verbOf({ line: '/incident INC-42 Start --sev 2 x' })).toBe('start');
    expect(verbOf({ line: 'x'.repeat(100_000) })).toBe('');
  });

  it.each([
    ['x'],
    [' '],
    ['"'],
    ["'a "],
    ['<@'],
    ['<at '],
    ['\\'],
    ['--'],
    ['since '],
    ['1h'],
    ['@a.'],
    ['\u200B'],
    ['&lt;'],
  ])('refuses 100,000 characters with a sentence (%j)', (piece) => {
    const found = refused(piece.repeat(100_000 / piece.length));
    expect(found?.code).toBe('too-long');
    expect(found?.say).toContain('4,000');
  });

  it.each([
    ['"'],
    ["'a "],
    ['<@U'],
    ['<at '],
    ['\\"'],
    ['--sev='],
    ['since '],
    ['1h'],
    ['@a.'],
    ['<https://'],
    ['for a '],
    ['“'],
    ["' "],
  ])('reads 4,000 characters of %j without trouble', (piece) => {
    const line = `note ${piece.repeat(Math.floor(3_990 / piece.length))}`;
    expect(typeof readLine(ask(line)).ok).toBe('boolean');
  });
});

describe('any line at all', () => {
  const pieces = fc.constantFrom(
    'start',
    'since',
    '09:40',
    'until',
    'Fri',
    '25:70',
    'for',
    '2h',
    'in',
    '20',
    'minutes',
    '--sev',
    '--sev=',
    '—drill',
    '"',
    "'",
    '“',
    '\\',
    '<@U1|a>',
    '<at>B</at>',
    '@c',
    'INC-42',
    '7',
    '\n',
    ' ',
    '999999w',
    'an',
    'hour',
    '29',
    'Feb',
    '0000-01-01',
    '__proto__',
    '\uD800',
  );
  const anyLine = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join(' ')),
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
  );

  it('is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(anyLine, fc.constantFrom('incident', 'step', 'text'), (line, number) => {
        const found = readLine(ask(line, { number }));
        if (found.ok) {
          if (found.since !== undefined) expect(found.since <= now).toBe(true);
          if (found.until !== undefined) expect(found.until > now).toBe(true);
          if (found.by !== undefined) expect(found.by > now).toBe(true);
          expect(found.text.isWellFormed()).toBe(true);
        } else expect(found.refusal.say.length).toBeGreaterThan(10);
      }),
      { numRuns: 500 },
    );
  });

  it('gives free text back unchanged when there is nothing to read out', () => {
    const word = fc.stringMatching(/^[\p{L}\p{N}.,;:!?'’()/&%$€-]{1,12}$/u);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, fc.constantFrom(' ', '  ', '\n', '\n\n- ')), { minLength: 1, maxLength: 12 }),
        (all) => {
          const text = all
            .map(([w, gap]) => `x${w}${gap}`)
            .join('')
            .trim();
          const cleaned = clean(text);
          expect(readLine(ask(`note ${text}`, { times: [], flags: {} }))).toMatchObject({
            ok: true,
            text: cleaned.ok && cleaned.text,
          });
        },
      ),
    );
  });

  it('reads the same again from its own cleaned text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (line) => {
        const once = clean(line);
        fc.pre(once.ok && !once.text.includes('<'));
        if (once.ok) expect(clean(once.text)).toMatchObject({ text: once.text });
      }),
    );
  });
});
