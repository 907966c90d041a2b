import { describe, expect, test } from 'vitest';
import { playbookId } from '../../../src/core/ids.ts';
import { busyUntil, openSteps } from '../../../src/core/incident/steps.ts';
import { ack, at, cant, deadlinesOf, given, needHelp, onlyType, owedOf, tale, typesOf } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const step = (order: object) => ({ type: 'step', order }) as never;
const done = (n: number) => step({ do: 'done', step: String(n), note: '', keep: [] });
const choose = (choice: string) => step({ do: 'choose', step: '3', choice, note: '' });

/** Ann and Cleo have it, and the question of step 3 is open. */
function asked(): Tale {
  const told = tale();
  told.say(1, 'cleo', ack('cleo'));
  told.say(1, 'ann', ack('ann'));
  told.say(2, 'ann', done(1));
  told.say(3, 'eve', done(2));
  return told;
}

describe('the playbook in an incident', () => {
  test('begins with the incident; a playbook nobody has begins nothing', () => {
    expect(openSteps(tale().state.steps)).toEqual(['1 Look at the lights on the phone system']);
    expect(openSteps(tale({ playbook: playbookId('nowhere') }).state.steps)).toEqual([]);
  });

  test('a step that nobody knows is refused with those that are open', () => {
    given(...tale().events)
      .when(done(99))
      .refused('no such step', /There is no step \d+\. Open now: 1 \(Look at the lights/);
  });
});

describe('what a choice does to the incident around it', () => {
  test('a worse severity, told to whoever else has it', () => {
    const events = asked().say(4, 'cleo', choose('worse'));
    expect(onlyType(events, 'severityChanged')).toMatchObject([{ from: 'sev2', to: 'sev1' }]);
    expect(onlyType(events, 'paged')[0]?.pages.map(({ person }) => person)).toEqual(['ann', 'ann', 'ann']);
  });

  test('private', () => {
    const told = asked();
    expect(typesOf(told.say(4, 'cleo', choose('secret')))).toContain('madePrivate');
    expect(told.state.lifecycle.private).toBe(true);
  });

  test('a question about a legal clock, asked once', () => {
    const told = asked();
    told.say(4, 'cleo', choose('legal'));
    expect(told.state.clocks.legalAsked).toEqual(['insurer']);
  });

  test('a call to whom it names, who may not be in it yet', () => {
    const events = asked().say(4, 'cleo', choose('hands'));
    expect(onlyType(events, 'paged')).toMatchObject([{ pages: [{ person: 'desk' }] }]);
  });
});

describe('being stuck', () => {
  test('takes the other way of the playbook, calls whom it names, and tells whoever leads', () => {
    const told = asked();
    told.say(4, 'ann', step({ do: 'undo', step: '1' }));
    const events = told.say(5, 'ann', step({ do: 'stuck', step: '1', why: 'no key' }));
    expect(onlyType(events, 'paged')).toMatchObject([
      { pages: [{ person: 'carrier' }] },
      { pages: [{ person: 'cleo' }], why: 'step 1 is stuck: no key (Look at the lights on the phone system)' },
    ]);
    expect(openSteps(told.state.steps)).toEqual(expect.arrayContaining([expect.stringContaining('Ask the carrier')]));
  });
});

describe('time', () => {
  test('a step under way keeps everybody from being asked until its planned end; more time counts', () => {
    const told = tale();
    expect(busyUntil(told.state.steps)).toBeUndefined();
    told.say(2, 'ann', step({ do: 'start', step: '1' }));
    expect(busyUntil(told.state.steps)).toBe(at(12));
    told.say(3, 'ann', step({ do: 'extend', step: '1', ms: 600_000 }));
    expect(busyUntil(told.state.steps)).toBe(at(22));
  });

  test('a step that takes half as long again as planned goes to whoever leads, by one call', () => {
    const told = tale();
    told.say(1, 'cleo', ack('cleo'));
    told.say(2, 'ann', step({ do: 'start', step: '1' }));
    expect(typesOf(told.pass('step/1/overdue100'))).toEqual(['stepDeadlinePassed']);
    expect(onlyType(told.pass('step/1/overdue150'), 'paged')).toMatchObject([
      {
        pages: [{ person: 'cleo' }],
        why: 'step 1 takes much longer than planned: Look at the lights on the phone system',
      },
    ]);
  });

  test('a "by" that is missed goes to whoever has the step, once, asleep or not', () => {
    const told = tale();
    told.say(1, 'cleo', ack('cleo'));
    told.say(2, 'ann', done(1));
    expect(deadlinesOf(told.state, 'step/2')).toEqual({ 'step/2/by': 60 });
    expect(onlyType(told.pass('step/2/by'), 'paged')).toMatchObject([{ pages: [{ person: 'eve' }] }]);
    expect(deadlinesOf(told.state, 'step/2')).toEqual({});
  });

  test('the planned time of a step that nobody began counts from when somebody has the incident', () => {
    const told = tale();
    expect(deadlinesOf(told.state, 'step/1/overdue')).toEqual({});
    told.say(30, 'ann', ack('ann'));
    expect(deadlinesOf(told.state, 'step/1/overdue')).toEqual({ 'step/1/overdue100': 40, 'step/1/overdue150': 45 });
    told.say(40, 'ann', ack('ann'));
    expect(deadlinesOf(told.state, 'step/1/overdue')).toEqual({ 'step/1/overdue100': 40, 'step/1/overdue150': 45 });
    told.say(50, 'ann', { type: 'step', order: { do: 'start', step: '1' } });
    expect(deadlinesOf(told.state, 'step/1/overdue')).toEqual({ 'step/1/overdue100': 60, 'step/1/overdue150': 65 });
  });

  test('nobody is nudged while nobody has it any more', () => {
    const told = tale();
    told.say(1, 'bob', ack('bob'));
    told.say(2, 'bob', cant('bob'));
    expect(deadlinesOf(told.state, 'step/1/overdue')).toEqual({});
  });

  test('after the close no step has an hour any more', () => {
    const told = tale();
    told.say(3, 'ann', { type: 'close', note: '', anyway: true });
    expect(deadlinesOf(told.state, 'step')).toEqual({});
  });
});

describe('a step that brings somebody in', () => {
  const bringing = () => {
    const told = tale({ playbook: playbookId('robot') });
    told.say(1, 'bob', { type: 'page', targets: ['fay'], why: 'Bring in the desk' });
    return told;
  };

  test('is not done because somebody else answers', () => {
    const told = bringing();
    expect(typesOf(told.say(2, 'ann', ack('ann')))).not.toContain('stepDone');
  });

  test('asking for one more leaves the playbook as it is', () => {
    const told = tale();
    expect(typesOf(told.say(2, 'ann', needHelp('ann'))).filter((type) => type.startsWith('step'))).toEqual([]);
    expect(Object.keys(owedOf(told.state, 'page')).length).toBeGreaterThan(0);
  });
});
