import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentChange } from '../../../src/core/incident/events.ts';
import { ofKinds, timeline } from '../../../src/core/timeline/timeline.ts';
import type { TimelineOptions } from '../../../src/core/timeline/timeline.ts';
import { at, book, declared, event, levelPaged, numbered, planned } from './story.ts';
import { everyChange } from './one-of-each.ts';
import { WHOLE_KEPT } from './whole-incident.ts';

const told = (changes: readonly (readonly [minutes: number, by: string, change: IncidentChange])[]) => ({
  book,
  events: numbered(changes.map(([minutes, by, change]) => event(minutes, by, change))),
});
const texts = (input: Parameters<typeof timeline>[0], options: TimelineOptions = {}) =>
  timeline(input, options).map(({ text }) => text);
const NAMES = /Marcus|Feld|Ines|Okoro|Dana|Ruiz|Sam Will|312 555|@lakeshore/;

describe('every event', () => {
  const every = { book, events: numbered(everyChange('the fan is loud').map((change, n) => event(n, 'ines', change))) };

  it('says something in one plain line', () => {
    const entries = timeline(every);
    const told = new Set(entries.map(({ source }) => source));
    expect(every.events.map(({ version }) => version).filter((n) => !told.has(n ?? 0))).toEqual([]);
    for (const { text } of entries) expect(text).toMatch(/^[^\n]{8,}$/);
    expect(entries.filter(({ text }) => /undefined|null|\[object|NaN/.test(text))).toEqual([]);
  });

  it('names no person and no address when roles are asked for', () => {
    expect(timeline(every, { roles: true }).filter(({ by, text }) => NAMES.test(`${by} ${text}`))).toEqual([]);
  });

  it('tells nothing that a person wrote when only facts are asked for', () => {
    const input = { book, events: numbered(everyChange('xyzzy').map((change, n) => event(n, 'ines', change))) };
    expect(texts(input).some((text) => text.includes('xyzzy'))).toBe(true);
    expect(texts(input, { roles: true, factsOnly: true }).filter((text) => text.includes('xyzzy'))).toEqual([]);
  });

  it('is told in the order of what it is about, whatever people write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (words, roles) => {
        const events = numbered(everyChange(words).map((change, n) => event(n, 'ines', change)));
        const entries = timeline({ book, events }, { roles });
        const hours = entries.map((entry) => entry.at);
        expect(hours).toEqual([...hours].sort());
        for (const { text } of entries) expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the story of an incident', () => {
  const all = texts({ book, events: WHOLE_KEPT });

  it.each([
    'It began to hurt, as far as was known at the start',
    'First reported by Pat from the front desk',
    'Declared INC-7, sev3 Unclear: Claims server does not start. Hit: Claims and Claims application. Playbook: A server is down',
    'Roles: incident commander Ines Okoro, tech lead Marcus Feld. Nobody could be found for: scribe',
    'Paged level 1 (it-primary): Marcus Feld by SMS, then call',
    'The call to Marcus Feld (level 1) failed, this address does not work: number (number) not in service',
    'Nobody answered level 1 in 5 min',
    'Paged level 2: Ines Okoro by call and Sam Will by e-mail',
    'Ines Okoro has it',
    'Severity is now sev2 Major, before sev3 Unclear: the claims will be late, says Marcus Feld',
    'Begun: step 1 "Look at the server"',
    'Chosen: "restore" in step 2 "Restore or repair?": repair takes days',
    'Hit as well: Patient calls and File server',
    'RTO of Claims: 75 % gone',
    'Added: step 5 "Buy a fan"',
  ])('says: %s', (text) => {
    expect(all).toContain(text);
  });

  it('starts when it began to hurt, before anybody declared it', () => {
    const [first, second] = timeline({ book, events: WHOLE_KEPT });
    expect([first?.at, second?.at]).toEqual([at(-10), at(-4)]);
  });

  it('carries the number of the event that says so', () => {
    expect(timeline({ book, events: WHOLE_KEPT }).find(({ text }) => text === 'Ines Okoro has it')?.source).toBe(12);
  });

  it('can be narrowed to some kinds', () => {
    const entries = timeline({ book, events: WHOLE_KEPT }, { kinds: ['message', 'note'] });
    expect(entries.map(({ kind }) => kind)).toEqual(['message', 'note', 'message', 'message']);
    expect(ofKinds(timeline({ book, events: WHOLE_KEPT }), ['message', 'note'])).toEqual(entries);
  });
});

describe('roles in place of names', () => {
  const entries = timeline({ book, events: WHOLE_KEPT }, { roles: true });

  it('follows a role from hand to hand', () => {
    const by = new Map(entries.map(({ source, by: label }) => [source, label]));
    // Dana is a deputy at first (25) and commands later (36); Sam has no role.
    expect([by.get(20), by.get(36), by.get(1)]).toEqual([
      'deputy incident commander',
      'incident commander',
      'responder 1',
    ]);
  });

  it('replaces names in what people wrote, and says that it did', () => {
    expect(entries.map(({ text }) => text)).toContain('I saw smoke, [tech lead] unplugged it');
  });

  it.each([
    ['Ask Marcus Feld', 'Ask [tech lead]'],
    ['@marcus look', '[tech lead] look'],
    ['marcus is not a name as it is written', 'marcus is not a name as it is written'],
    ['Will it hold?', 'Will it hold?'],
    ['Sam did it, MARCUS FELD helped', '[responder 2] did it, [tech lead] helped'],
    ['Marcusson is somebody else', 'Marcusson is somebody else'],
  ])('reads "%s" as "%s"', (text, expected) => {
    const input = told([
      [0, 'ines', declared()],
      [0, 'ines', { type: 'rolesAssigned', holders: {}, gaps: [] }],
      [1, 'sam', { type: 'noted', text }],
      [2, 'marcus', { type: 'noted', text: 'x' }],
    ]);
    expect(texts(input, { roles: true })).toContain(expected);
  });
});

describe('who did it', () => {
  const lookDone = { type: 'stepDone', step: 1, result: null, note: '', keep: [] } as const;
  const ready = (step: number): IncidentChange => ({
    type: 'stepReady',
    step,
    from: step - 1,
    until: null,
    clocks: [],
  });
  const begun: IncidentChange = {
    type: 'playbookEntered',
    frame: 0,
    playbook: 'server-down',
    first: 1,
    from: null,
    caller: null,
  };
  const input = told([
    [0, 'sam', declared()],
    [0, 'sam', { type: 'rolesAssigned', holders: { scribe: 'ines', tech_lead: 'ines' } as never, gaps: [] }],
    [0, 'sam', levelPaged(0, [planned('marcus', 'sms', 0)], 'the incident was declared')],
    [0, 'sam', begun],
    [0, 'sam', ready(1)],
    [3, 'ines', { type: 'paged', call: 1, why: 'I need a hand', pages: [planned('dana', 'sms', 3)], notPaged: [] }],
    [4, 'ines', lookDone],
    [4, 'ines', ready(2)],
    [5, 'ines', { type: 'noted', text: 'still looking' }],
    [6, 'dana', levelPaged(1, [planned('dana', 'sms', 6)], 'somebody with keys')],
  ]);
  const by = (start: string, roles = false) =>
    timeline(input, { roles }).find(({ text }) => text.startsWith(start))?.by;

  it.each([
    ['Paged level 1', 'Muster'],
    ['Roles: ', 'Muster'],
    ['Playbook begun', 'Muster'],
    ['Next: step 1', 'Muster'],
    ['Next: step 2', 'Muster'],
    ['Declared INC-7', 'Sam Will'],
    ['Done: step 1', 'Ines Okoro'],
    ['Paged: ', 'Ines Okoro'],
    ['Paged level 2', 'Dana Ruiz'],
  ])('%s … is by %s: what only follows is by Muster, what a person asked for is theirs', (text, who) => {
    expect(by(text)).toBe(who);
  });

  it('calls somebody with several roles by the one in which they acted, else by the first in which they did', () => {
    expect(by('Done: step 1', true)).toBe('tech lead');
    expect(by('still looking', true)).toBe('tech lead');
  });
});

describe('plumbing', () => {
  it('is marked, so that a reader can do without it', () => {
    const details = timeline({ book, events: WHOLE_KEPT }).filter(({ detail }) => detail);
    expect(details.map(({ text }) => text)).toEqual([
      'The SMS to Marcus Feld (level 1) was taken over by the provider',
      'The incident has a channel on the console',
      'The call to Ines Okoro (level 2) was taken over by the provider',
      'The e-mail to Sam Will (level 2) was taken over by the provider',
    ]);
  });
});

describe('the paging', () => {
  it('says how long two levels that were paged together had', () => {
    const input = told([
      [0, 'sam', declared()],
      [0, 'sam', levelPaged(0, [planned('marcus', 'sms', 0)], 'the incident was declared')],
      [0, 'sam', levelPaged(1, [planned('ines', 'call', 0)], 'sev1 pages both')],
      [
        5,
        'muster',
        { type: 'exhausted', alarm: 1, say: '', numbers: ['x'], pages: [planned('sam', 'email', 5)], notPaged: [] },
      ],
    ]);
    expect(texts(input)).toContain('Nobody answered levels 1 and 2 in 5 min');
    expect(texts(input).at(-1)).toBe(
      'Nobody has answered on any level, alarm 1. Paged: Sam Will by e-mail. The numbers to call by hand were shown',
    );
  });

  it('does not call a level silent that somebody moved on from', () => {
    const input = told([
      [0, 'sam', declared()],
      [0, 'sam', levelPaged(0, [planned('marcus', 'sms', 0)], 'the incident was declared')],
      [2, 'marcus', { type: 'declined', person: 'marcus' as never, why: 'on a ladder' }],
      [2, 'marcus', levelPaged(1, [planned('ines', 'call', 2)], "Marcus Feld can't")],
    ]);
    expect(texts(input).filter((text) => text.startsWith('Nobody answered'))).toEqual([]);
  });

  it('says who is held back by quiet hours, until when, and who could not be paged', () => {
    const held = { ...planned('ines', 'call', 0), heldUntil: at(130) };
    const input = told([
      [0, 'sam', declared()],
      [
        0,
        'sam',
        { ...levelPaged(0, [held], ''), notPaged: [{ who: 'marcus', why: 'Marcus Feld is away' }] } as IncidentChange,
      ],
    ]);
    expect(texts(input).at(-1)).toMatch(
      /^Level 1 \(it-primary\) has nobody who can be paged now\. Held back by quiet hours: Ines Okoro until 12:00 \S+\. Not paged: Marcus Feld is away$/,
    );
  });
});

it('a medium that is not set up is not laid to the address', () => {
  const failed = {
    type: 'pageFailed',
    page: 'page/0.0/marcus/sms',
    attempt: 1,
    reason: 'nothing is set up for sms',
    permanent: true,
  } as const;
  expect(texts(told([[1, 'muster', failed]])).at(-1)).toBe(
    'The SMS to Marcus Feld (level 1) was not sent: SMS is not set up here',
  );
});
