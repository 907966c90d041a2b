import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../../src/core/playbook/run.ts';
import { playbooks, play, refusalOf, say } from './players.ts';
import type { Play } from './players.ts';

const states = (now: Play) => Object.fromEntries(entriesOf(now.run).map(({ id, state }) => [id, state]));
const steps = (now: Play) => entriesOf(now.run).map(({ n, id, state }) => `${n} ${id}: ${state}`);
const known = (...texts: readonly string[]) => playbooks(...texts);

const LINE = `
playbook: line
title: One after the other
steps:
  - { id: look, do: Look }
  - { id: ask, ask: Bad?, choices: { bad: { goto: call, set_severity: sev1, private: true, page: [lena], clock: [insurer-notice] }, fine: { goto: end } } }
  - { id: wipe, do: Wipe }
  - { id: call, do: Call }
  - { id: end, check: Does it work? }
exit: [Owner confirms, Written down]
`;

describe('steps in a line', () => {
  it('get their numbers at once, and only the first is open', () => {
    const now = play(known(LINE), 'line');
    expect(steps(now)).toEqual([
      '1 look: ready',
      '2 ask: waiting',
      '3 wipe: waiting',
      '4 call: waiting',
      '5 end: waiting',
    ]);
  });

  it('open one after the other as they are done', () => {
    const now = play(known(LINE), 'line');
    say(now, 'done 1 all well');
    expect(states(now)).toMatchObject({ look: 'done', ask: 'ready', wipe: 'waiting' });
    expect(entriesOf(now.run)[0]).toMatchObject({ note: 'all well', endedBy: 'marcus' });
  });

  it('a choice jumps, says what it left out and why, and does what it is for', () => {
    const now = play(known(LINE), 'line');
    say(now, 'done 1');
    say(now, 'choose 2 Bad');
    expect(states(now)).toMatchObject({ ask: 'done', wipe: 'skipped', call: 'ready' });
    expect(entriesOf(now.run)[2]?.reason).toBe('not needed: step 2 chose “bad”');
    expect(now.effects.map(({ kind }) => kind)).toEqual(['severity', 'private', 'page', 'clock']);
  });

  it('a step that was left out can still be done', () => {
    const now = play(known(LINE), 'line');
    say(now, 'choose 2 bad');
    expect(say(now, 'done 3').ok).toBe(true);
    expect(states(now)).toMatchObject({ wipe: 'done', call: 'ready' });
  });

  it('a decision taken ahead of its turn counts at once; the steps before it stay', () => {
    const now = play(known(LINE), 'line');
    say(now, 'choose 2 bad');
    expect(states(now)).toMatchObject({ look: 'ready', ask: 'done', call: 'ready' });
    say(now, 'done 1');
    expect(steps(now)).toHaveLength(5);
    expect(states(now)).toMatchObject({ look: 'done', ask: 'done', call: 'ready' });
  });

  it('a step done ahead of its turn is not asked for again', () => {
    const now = play(known(LINE), 'line');
    say(now, 'done 4');
    say(now, 'done 1');
    say(now, 'choose 2 bad');
    expect(states(now)).toMatchObject({ call: 'done', end: 'ready' });
  });

  it('at the end of the line the closing points are ticked, and then the close is offered', () => {
    const now = play(known(LINE), 'line');
    for (const words of ['done 1', 'choose 2 bad', 'done 4', 'check 5 yes', 'exit 1']) say(now, words);
    expect(now.effects.some(({ kind }) => kind === 'close offered')).toBe(false);
    expect(say(now, 'exit 2').ok && now.effects.at(-1)).toEqual({ kind: 'close offered' });
    expect(refusalOf(say(now, 'exit 2'))).toContain('is ticked already');
    expect(refusalOf(say(now, 'exit 3'))).toContain('from 1 to 2');
  });

  it('an undone step is open again, and what its end had opened waits again', () => {
    const now = play(known(LINE), 'line');
    for (const words of ['done 1', 'choose 2 bad', 'undo 2']) say(now, words);
    expect(states(now)).toMatchObject({ ask: 'ready', wipe: 'waiting', call: 'waiting' });
    say(now, 'choose 2 fine');
    expect(states(now)).toMatchObject({ ask: 'done', wipe: 'skipped', call: 'skipped', end: 'ready' });
    expect(now.events.map(({ type }) => type)).toContain('stepUndone');
  });

  it('undoing the last step opens the list again', () => {
    const now = play(known(LINE), 'line');
    for (const words of [
      'done 1',
      'choose 2 fine',
      'check 5 yes',
      'undo 5',
      'check 5 no wrong screen',
      'exit 1',
      'exit 2',
    ])
      say(now, words);
    expect(entriesOf(now.run)[4]).toMatchObject({ state: 'done', result: 'no', note: 'wrong screen' });
    expect(now.effects.filter(({ kind }) => kind === 'close offered')).toHaveLength(1);
  });
});

