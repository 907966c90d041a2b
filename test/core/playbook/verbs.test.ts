import { describe, expect, it } from 'vitest';
import { addStep, assignStep, keepFor, moveStep, pageAcknowledged } from '../../../src/core/playbook/arrange.ts';
import { stepDeadlines } from '../../../src/core/playbook/deadlines.ts';
import { nextActions } from '../../../src/core/playbook/next-actions.ts';
import { remaining } from '../../../src/core/playbook/remaining.ts';
import { entriesOf, findStep } from '../../../src/core/playbook/run.ts';
import { fromMs, MINUTE_MS, msBetween } from '../../../src/core/time.ts';
import { answerHook, context, pass, play, playbooks, refusalOf, say, START, take, TIMES } from './players.ts';
import type { Play } from './players.ts';

const states = (now: Play) => Object.fromEntries(entriesOf(now.run).map(({ id, state }) => [id, state]));
const due = (now: Play) =>
  stepDeadlines(now.run, TIMES).map(({ key, at }) => `${key} ${msBetween(START, at) / MINUTE_MS}`);
const text = (steps: string, rest = '') => playbooks(`{ playbook: p, title: P, steps: [ ${steps} ] ${rest} }`);
const begun = (steps: string, rest = '') => play(text(steps, rest), 'p');

describe('waits', () => {
  it('are over when their time is, or when anybody says that it happened', () => {
    const now = begun(
      '{ id: w, wait: 30m, until: repaired }, { id: x, wait: event, until: the sun shines }, { id: l, do: L }',
    );
    expect(due(now)).toEqual(['step/1/wait 30']);
    now.at += 30 * MINUTE_MS;
    pass(now, 'step/1/wait');
    expect(states(now)).toEqual({ w: 'done', x: 'doing', l: 'waiting' });
    expect(due(now)).toEqual([]);
    say(now, 'happened 2', 'guest:u9');
    expect(states(now)).toMatchObject({ x: 'done', l: 'ready' });
  });

  it('that repeat begin again and ask; each time under a key of its own', () => {
    const now = begun('{ id: w, wait: 30m, until: repaired, repeat: true }, { id: l, do: L }');
    now.at += 31 * MINUTE_MS;
    pass(now, 'step/1/wait');
    expect(due(now)).toEqual(['step/3/wait 61']);
    expect(nextActions(now.run, { holders: null, times: TIMES })[0]?.text).toBe(
      'Still waiting. Has it happened? Wait: repaired',
    );
    pass(now, 'step/1/wait');
    expect(due(now)).toEqual(['step/3/wait 61']);
    say(now, 'happened 3');
    expect(states(now)).toEqual({ w: 'done', 'w~2': 'done', l: 'ready' });
  });

  it('on another verb come before it', () => {
    const now = begun('{ id: v, check: Quiet?, wait: 7d, takes: 15m }');
    expect(due(now)).toEqual(['step/1/wait 10080']);
    now.at += 7 * 1440 * MINUTE_MS;
    pass(now, 'step/1/wait');
    expect(states(now)).toEqual({ v: 'ready' });
    expect(due(now)).toEqual(['step/1/overdue100 10095', 'step/1/overdue150 10102.5']);
  });

  it('get longer when somebody extends them', () => {
    const now = begun('{ id: w, wait: 30m, until: repaired }');
    say(now, 'extend 1');
    expect(due(now)).toEqual(['step/1~1/wait 40']);
    pass(now, 'step/1/wait');
    expect(states(now)).toEqual({ w: 'doing' });
  });
});

