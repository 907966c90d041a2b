import { describe, expect, it, test } from 'vitest';
import { cardText } from '../../../src/core/card.ts';
import { incidentId } from '../../../src/core/ids.ts';
import { situation } from '../../../src/core/incident/cards.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/core/time.ts';
import { bookOf, story } from '../../support/story.ts';
import type { Story } from '../../support/story.ts';
import { ack, at, deadlinesOf, onlyType, tale } from '../../support/given.ts';

const EX = { kind: 'drill', id: incidentId('drill', 1) } as const;
const MINIMAL = bookOf('examples/minimal.plan.yaml');
const who = (told: Story) => [...new Set(told.pager.sent.map(({ person }) => person))];
const H = 60;

describe('a drill of the ten-line plan', () => {
  it('calls the people of the firm, and never the service desk that stands among them', async () => {
    const told = await story({ book: MINIMAL });
    await told.say('start loads are lost --drill', 'dana');
    await told.pass(2 * HOUR_MS);
    expect(who(told)).toEqual(['dana', 'sam']);
    const shown = cardText((await told.say('status EX-1', 'dana')).card);
    expect(shown).toMatch(/Would have called +Northgate IT 24x7 desk \(not in an exercise\)/);
    const alarm = (await told.events('EX-1')).find(({ type }) => type === 'exhausted');
    expect(JSON.stringify(alarm)).not.toContain('555 0199');
    expect(cardText((await told.say('timeline EX-1 --all', 'dana')).card)).toMatch(
      /Not paged: Northgate IT 24x7 desk \(an exercise calls nobody outside/,
    );
  });

  it('does not call the desk by name either', async () => {
    const told = await story({ book: MINIMAL });
    await told.say('start loads are lost --drill', 'dana');
    expect(await told.say('page EX-1 @msp', 'dana')).toMatchObject({ ok: false, code: 'nobody-reachable' });
  });

  it('calls it in a real incident', async () => {
    const told = await story({ book: MINIMAL });
    await told.say('start loads are lost', 'dana');
    await told.pass(20 * MINUTE_MS);
    expect(who(told)).toContain('msp');
  });
});

describe('somebody of another firm who holds a role or is on call', () => {
  const away = { from: '2026-11-20', to: '2026-11-30' } as const;
  async function withMarcusAway(ivy: object): Promise<Story> {
    const book = bookOf();
    const { people } = book.plan;
    const more = { marcus: { ...people['marcus'], away: [away] }, ivy: { ...people['ivy'], ...ivy } };
    return story({ book: { ...book, plan: { ...book.plan, people: { ...people, ...more } as typeof people } } });
  }

  it('is not paged in a drill, and a deputy of the firm has the role', async () => {
    const told = await withMarcusAway({});
    await told.say('start phones send callers in a loop --drill', 'owen');
    await told.pass(HOUR_MS);
    expect(who(told)).not.toContain('ivy');
    expect(who(told)).toContain('tomas');
    expect((await told.incident('EX-1')).roles.holders['tech_lead']).toBe('tomas');
    expect((await told.incident('EX-1')).escalation.spared).toContain('ivy');
  });

  it.each([[{ drills: 'allowed' }], [{ org: 'LAKESHORE medical billing' }]])('is paged with %o', async (ivy) => {
    const told = await withMarcusAway(ivy);
    await told.say('start phones send callers in a loop --drill', 'owen');
    await told.pass(20 * MINUTE_MS);
    expect(who(told)).toContain('ivy');
  });
});

describe('a drill that nobody ends', () => {
  it('ends by itself four hours after the last word, says why, and rings no more', async () => {
    const told = await story();
    await told.say('start phones send callers in a loop --drill', 'owen');
    await told.pass(4 * HOUR_MS - MINUTE_MS);
    expect((await told.incident('EX-1')).lifecycle.phase).toBe('open');
    await told.pass(2 * MINUTE_MS);
    const before = told.pager.sent.length;
    await told.pass(30 * HOUR_MS);
    expect(told.pager.sent.length).toBe(before);
    const shown = cardText((await told.say('status EX-1', 'owen')).card);
    expect(shown).toContain('Cancelled: nobody said anything in this exercise for 4 h, so it ended by itself.');
    expect((await told.say('list', 'owen')).card.title).toBe('Nothing is open.');
  });

  test('counts from the last word of anybody, a guest too', () => {
    const told = tale(EX);
    expect(deadlinesOf(told.state, 'forgotten')).toEqual({ [key(told.state.lifecycle.lastWordAt)]: 4 * H });
    told.say(100, 'ann', ack('ann'));
    expect(Object.values(deadlinesOf(told.state, 'forgotten'))).toEqual([100 + 4 * H]);
    told.say(130, 'guest:Tess', { type: 'note', text: 'hello' });
    expect(Object.values(deadlinesOf(told.state, 'forgotten'))).toEqual([130 + 4 * H]);
  });

  test('ends for a team that had it and went home', () => {
    const told = tale(EX);
    told.say(1, 'ann', ack('ann'));
    const [cancelled] = onlyType(told.pass('forgotten'), 'cancelled');
    expect(cancelled).toMatchObject({ by: 'muster', why: expect.stringContaining('ended by itself') as string });
    expect(told.state.escalation.status).toBe('off');
    expect(deadlinesOf(told.state, 'forgotten')).toEqual({});
    const card = cardText(situation(told.state, { at: at(300), zone: 'America/Detroit' }));
    expect(card).toContain('Cancelled: nobody said anything');
  });

  test('that is real never ends by itself', () => {
    expect(deadlinesOf(tale().state, 'forgotten')).toEqual({});
  });
});

const key = (instant: string) => `forgotten/${instant}`.replaceAll(':', '.');