describe('what is refused, and what it says instead', () => {
  it.each([
    ['choose 2 maybe', '“maybe” is no choice of step 2. Choose one: `choose 2 bad`, `choose 2 fine`.'],
    ['done 2', 'Step 2 is a decision. Choose one: `choose 2 bad`, `choose 2 fine`.'],
    ['check 2 yes', 'Step 2 is a decision.'],
    ['choose 3 bad', 'Step 3 is something to do: `done 3`, or `stuck 3`.'],
    ['check 3 no', 'Step 3 is something to do'],
    ['skip 3', 'Say why in a few words'],
    ['impossible 5', 'Why is it not possible?'],
    ['done 9', 'There is no step 9. Open now: 1 (Look).'],
    ['undo 3', 'Nobody has done step 3 yet. To begin it: `doing 3`.'],
    ['extend 3', 'Step 3 has not begun'],
    ['happened 1', 'Step 1 is something to do'],
    ['enter ransom', 'There is no playbook “ransom”. There are: line.'],
    ['enter line', 'We are in “line” already.'],
  ])('%s', (words, expected) => {
    const now = play(known(LINE), 'line');
    expect(refusalOf(say(now, words))).toContain(expected);
    expect(steps(now)).toEqual(steps(play(known(LINE), 'line')));
  });

  it('doing a step that is done says by whom, and how to open it', () => {
    const now = play(known(LINE), 'line');
    say(now, 'done 1', 'nina');
    expect(refusalOf(say(now, 'done 1'))).toBe('Step 1 is done already by nina. To open it again: `undo 1`.');
  });

  it('taking on what one is on already is refused; taking it over is not', () => {
    const now = play(known(LINE), 'line');
    say(now, 'doing 1', 'nina');
    expect(refusalOf(say(now, 'doing 1', 'nina'))).toContain('You are on step 1 already');
    expect(say(now, 'doing 1', 'marcus').ok).toBe(true);
  });
});

const GROUP = `
playbook: group
title: All at once
steps:
  - id: both
    together:
      - { id: a, do: A, who: tech_lead }
      - { id: b, do: B, only_if: customer_facing }
      - { id: c, do: C }
  - { id: order, do: Restore, use_order: recovery, keep: [time] }
  - { id: last, do: Last }
`;

describe('several at once', () => {
  it('open together, and the line goes on when all are done', () => {
    const now = play(known(GROUP), 'group');
    expect(states(now)).toMatchObject({ both: 'doing', 'both/a': 'ready', 'both/b': 'ready', 'both/c': 'ready' });
    for (const words of ['done 4', 'done 2']) say(now, words);
    expect(states(now)).toMatchObject({ both: 'doing', order: 'waiting' });
    say(now, 'skip 3 nobody there');
    expect(states(now)).toMatchObject({ both: 'done', order: 'doing' });
  });

  it('a group says which parts are open instead of being done', () => {
    const now = play(known(GROUP), 'group');
    expect(refusalOf(say(now, 'done 1'))).toBe('Step 1 is done when its parts are. Still open: 2 (A), 3 (B), 4 (C).');
    expect(say(now, 'skip 1 all of it was done yesterday').ok).toBe(true);
    expect(states(now)).toMatchObject({ both: 'skipped', 'both/a': 'skipped', order: 'doing' });
  });

  it('with `enough`, the others are let go, but not what somebody is doing', () => {
    const now = play(known(GROUP.replace('    together:', '    enough: 1\n    together:')), 'group');
    say(now, 'doing 4');
    say(now, 'done 2');
    expect(states(now)).toMatchObject({ both: 'done', 'both/b': 'skipped', 'both/c': 'doing', order: 'doing' });
  });

  it('a part whose fact does not hold is not needed; one whose fact nobody knows is asked for', () => {
    const now = play(known(GROUP), 'group');
    now.facts = { customer_facing: false };
    const other = play(known(GROUP.replace('customer_facing', 'phones_affected')), 'group');
    say(now, 'done 2');
    expect(states(other)).toMatchObject({ 'both/b': 'ready' });
    const told = play(
      known(
        `playbook: p\ntitle: P\nsteps: [ { id: a, do: A }, { id: b, do: B, only_if: customer_facing }, { id: c, do: C } ]`,
      ),
      'p',
    );
    told.facts = { customer_facing: false };
    say(told, 'done 1');
    expect(states(told)).toMatchObject({ b: 'skipped', c: 'ready' });
    expect(entriesOf(told.run)[1]?.reason).toBe('not needed: “customer facing” is not the case');
  });

  it('`use_order` makes one step of each affected system, one after the other', () => {
    const now = play(known(GROUP), 'group');
    for (const words of ['done 2', 'done 3', 'done 4']) say(now, words);
    expect(states(now)).toMatchObject({ order: 'doing', 'order/identity': 'ready', 'order/files': 'waiting' });
    say(now, 'done 7');
    say(now, 'done 8');
    expect(states(now)).toMatchObject({ order: 'done', last: 'ready' });
    expect(entriesOf(now.run)[7]?.step).toMatchObject({ do: 'Restore: files', keep: ['time'] });
  });

  it('with no system known, `use_order` stays one step', () => {
    const now = play(known(GROUP), 'group');
    now.order = [];
    for (const words of ['done 2', 'done 3', 'done 4']) say(now, words);
    expect(states(now)).toMatchObject({ order: 'ready' });
  });
});