describe('deadlines of a step', () => {
  it('run from its start, once it has started', () => {
    const now = begun('{ id: a, do: A, takes: 10m, if_stuck: { after: 5m, do: Other } }');
    expect(due(now)).toEqual(['step/1/overdue100 10', 'step/1/overdue150 15', 'step/1/stuck-offer 5']);
    now.at += 2 * MINUTE_MS;
    say(now, 'doing 1');
    expect(due(now)).toEqual(['step/1/overdue100 12', 'step/1/overdue150 17', 'step/1/stuck-offer 7']);
    pass(now, 'step/1/stuck-offer');
    expect(due(now)).toEqual(['step/1/overdue100 12', 'step/1/overdue150 17']);
    expect(nextActions(now.run, { holders: null, times: TIMES })[0]?.buttons).toContainEqual({
      label: 'Stuck: Other',
      words: 'stuck 1',
    });
    say(now, 'done 1');
    expect(due(now)).toEqual([]);
  });

  it('`by` counts from the start, from the RTO or MTD, or is the latest start, also for steps that are sure to come', () => {
    const now = begun(
      '{ id: a, do: A, by: +30m }, { id: b, do: B, by: rto 50% }, { id: c, do: C, by: mtd 25% }, { id: d, ask: D, by: latest-start, choices: { x: {} } }, { id: e, do: E, by: +5m }',
    );
    expect(due(now)).toEqual(['step/1/by 30', 'step/2/by 60', 'step/3/by 120', 'step/4/by 60']);
    pass(now, 'step/2/by');
    expect(due(now)).toEqual(['step/1/by 30', 'step/3/by 120', 'step/4/by 60']);
  });

  it('are left out where the plan says nothing to count from', () => {
    const now = begun('{ id: b, do: B, by: rto 50% }');
    expect(stepDeadlines(now.run, { ...TIMES, rtoMs: null })).toEqual([]);
  });

  it('at its stop time a step takes its other way without being asked', () => {
    const now = begun(
      '{ id: a, do: Repair, stop_at: latest-start, if_stuck: { goto: r } }, { id: o, do: O }, { id: r, do: Restore }',
    );
    expect(due(now)).toEqual(['step/1/stop 60']);
    pass(now, 'step/1/stop');
    expect(states(now)).toEqual({ a: 'not possible', o: 'skipped', r: 'ready' });
  });

  it('a reminder after a step becomes a step', () => {
    const now = begun('{ id: a, do: Loosen, who: tech_lead, reminder: { after: 4h, say: Tighten } }, { id: b, do: B }');
    say(now, 'done 1');
    expect(due(now)).toEqual(['step/1/reminder 240']);
    pass(now, 'step/1/reminder');
    expect(states(now)).toEqual({ a: 'done', b: 'ready', 'a/reminder': 'ready' });
    expect(due(now)).toEqual([]);
  });

  it('one that is not known, or over, changes nothing', () => {
    const now = begun('{ id: a, do: A, takes: 5m }');
    for (const key of ['step/1/wait', 'step/9/by', 'nonsense', 'step/1~4/overdue100']) pass(now, key);
    expect(states(now)).toEqual({ a: 'ready' });
    say(now, 'done 1');
    const before = now.run;
    pass(now, 'step/1/overdue100');
    expect(now.run).toBe(before);
  });
});

