import { describe, expect, it } from 'vitest';
import { personId } from '../../src/core/ids.ts';
import { nextFor } from '../../src/core/incident/next.ts';
import { inListOrder } from '../../src/core/playbook/list-order.ts';
import type { Story } from '../support/story.ts';
import { eventsOf, min, pagedBy, phones, textAfter } from './support.ts';

/** A minute after the start, so that the phones of the first page have come to rest. */
async function had(by: string): Promise<Story> {
  const told = await phones();
  await told.pass(min(1));
  await told.say('ack', by);
  return told;
}
const holders = async (told: Story) => (await told.incident()).roles.holders;
const fieldsOf = ({ card }: Awaited<ReturnType<Story['say']>>) =>
  card.blocks.flatMap((block) => (block.kind === 'form' ? block.fields : []));

describe('"handoff"', () => {
  it('of whoever leads hands the command, and "I have it" takes exactly that', async () => {
    const told = await had('priya');
    await told.say('role scribe me', 'priya');
    const [page] = await pagedBy(told, () => told.say('handoff @marcus all is told', 'priya'));
    expect(page?.text).toContain('hands the role of incident commander to you');
    expect(page?.text).toContain('How it stands: all is told');
    expect(nextFor(await told.incident(), personId('marcus'))).toMatchObject({
      text: expect.stringMatching(/hands the role of incident commander to you/),
      buttons: [{ label: 'Take over', words: 'ack INC-1' }, { words: 'cant INC-1' }],
    });
    const before = await holders(told);
    expect(await textAfter(told, 'ack', 'marcus')).toContain('you are incident commander now');
    expect(await holders(told)).toEqual({ ...before, incident_commander: 'marcus' });
  });

  it('of whoever has it while the commander has not appeared hands the command', async () => {
    const told = await had('nina');
    expect(await textAfter(told, 'handoff @marcus', 'nina')).toContain('take over as incident commander');
  });

  it('of somebody else hands the role whose open step they hold', async () => {
    const told = await had('priya');
    await told.say('role decision_maker @nina', 'priya');
    expect(await textAfter(told, 'handoff @marcus', 'nina')).toContain('take over as vendor contact');
  });

  it('of somebody with several roles asks which; each choice keeps the words', async () => {
    const told = await had('priya');
    expect(fieldsOf(await told.say('handoff @ruth', 'lena'))).toMatchObject([
      { choices: [{ value: 'decision_maker' }, { value: 'insurance_contact' }] },
    ]);
    const asked = await told.say('handoff @ruth the bank knows', 'lena');
    expect(asked.card.buttons[1]?.words).toBe('handoff INC-1 @ruth insurance_contact the bank knows');
    await told.say(asked.card.buttons[1]?.words ?? '', 'lena');
    await told.say('ack', 'ruth');
    expect(await holders(told)).toMatchObject({ insurance_contact: 'ruth', decision_maker: 'lena' });
  });

  it('without a name offers the people of the plan, the deputies of the role first', async () => {
    const [field] = fieldsOf(await (await had('priya')).say('handoff', 'priya'));
    expect(field?.choices?.slice(0, 2)).toEqual([
      { value: 'nina', label: 'Nina Kowalski (deputy)' },
      { value: 'lena', label: 'Lena Hartog (deputy)' },
    ]);
    expect(field?.choices?.map(({ value }) => value)).not.toContain('priya');
  });

  it('that is declined leaves the role where it was', async () => {
    const told = await had('priya');
    await told.say('handoff @marcus', 'priya');
    await told.say('cant', 'marcus');
    await told.say('ack', 'marcus');
    expect(await holders(told)).toMatchObject({ incident_commander: 'priya' });
  });
});

describe('somebody is stuck', () => {
  it('and gives no reason: is asked for one, and nothing happens before', async () => {
    const told = await had('priya');
    for (const line of ['blocked 1', 'stuck 1 stuck'])
      expect(await told.say(line, 'nina')).toMatchObject({ code: 'missing' });
    expect(await eventsOf(told, 'stepStuck')).toEqual([]);
  });

  it('and says why: whoever leads is called, and the other way stands right behind', async () => {
    const told = await had('priya');
    const pages = await pagedBy(told, () => told.say('blocked 1 no mobile here', 'nina'));
    expect(pages).toMatchObject([
      { person: 'priya', text: expect.stringContaining('step 1 is stuck: no mobile here') },
    ]);
    const { steps } = await told.incident();
    const ways = inListOrder(steps.run).slice(0, 2);
    expect(ways.map(({ n, parent, origin }) => [n === 1 ? 1 : parent, origin])).toEqual([
      [1, 'playbook'],
      [1, 'other way'],
    ]);
    expect(inListOrder(steps.run)).toHaveLength(steps.run.count);
  });

  it('with no other way: it is the next action of whoever leads, before their own steps', async () => {
    const told = await had('priya');
    const { steps } = await told.incident();
    const bare = inListOrder(steps.run).find(({ step }) => step.if_stuck === undefined && step.who === 'tech_lead');
    if (bare === undefined) throw new Error('no such step');
    await told.say(`doing ${bare.n}`, 'marcus');
    await told.say(`blocked ${bare.n} no key`, 'marcus');
    expect(nextFor(await told.incident(), personId('priya'))).toMatchObject({
      step: bare.n,
      text: expect.stringContaining('is stuck (no key)'),
      words: `assign INC-1 ${bare.n} me`,
    });
    await told.pass(min(1));
  });
});
