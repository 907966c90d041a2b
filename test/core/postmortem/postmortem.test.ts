import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postmortem } from '../../../src/core/postmortem/postmortem.ts';
import { at, book, declared, event, numbered } from '../timeline/story.ts';
import { everyChange } from '../timeline/one-of-each.ts';
import { WHOLE, WHOLE_KEPT } from '../timeline/whole-incident.ts';
import { skeletonOf } from './read-markdown.ts';

const TITLES = [
  'Head', 'In four sentences', 'Impact', 'Timeline', 'Response facts', 'Communications', 'Reachability', 'Plan and reality',
  'Legal clocks', 'How it made sense', 'Contributing factors', 'What helped, what hindered, where we were lucky', 'Actions',
  'Plan changes', 'Message for outside',
]; // prettier-ignore

/** The text of one section. */
function section(text: string, n: number): string {
  const from = text.indexOf(`## ${n}. `);
  const to = text.indexOf(`## ${n + 1}. `);
  return text.slice(from, to < 0 ? undefined : to);
}

describe('the postmortem of a whole incident', () => {
  const text = postmortem({ book, events: WHOLE_KEPT });

  it('has its fifteen sections, in their order', () => {
    expect(skeletonOf(text).headings).toEqual([
      '1 Postmortem INC-7:',
      ...TITLES.map((title, n) => `2 ${n + 1}. ${title}`),
    ]);
  });

  it.each([
    [
      1,
      '| Severity | sev3 Unclear, then sev2 Major from 2026-11-20 09:57 (the claims will be late, says \\[tech lead\\]) |',
    ],
    [1, '| Impact started | 2026-11-20 09:40 (14:40 UTC) |'],
    [1, '| Roles | incident commander, tech lead; nobody for scribe |'],
    [1, '| Playbook | A server is down (server-down) |'],
    [1, '| Plan | hash ab12cd34ef56, playbooks included |'],
    [1, '| Exercise | no |'],
    [1, '| Review due | 2026-11-27 13:10 (18:10 UTC) |'],
    [1, 'Status: draft'],
    [2, '- It lasted 3 h 20 min: from 2026-11-20 09:40 (14:40 UTC) to 2026-11-20 13:00 (18:00 UTC).'],
    [2, '- What brought it back: restored from last night.'],
    [
      3,
      '| Claims | 2026-11-20 09:40 (14:40 UTC) | 2026-11-20 13:00 (18:00 UTC) | 3 h 20 min | RTO 4h met, 40 min left |',
    ],
    [3, 'MTD 2d met, 44 h 40 min left | 2026-11-20 10:15 to 2026-11-20 13:01 |'],
    [4, '| America/Detroit | UTC | Kind | Who | What | Source |'],
    [4, '| 2026-11-20 09:55 | 2026-11-20 14:55 | clock | Muster | Nobody answered level 1 in 5 min | event 9 |'],
    [4, '| a colleague | I saw smoke, \\[tech lead\\] unplugged it | event 24 |'],
    [4, "Left out: 4 entries about Muster's own work"],
    [5, '| Time to first answer | 6 min |'],
    [5, '| Latest start respected | not recorded |'],
    [6, '| staff | 2026-11-20 10:10 (15:10 UTC), after 20 min | the plan names no time |'],
    [6, '> The claims server is down.  \n> \\# Paper forms until further notice'],
    [7, '| level 1 | SMS | 2026-11-20 09:50 (14:50 UTC) | no answer in 5 min |'],
    [
      7,
      '| level 1 | call | 2026-11-20 09:52 (14:52 UTC) | failed, the address does not work: number (number) not in service |',
    ],
    [7, 'not needed any more: somebody else answered after 54 s'],
    [7, '| level 2 | call | 2026-11-20 09:55 (14:55 UTC) | answered in 54 s |'],
    [8, '| 4 | Restore from the backup | tech lead | 60 min | 2 h 24 min | done |'],
    [8, 'skipped: told already'],
    [8, '- Added step: Buy a fan (step 5)'],
    [8, '- Closing list, not ticked: An owner has done a real task'],
    [
      9,
      '| insurer, to the insurer | starts: policy says so (2026-11-20 11:20) | 2026-11-20 09:55 (14:55 UTC) | incident commander | 2026-11-23 09:55',
    ],
    [10, '*What did you notice first?*'],
    [11, 'none of them the one cause'],
    [12, '*Where were we lucky?*'],
    [13, '| 1 | Replace the disks | tech lead | 2026-12-04 | restore test | open |'],
    [13, 'not said yet: without it the action cannot be verified | done: asked him |'],
    [14, 'take up the step that was added: Buy a fan (step 5)'],
    [14, 'correct the number or address that does not work: level 1, call'],
    [14, 'should the plan have known that File server is hit as well?'],
    [15, '<!-- muster:write:outside -->'],
  ])('section %i has: %s', (n, part) => {
    expect(section(text, n)).toContain(part);
  });

  it('speaks of roles, and holds no number of anybody', () => {
    expect(text).not.toMatch(/Marcus|Feld|Ines|Okoro|Dana|Ruiz|Sam Will|Pat from|Kim Stone|312 555/);
  });

  it('leaves plumbing out of the timeline', () => {
    expect(section(text, 4)).not.toMatch(/taken over by the provider|has a channel/);
  });

  it('is the same text for the same events', () => {
    expect(postmortem({ book, events: WHOLE_KEPT })).toBe(text);
  });

  it('leaves every part that is for people open, with its questions', () => {
    const open = [...text.matchAll(/<!-- muster:write:([a-z-]+) -->/g)].map(([, name]) => name);
    expect(open).toEqual([
      'status',
      'summary',
      'impact',
      'sense',
      'factors',
      'helped',
      'actions',
      'plan-changes',
      'outside',
    ]);
  });
});