describe('what Muster does in a step', () => {
  it('a hook is owed at once, and its answer is the result', () => {
    const now = begun('{ id: h, run: page-drill, with: { policy: default } }, { id: l, do: L }');
    expect(now.effects).toEqual([
      { kind: 'hook', step: 1, run: 1, name: 'page-drill', with: { policy: 'default' }, key: 'step/1/hook/1' },
    ]);
    answerHook(now, 1, { run: 1, ok: true });
    expect(entriesOf(now.run)[0]).toMatchObject({ state: 'done', note: '17 of 18 answered' });
  });

  it('a hook that failed is stuck; trying again is another run, and a late answer of the first changes nothing', () => {
    const now = begun('{ id: h, run: page-drill }, { id: l, do: L }');
    answerHook(now, 1, { run: 1, ok: false });
    expect(states(now)).toMatchObject({ h: 'stuck' });
    say(now, 'doing 1');
    expect(now.effects.at(-1)).toMatchObject({ key: 'step/1/hook/2' });
    answerHook(now, 1, { run: 1, ok: true });
    expect(states(now)).toMatchObject({ h: 'doing' });
    answerHook(now, 1, { run: 2, ok: true });
    expect(states(now)).toMatchObject({ h: 'done', l: 'ready' });
  });

  it('a page is owed at once, and done when somebody answered', () => {
    const now = begun('{ id: p, page: [legal_contact], title: Bring in counsel }, { id: l, do: L }');
    expect(now.effects).toEqual([{ kind: 'page', step: 1, targets: ['legal_contact'], why: 'Bring in counsel' }]);
    take(now, pageAcknowledged(now.run, { step: 1 }, context(now)));
    expect(states(now)).toMatchObject({ p: 'done', l: 'ready' });
  });

  it('clocks are asked about one by one, those of the plan only', () => {
    const now = begun('{ id: c, clock: [insurer-notice, michigan, ransom-payment-notice] }, { id: l, do: L }');
    expect(now.effects).toEqual([{ kind: 'clock', step: 1, clocks: ['insurer-notice', 'ransom-payment-notice'] }]);
    expect(refusalOf(say(now, 'done 1'))).toContain('insurer notice, ransom payment notice');
    say(now, 'clock insurer-notice');
    say(now, 'clock ransom-payment-notice');
    expect(states(now)).toMatchObject({ c: 'done', l: 'ready' });
  });

  it('clocks may be settled in one sentence, and where the plan has none by a plain done', () => {
    const now = begun('{ id: c, clock: all }, { id: l, do: L }');
    expect(say(now, 'done 1 counsel says that none applies').ok).toBe(true);
    const none = play(text('{ id: c, clock: all }, { id: l, do: L }'), 'p', { clocks: [] });
    expect(none.effects).toEqual([]);
    expect(say(none, 'done 1').ok).toBe(true);
  });

  it('a choice that two must agree to waits for both; one no opens the question again', () => {
    const ask =
      '{ id: a, ask: Secret?, choices: { open: {}, secret: { approve: [decision_maker, staff_contact] } } }, { id: l, do: L }';
    const now = begun(ask);
    say(now, 'choose 1 secret');
    expect(states(now)).toEqual({
      a: 'doing',
      l: 'waiting',
      'a/approve-decision-maker': 'ready',
      'a/approve-staff-contact': 'ready',
    });
    say(now, 'check 3 yes');
    say(now, 'check 4 no');
    expect(states(now)).toMatchObject({ a: 'ready', l: 'waiting' });
    say(now, 'choose 1 secret');
    say(now, 'check 5 yes');
    say(now, 'check 6 yes');
    expect(states(now)).toMatchObject({ a: 'done', l: 'ready' });
  });
});

describe('a list of our own', () => {
  it('steps are added beside the list, or in it', () => {
    const now = begun('{ id: a, do: A }, { id: b, do: B }');
    take(now, addStep(now.run, { text: 'Call the landlord', who: 'staff_contact' }, context(now)));
    take(now, addStep(now.run, { text: 'Then that', after: 1 }, context(now)));
    expect(states(now)).toEqual({ a: 'ready', b: 'waiting', 'added-3': 'ready', 'added-4': 'waiting' });
    say(now, 'done 1');
    expect(states(now)).toMatchObject({ b: 'waiting', 'added-4': 'ready' });
    say(now, 'done 4');
    expect(states(now)).toMatchObject({ b: 'ready', 'added-3': 'ready' });
    expect(refusalOf(addStep(now.run, { text: ' ' }, context(now)))).toContain('What is to be done?');
  });

  it('steps change places', () => {
    const now = begun('{ id: a, do: A }, { id: b, do: B }, { id: c, do: C }');
    take(now, moveStep(now.run, { step: 3, before: 2 }, context(now)));
    say(now, 'done 1');
    expect(states(now)).toEqual({ a: 'done', b: 'waiting', c: 'ready' });
    say(now, 'done 3');
    expect(states(now)).toMatchObject({ b: 'ready' });
    expect(refusalOf(moveStep(now.run, { step: 2, before: 1 }, context(now)))).toContain('no longer matters');
  });

  it('steps are given to people, and evidence is kept with them', () => {
    const now = begun('{ id: a, do: A, keep: [photo] }');
    take(now, assignStep(now.run, { step: 1, person: 'nina' }, context(now)));
    take(now, keepFor(now.run, { step: 1, items: [' photo 17 ', ''] }, context(now)));
    expect(entriesOf(now.run)[0]).toMatchObject({ owner: 'nina', kept: ['photo 17'] });
    expect(refusalOf(assignStep(now.run, { step: 1, person: 'nina' }, context(now)))).toContain('already');
  });

  it('steps are found by number, id or key', () => {
    const now = begun('{ id: g, together: [ { id: a, do: A }, { id: b, do: B } ] }');
    expect(['2', '#2', 'g/a', 'a'].map((words) => findStep(now.run, words)?.id)).toEqual(['g/a', 'g/a', 'g/a', 'g/a']);
    expect(findStep(now.run, 'zebra')).toBeUndefined();
  });
});

