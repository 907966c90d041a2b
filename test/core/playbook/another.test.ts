import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../../src/core/playbook/run.ts';
import { play, playbooks, refusalOf, say } from './players.ts';
import type { Play } from './players.ts';

const states = (now: Play) => Object.fromEntries(entriesOf(now.run).map(({ id, state }) => [id, state]));
const known = (...texts: readonly string[]) => playbooks(...texts);

const HEAD = `{ playbook: head, title: Head, steps: [ { id: ask, ask: What?, choices: { net: { use: net }, both: { use: net, return: true, goto: last }, do: { do: Ring the bell, goto: last } } }, { id: mid, do: Mid }, { id: last, do: Last } ], exit: [Over] }`;
const NET = `{ playbook: net, title: The net, severity: sev1, private: true, policy: breach, steps: [ { id: look, do: Look }, { id: mid, do: Mid } ], exit: [Net runs] }`;

describe('another playbook', () => {
  it('takes over: the rest of the first is left behind on the record, and its head counts', () => {
    const now = play(known(HEAD, NET), 'head');
    say(now, 'choose 1 net');
    expect(states(now)).toEqual({
      ask: 'done',
      mid: 'superseded',
      last: 'superseded',
      look: 'ready',
      'mid~2': 'waiting',
    });
    expect(now.effects).toEqual([
      { kind: 'severity', to: 'sev1', atLeast: true, why: 'we went on with “The net”' },
      { kind: 'private', why: 'we went on with “The net”' },
      { kind: 'page', step: 1, targets: ['breach'], why: 'we went on with “The net”' },
    ]);
    expect(refusalOf(say(now, 'undo 1'))).toContain('`playbook head`');
  });

  it('with `return` it comes back when its end is reached and its points are ticked', () => {
    const now = play(known(HEAD, NET), 'head');
    for (const words of ['choose 1 both', 'done 4', 'done 5']) say(now, words);
    expect(states(now)).toMatchObject({ last: 'waiting' });
    say(now, 'exit 1');
    expect(states(now)).toMatchObject({ mid: 'skipped', last: 'ready' });
    say(now, 'done 3');
    say(now, 'exit 1');
    expect(now.effects.at(-1)).toEqual({ kind: 'close offered' });
  });

  it('what a choice asks to be done comes before where it goes', () => {
    const now = play(known(HEAD, NET), 'head');
    say(now, 'choose 1 do');
    expect(states(now)).toMatchObject({ ask: 'done', 'ask/do': 'ready', last: 'waiting' });
    say(now, 'done 4');
    expect(states(now)).toMatchObject({ last: 'ready', mid: 'skipped' });
  });

  it('can be changed by hand; what somebody is doing stays open', () => {
    const now = play(known(HEAD, NET), 'head');
    say(now, 'doing 2');
    say(now, 'enter net');
    expect(states(now)).toEqual({
      ask: 'superseded',
      mid: 'doing',
      last: 'superseded',
      look: 'ready',
      'mid~2': 'waiting',
    });
  });

  it('as a step of its own, it is done when that playbook is', () => {
    const outer = `{ playbook: outer, title: Outer, steps: [ { id: go, use: net, return: true }, { id: last, do: Last } ] }`;
    const now = play(known(outer, NET), 'outer');
    expect(states(now)).toMatchObject({ go: 'doing', look: 'ready' });
    for (const words of ['done 3', 'done 4', 'exit 1']) say(now, words);
    expect(states(now)).toMatchObject({ go: 'done', last: 'ready' });
  });

  it('a choice is a fact for what comes later', () => {
    const text = `{ playbook: f, title: F, steps: [ { id: ask, ask: Money?, choices: { gone: {}, safe: {} } }, { id: bank, do: Call the bank, only_if: ask.gone }, { id: last, do: Last } ] }`;
    const now = play(known(text), 'f');
    say(now, 'choose 1 safe');
    expect(states(now)).toMatchObject({ bank: 'skipped', last: 'ready' });
  });
});