describe('special incidents', () => {
  it('marks an exercise in its head and beside its measures', () => {
    const text = postmortem({ book, events: [event(0, 'sam', declared({ kind: 'drill', id: 'EX-3' as never }))] });
    expect(text).toContain('# EXERCISE. Postmortem EX-3: Claims server does not start');
    expect(section(text, 1)).toContain('| Exercise | yes |');
    expect(section(text, 5)).toContain('EXERCISE: these measures are of a rehearsal');
  });

  it('holds back what people wrote while the incident is private, and says so', () => {
    const changes = everyChange('the thief wore red');
    const text = postmortem({ book, events: numbered(changes.map((change, n) => event(n, 'ines', change))) });
    expect(text).not.toContain('thief');
    expect(section(text, 4)).toContain('This incident is private: the timeline holds facts only.');
    expect(text).toContain('# Postmortem INC-7: private incident');
  });

  it('says "not recorded" for all that a bare declaration does not tell', () => {
    const text = postmortem({ book, events: [event(0, 'sam', declared({ impactStartedAt: null, functions: [] }))] });
    expect(section(text, 1)).toContain('| Impact started | not recorded; counted from the first report, 09:46 EST |');
    expect(section(text, 3)).toContain('No function of the plan is named as hit.');
    expect(section(text, 7)).toContain('No page was tried.');
    expect(section(text, 8)).toContain('No playbook was begun.');
    expect(section(text, 9)).toContain('No legal or contract clock was asked about.');
    expect(section(text, 14)).toContain('Nothing proposed.');
  });

  it('counts from the first report where nobody noted when it began, and says so wherever it counts', () => {
    const text = postmortem({
      book,
      events: [event(0, 'sam', declared({ impactStartedAt: null })), ...WHOLE.slice(1)],
    });
    const from = 'not recorded; counted from the first report, 09:46 EST';
    expect(section(text, 1)).toContain(`| Impact started | ${from} |`);
    expect(section(text, 2)).toContain(
      `- It lasted 3 h 14 min up to 2026-11-20 13:00 (18:00 UTC). When it began is ${from}.`,
    );
    expect(section(text, 3)).toContain(
      `| Claims | ${from} | 2026-11-20 13:00 (18:00 UTC) | 3 h 14 min | RTO 4h met, 46 min left |`,
    );
    expect(section(text, 5)).toContain('RTO 4h met, 46 min left; counted from the first report');
  });

  it.each([
    ['when it was back', WHOLE, '2026-11-20 10:15 to 2026-11-20 13:00, when it was back |'],
    [
      'the end',
      WHOLE.filter(({ type }) => type !== 'functionRestored' && type !== 'restored'),
      '10:15, in use until the end |',
    ],
    ['now', WHOLE.filter(({ at: hour }) => hour < at(100)), '2026-11-20 10:15, still in use |'],
  ])('says that a workaround which nobody ended was in use until %s', (_, events, words) => {
    const text = postmortem({ book, events: events.filter(({ type }) => type !== 'workaroundEnded') });
    expect(section(text, 3)).toContain(words);
    expect(text).not.toContain('no end recorded');
  });

  it('asks which action items matter when there are more than five', () => {
    const action = (n: number) =>
      event(300 + n, 'dana', {
        type: 'actionAdded',
        n,
        what: 'x',
        owner: 'dana' as never,
        due: '2026-12-01',
        verify: 'y',
      });
    const with5 = [...WHOLE, action(3), action(4), action(5)];
    expect(section(postmortem({ book, events: with5 }), 13)).not.toContain('matter most');
    expect(section(postmortem({ book, events: [...with5, action(6)] }), 13)).toContain(
      'These are 6 action items. Which 5 matter most?',
    );
  });

  it('calls an action verified only when somebody said how they know', () => {
    const verified = (how: string) =>
      postmortem({ book, events: [...WHOLE, event(3000, 'dana', { type: 'actionVerified', n: 2, how })] });
    expect(section(verified(''), 13)).toContain('| done: asked him |');
    expect(section(verified('test page answered'), 13)).toContain('| verified: test page answered |');
  });

  it('keeps every answer about a legal clock, and names no due time for one that does not apply', () => {
    const no = event(95, 'dana', {
      type: 'clockDecided',
      clock: 'insurer',
      answer: 'does not apply',
      why: 'under the deductible',
      startedAt: null,
    });
    expect(section(postmortem({ book, events: [...WHOLE, no] }), 9)).toContain(
      'starts: policy says so (2026-11-20 11:20), then decided not to apply: under the deductible (2026-11-20 11:25) | not recorded | deputy incident commander | none |',
    );
  });
});

