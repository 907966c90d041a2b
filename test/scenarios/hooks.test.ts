import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/aggregate.ts';
import { personId } from '../../src/core/ids.ts';
import type { Effect } from '../../src/core/incident/effects.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { entryOf } from '../../src/core/playbook/run.ts';
import { playbookSchema } from '../../src/core/playbook/schema.ts';
import type { Performer } from '../../src/ports/performer.ts';
import { sampleBook, story } from '../support/story.ts';
import type { Story } from '../support/story.ts';
import { eventsOf, hours, min, read, textAfter } from './support.ts';

const MOVE = playbookSchema.parse({
  playbook: 'move-portal',
  title: 'Move the client portal',
  severity: 'sev2',
  steps: [
    { id: 'move', run: 'failover-dns', title: 'Point the portal at the standby address', who: 'tech_lead' },
    { id: 'look', do: 'Open the portal from a phone', who: 'tech_lead' },
  ],
});
const book = { ...sampleBook, playbooks: { ...sampleBook.playbooks, 'move-portal': MOVE } };
type Hook = Extract<Effect, { readonly kind: 'hook' }>;

/** INC-1: step 1 is run by Muster once Marcus, the tech lead, says so. `calls` is what the other side got. */
async function portal(
  answers: () => Promise<Outcome>,
  more = '',
): Promise<{ readonly told: Story; readonly calls: readonly Hook[] }> {
  const calls: Hook[] = [];
  const hook: Performer<Hook> = {
    timeoutMs: hours(1),
    perform(effect) {
      calls.push(effect);
      return answers();
    },
  };
  const told = await story({
    book,
    performers: (usual) => ({ ...usual, hook }),
  });
  await told.say(`start the portal is gone --playbook move-portal${more}`, 'owen');
  await told.say(`ack ${more === '' ? 'INC-1' : 'EX-1'}`, 'priya');
  return { told, calls };
}
const accepted = () => Promise.resolve<Outcome>({ outcome: 'accepted', reference: 'moved, ticket 12' });
const unknown = () => Promise.reject<Outcome>(new Error('connection reset'));
const stepOne = ({ steps }: Incident) => entryOf(steps.run, 1);

describe('a step that Muster runs', () => {
  it('waits for the yes of the role that the plan names, and says so', async () => {
    const { told, calls } = await portal(accepted);
    await told.pass(min(10));
    expect(calls).toEqual([]);
    expect(await textAfter(told, 'next', 'marcus')).toMatch(
      /Point the portal at the standby address[^]*\[Run it\] {2}run INC-1 1/,
    );
  });

  it('is not run by somebody else’s yes', async () => {
    const { told, calls } = await portal(accepted);
    await told.say('ack', 'nina');
    expect(read(await told.say('run 1', 'nina'))).toContain('"failover-dns" runs only when the tech lead says so');
    expect(calls).toEqual([]);
  });

  it('runs once the tech lead says so, and its answer stands in the timeline', async () => {
    const { told, calls } = await portal(accepted);
    await told.say('run 1', 'marcus');
    expect(calls).toMatchObject([{ name: 'failover-dns', run: 1, dry: false }]);
    expect(stepOne(await told.incident())).toMatchObject({ state: 'done', note: 'moved, ticket 12' });
    expect(await textAfter(told, 'timeline', 'owen')).toContain('moved, ticket 12');
  });

  it('runs once, however often it is said', async () => {
    const { told, calls } = await portal(accepted);
    await told.say('run 1', 'marcus', 'press-1');
    await told.say('run 1', 'marcus', 'press-1');
    await told.say('run 1', 'priya');
    expect(calls).toHaveLength(1);
  });

  it('that failed is stuck, with the reason; "doing" asks for it again, with a yes of its own', async () => {
    const failed = () => Promise.resolve<Outcome>({ outcome: 'failed', reason: 'no such record', permanent: true });
    const { told, calls } = await portal(failed);
    await told.say('run 1', 'marcus');
    expect(stepOne(await told.incident())).toMatchObject({ state: 'stuck', reason: 'no such record' });
    await told.say('doing 1', 'marcus');
    expect(calls).toHaveLength(1);
    await told.say('run 1', 'marcus');
    expect(calls.map(({ run }) => run)).toEqual([1, 2]);
  });

  it('can be done by hand instead', async () => {
    const { told, calls } = await portal(accepted);
    await told.say('done 1 by hand at the registrar', 'marcus');
    await told.pass(min(5));
    expect(calls).toEqual([]);
    expect(await textAfter(told, 'next', 'marcus')).toContain('Open the portal from a phone');
  });
});

describe('in a drill', () => {
  it('it is asked for dry', async () => {
    const { told, calls } = await portal(accepted, ' --drill');
    await told.say('run EX-1 1', 'marcus');
    expect(calls).toMatchObject([{ dry: true, incident: 'EX-1' }]);
    expect(await eventsOf(told, 'hookReturned', 'EX-1')).toMatchObject([{ dry: true }]);
  });
});

describe('nobody knows whether it ran', () => {
  it('a person is asked, and it is never repeated by itself', async () => {
    const { told, calls } = await portal(unknown);
    await told.say('run 1', 'marcus');
    await told.pass(min(90));
    expect(calls).toHaveLength(1);
    expect(await eventsOf(told, 'hookInDoubt')).toHaveLength(1);
    expect(stepOne(await told.incident())?.reason).toContain(
      'It may have run, nobody knows (connection reset). Look first',
    );
  });

  it('after a crash in the middle of it: the same', async () => {
    const { told, calls } = await portal(() => new Promise(() => undefined));
    const order = { type: 'step', order: { do: 'confirm', step: '1' } };
    await told.engine().handle({ stream: 'INC-1', command: order, by: personId('marcus'), reply: () => '' });
    void told.engine().drain();
    await told.clock.settle();
    expect(calls).toHaveLength(1);
    await told.restart();
    await told.pass(min(5));
    expect(calls).toHaveLength(1);
    expect(await eventsOf(told, 'hookInDoubt')).toHaveLength(1);
    expect(stepOne(await told.incident())?.reason).toContain('Muster stopped while it was under way');
  });

  it('the person looks, and says that it is done, or lets it run again', async () => {
    const { told, calls } = await portal(unknown);
    await told.say('run 1', 'marcus');
    await told.say('done 1 it had run, the address is right', 'marcus');
    expect(stepOne(await told.incident())?.state).toBe('done');
    expect(calls).toHaveLength(1);
  });
});
