import { describe, expect, it } from 'vitest';
import { cardText } from '../../src/core/card.ts';
import { story } from '../support/story.ts';
import type { Story } from '../support/story.ts';

/** Puts an event into the log that no code of ours would write, as a bug of another version might. */
async function poison(told: Story, event: object): Promise<void> {
  const version = (await told.store.read('INC-1')).length;
  const agenda = (await told.store.agenda('INC-1')).map(({ key, at, lane }) => ({ key, at, lane }));
  const body = { at: told.clock.now(), by: 'muster', v: 1, ...event };
  await told.store.append({ stream: 'INC-1', expected: version, events: [body], agenda, open: true });
}

/** Each makes another part of the incident fail: when it hears the event, or when it is shown. */
const POISONS = [
  ['a step that is done and never was', { type: 'stepDone', step: {}, keep: null }],
  ['a step that begins at no number', { type: 'stepStarted', step: 1, owner: {}, at: null }],
  ['holders of roles that are nobody', { type: 'rolesAssigned', holders: null, gaps: [] }],
  ['roles that nobody could take, of no kind', { type: 'rolesAssigned', holders: {}, gaps: null }],
  ['an update promised for no time at all', { type: 'updatePosted', text: 'x', nextAt: 'soon' }],
  ['an impact that began at no time', { type: 'impactMoved', from: null, to: 'yesterday', why: '' }],
  ['an action without a date', { type: 'actionAdded', n: 1, what: 'x', owner: 'nina', due: null, verify: '' }],
  ['a mark that passed on no clock', { type: 'markPassed', clock: 'rto', of: 'claims', percent: 50, alsoPassed: null }],
  ['functions hit that are no list', { type: 'hitChanged', functions: null, systems: null }],
  ['a severity that is a number', { type: 'severityChanged', from: 'sev2', to: 7, why: '' }],
  ['a page to nobody', { type: 'paged', call: 1, why: '', pages: [null], notPaged: [] }],
  ['a level without pages', { type: 'levelPaged', round: 0, level: 1, why: '' }],
  ['a function restored at no time', { type: 'functionRestored', function: 'patient-calls', restoredAt: 'later' }],
  ['a type of a later version', { type: 'teleported', to: 'the moon' }],
  ['an event of no type', { nothing: true }],
] as const;

const WORDS = [
  'status INC-1',
  'timeline INC-1',
  'timeline INC-1 --all',
  'next INC-1',
  'next INC-1 --all',
  'steps INC-1',
];

const SAYS_SO = WORDS;

describe.each(POISONS)('after %s', (_, event) => {
  it.each(WORDS)('"%s" shows the incident as far as it was understood', async (line) => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    await poison(told, event);
    expect(await told.say(line, 'priya')).toMatchObject({ ok: true, incident: 'INC-1' });
  });

  it.each(SAYS_SO)('"%s" says that a part is missing, once', async (line) => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    await poison(told, event);
    const shown = cardText((await told.say(line, 'priya')).card);
    expect(shown.match(/Part of INC-1's record could not be read: .+; it goes on paging/g)).toHaveLength(1);
  });

  it('the timeline still has everything else', async () => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    const before = (await told.say('timeline INC-1', 'priya')).card.blocks;
    await poison(told, event);
    const after = (await told.say('timeline INC-1', 'priya')).card.blocks;
    expect(after.at(-1)).toEqual(before.at(-1));
  });

  it('"list" still shows it, and the others', async () => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    await told.say('start payroll is late', 'owen');
    await poison(told, event);
    for (const words of ['list', 'list --all']) {
      const reply = await told.say(words, 'priya');
      expect(reply.ok).toBe(true);
      expect(cardText(reply.card)).toMatch(/INC-1[\s\S]*INC-2|INC-2[\s\S]*INC-1/);
    }
    expect(await told.say('note hello', 'priya')).toMatchObject({ ok: false, code: 'which-incident' });
  });
});

describe('a healthy incident', () => {
  it.each(WORDS)('"%s" says nothing of the kind', async (line) => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    await told.say('ack INC-1', 'priya');
    expect(cardText((await told.say(line, 'priya')).card)).not.toContain('could not be read');
  });
});