const LOOP = `
playbook: loop
title: Round again
steps:
  - { id: try, do: Try }
  - { id: works, check: Does it work?, if_stuck: { goto: try } }
  - { id: own, do: Go on, repeat_until: restored }
`;

describe('again', () => {
  it('a step that is gone back to is a new step with a number and an id of its own', () => {
    const now = play(known(LOOP), 'loop');
    for (const words of ['done 1', 'check 2 no', 'done 4', 'check 5 yes']) say(now, words);
    expect(steps(now)).toEqual([
      '1 try: done',
      '2 works: not possible',
      '3 own: ready',
      '4 try~2: done',
      '5 works~2: done',
    ]);
  });

  it('a step repeats until the fact holds', () => {
    const now = play(known(LOOP), 'loop');
    for (const words of ['done 1', 'check 2 yes', 'done 3']) say(now, words);
    expect(states(now)).toMatchObject({ own: 'done', 'own~2': 'ready' });
    now.facts = { restored: true };
    say(now, 'done 4');
    expect(now.effects.at(-1)).toEqual({ kind: 'close offered' });
  });
});

const STUCK = `
playbook: stuck
title: Stuck
steps:
  - { id: a, do: A, who: tech_lead, if_stuck: { do: Other, page: [vendor_contact] } }
  - { id: b, do: B, if_stuck: { do: Older, goto: d } }
  - { id: c, do: C }
  - { id: d, do: D, if_stuck: { page: [lena] } }
  - { id: e, do: E }
`;

describe('stuck', () => {
  it('opens the other way and pages whoever helps; the other way done is the step done', () => {
    const now = play(known(STUCK), 'stuck');
    say(now, 'stuck 1 no key');
    expect(now.effects).toEqual([{ kind: 'page', step: 1, targets: ['vendor_contact'], why: 'Stuck: A (no key)' }]);
    expect(states(now)).toMatchObject({ a: 'stuck', 'a/other-way': 'ready', b: 'waiting' });
    say(now, 'done 6');
    expect(states(now)).toMatchObject({ a: 'done', b: 'ready' });
    expect(entriesOf(now.run)[0]).toMatchObject({ wasStuck: 'no key', note: 'by the other way, step 6' });
  });

  it('when the step works after all, the other way is not needed', () => {
    const now = play(known(STUCK), 'stuck');
    for (const words of ['stuck 1', 'done 1']) say(now, words);
    expect(states(now)).toMatchObject({ a: 'done', 'a/other-way': 'skipped', b: 'ready' });
  });

  it('when the other way is stuck too, it goes where the playbook says', () => {
    const now = play(known(STUCK), 'stuck');
    for (const words of ['done 1', 'stuck 2 broken', 'stuck 6 broken too']) say(now, words);
    expect(states(now)).toMatchObject({ b: 'not possible', 'b/other-way': 'not possible', c: 'skipped', d: 'ready' });
  });

  it('without another way it stays open as stuck and can still be done', () => {
    const now = play(known(STUCK), 'stuck');
    for (const words of ['done 1', 'done 2', 'done 3', 'stuck 4']) say(now, words);
    expect(states(now)).toMatchObject({ d: 'stuck', e: 'waiting' });
    expect(refusalOf(say(now, 'stuck 4'))).toContain('stuck already');
    say(now, 'done 4');
    expect(states(now)).toMatchObject({ d: 'done', e: 'ready' });
  });
});