describe('who does what next', () => {
  const LIST =
    '{ id: a, do: A, who: tech_lead, by: +30m }, { id: b, do: B, who: vendor_contact }, { id: c, ask: C?, choices: { x: {} }, by: rto 50% }, { id: d, do: D, who: comms_lead }';

  it('one thing for a role, until when for the others, and the next decision for the commander', () => {
    const said = nextActions(begun(LIST).run, { holders: null, times: TIMES }).map(({ role, text: line, words }) => [
      role,
      line,
      words,
    ]);
    expect(said).toEqual([
      ['tech_lead', 'A', 'done 1'],
      ['vendor_contact', 'Nothing for you until step 2 (B).', ''],
      ['comms_lead', 'Nothing for you until step 3 is decided (C?).', ''],
      ['incident_commander', 'Nothing for you until one of these is done: step 1 with the tech lead.', ''],
      ['incident_commander', 'Not yet, the next decision, step 3: C?', 'choose 3 x'],
    ]);
  });

  it('the step of a role that nobody holds falls to the commander', () => {
    const said = nextActions(begun(LIST).run, { holders: { incident_commander: 'dana' }, times: null });
    expect(said[0]).toMatchObject({ role: 'incident_commander', step: 1, text: 'A', words: 'done 1' });
    expect(said.every(({ role }) => role === 'incident_commander')).toBe(true);
  });

  it('a step that was given to somebody else is that person’s', () => {
    const now = begun(LIST);
    take(now, assignStep(now.run, { step: 1, person: 'nina' }, context(now)));
    const said = nextActions(now.run, { holders: { incident_commander: 'priya', tech_lead: 'marcus' }, times: TIMES });
    expect(said.find(({ person }) => person === 'nina')).toMatchObject({ role: 'tech_lead', step: 1 });
    expect(said.find(({ role, person }) => role === 'tech_lead' && person === null)?.text).toMatch(/^Nothing for you/);
  });

  it('the commander hears of a step that is stuck without another way', () => {
    const now = begun(LIST);
    say(now, 'stuck 1 no key');
    const said = nextActions(now.run, { holders: null, times: TIMES });
    expect(said.find(({ role, kind }) => role === 'incident_commander' && kind === 'stuck')?.text).toBe(
      'Step 1 is stuck (no key): A. Help, give it to somebody else, or leave it out.',
    );
  });
});

describe('the planned time that is left', () => {
  it('adds up the longest way, takes the longest of several at once, and counts no waits', () => {
    const now = begun(
      '{ id: a, do: A, takes: 10m }, { id: g, together: [ { id: p, do: P, takes: 5m }, { id: q, do: Q, takes: 20m } ] }, { id: k, ask: K?, takes: 5m, choices: { x: { goto: l }, y: { goto: m } } }, { id: l, do: L, takes: 1h, then: n }, { id: m, do: M, takes: 15m }, { id: n, do: N }, { id: w, wait: 9h }',
    );
    expect(remaining(now.run, START)).toEqual({ ms: 95 * MINUTE_MS, steps: 4, unplanned: 1 });
    say(now, 'doing 1');
    expect(remaining(now.run, fromMs(now.at + 4 * MINUTE_MS)).ms).toBe(91 * MINUTE_MS);
    say(now, 'done 1');
    for (const words of ['done 3', 'done 4', 'choose 5 y']) say(now, words);
    expect(remaining(now.run, START)).toMatchObject({ ms: 15 * MINUTE_MS });
  });
});

it('ten thousand events are folded without copying the whole list each time', () => {
  const now = begun('{ id: w, wait: 30m, until: repaired, repeat: true }');
  for (let i = 1; i <= 2_500; i += 1) pass(now, `step/${i}/wait`);
  expect(now.run.count).toBe(2_501);
  const [first] = now.run.blocks;
  say(now, 'happened 2501');
  expect(now.run.blocks[0]).toBe(first);
});