describe('hostile text', () => {
  const NASTY = [
    '# heading', '\n# heading', '|', 'a | b\n--- | ---\nc | d', '\\|', '\\', '`code`', '```\nfence', '<script>alert(1)</script>', '<!-- x',
    '-->', '<!-- muster:end -->', '<!-- muster:facts:head -->', '[a](http://x.example)', '![a](b)', 'https://evil.example', 'www.evil.example',
    'a@b.example', '<http://x.example>', '**bold**', '_em_', '~~gone~~', '---', '===', '* * *', '- item', '+ item', '1. one', '2) two',
    '> quote', '    code', '\t code', '&lt;b&gt;', '&#35; x', '[x]: http://y', '$x$', '\u202e\u2028# x', '\r\n\r\n## x', ':--', '<details>',
    '<img src=x onerror=y>', '*', '[^1]', '<a\nhref=x>',
  ]; // prettier-ignore
  const nasty = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.array(fc.constantFrom(...NASTY, ' ', '\n', 'word'), { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[#*_`~|<>[\](){}!\\+\-.:&$@ \n1a]{0,30}$/),
  );
  const written = (words: string) => {
    const changes = everyChange(words).filter(({ type }) => type !== 'madePrivate' && type !== 'cancelled');
    return postmortem({ book, events: numbered(changes.map((change, n) => event(n, 'ines', change))) });
  };
  const expected = skeletonOf(written('plain words'));

  it('never becomes a heading, a table, a link, code or HTML', () => {
    expect(expected.foreign).toEqual([]);
    fc.assert(
      fc.property(nasty, (words) => {
        expect(skeletonOf(written(words))).toEqual(expected);
      }),
      { numRuns: 150, examples: NASTY.map((words) => [words] as [string]) },
    );
  });

  it('in the names of people, functions and steps of the plan stays text too', () => {
    const { plan } = book;
    fc.assert(
      fc.property(nasty, (words) => {
        const named = { ...plan.functions, claims: { ...plan.functions['claims'], name: words } as never };
        const hostile = { ...book, plan: { ...plan, functions: named } };
        const { foreign, headings, tables } = skeletonOf(postmortem({ book: hostile, events: WHOLE_KEPT }));
        const plain = skeletonOf(postmortem({ book, events: WHOLE_KEPT }));
        expect({ foreign, headings, tables }).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });
});

it('tells a moment on another day in UTC with its date', () => {
  const late = [...WHOLE, event(2000, 'dana', { type: 'impactMoved', from: at(-10), to: at(-990), why: '' })];
  expect(section(postmortem({ book, events: late }), 1)).toContain('| Impact started | 2026-11-19 17:20 (22:20 UTC) |');
  const night = [...WHOLE, event(2000, 'dana', { type: 'impactMoved', from: at(-10), to: at(-890), why: '' })];
  expect(section(postmortem({ book, events: night }), 1)).toContain(
    '| Impact started | 2026-11-19 19:00 (2026-11-20 00:00 UTC) |',
  );
});
