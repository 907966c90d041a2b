import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkPlaybooks } from '../../../src/core/playbook/check.ts';
import { everyStep } from '../../../src/core/playbook/check-places.ts';
import { nextActions } from '../../../src/core/playbook/next-actions.ts';
import type { NextAction } from '../../../src/core/playbook/next-actions.ts';
import { isLive, isOver, entriesOf } from '../../../src/core/playbook/run.ts';
import { answerHook, builtIn, play, say, TIMES } from './players.ts';
import type { Play } from './players.ts';

const known = builtIn();
const ids = Object.keys(known);

describe('the playbooks that Muster brings along', () => {
  it('are fourteen', () => expect(ids).toHaveLength(14));

  it.each(ids)('%s has 12 to 25 everyday symptoms, a time for every task, and a way out for a lonely one', (id) => {
    const playbook = known[id];
    if (playbook === undefined) throw new Error('not there');
    expect(playbook.symptoms?.length).toBeGreaterThanOrEqual(12);
    expect(playbook.symptoms?.length).toBeLessThanOrEqual(25);
    for (const { step } of everyStep(playbook))
      if (step.together === undefined && step.wait === undefined)
        expect([step.id, step.takes]).not.toEqual([step.id, undefined]);
  });

  it('name only what the full example plan knows', () => {
    const plan = parse(readFileSync(new URL('../../../examples/lakeshore.plan.yaml', import.meta.url), 'utf8'));
    expect(checkPlaybooks(known, { plan, hooks: ['page-drill'] })).toEqual([]);
  });

  it('name nothing unknown where a plan has no roles, audiences or obligations', () => {
    expect(
      checkPlaybooks(known, { plan: { people: { dana: {} }, escalation: { default: {} } } }).filter(
        ({ level }) => level === 'error',
      ),
    ).toEqual([]);
  });
});

/** What a person who does as told says next: the main button, or one choice or another. */
function answer(action: NextAction, wanted: (words: readonly string[]) => string): string {
  const words = action.buttons.map((button) => button.words);
  const choices = words.filter((one) => one.startsWith('choose '));
  return choices.length > 0 ? wanted(choices) : action.words;
}

/** Works through a playbook by nothing but the next actions; answers the choices taken, as `playbook/step/choice`. */
function runThrough(now: Play, taken: Set<string>, holders: Readonly<Record<string, string>> | null): void {
  for (let turn = 0; turn < 400; turn += 1) {
    const hook = entriesOf(now.run).find((entry) => entry.step.run !== undefined && entry.state === 'doing');
    if (hook !== undefined) answerHook(now, hook.n, { run: hook.hookRuns, ok: true });
    const actions = nextActions(now.run, { holders, times: TIMES });
    const act = actions.find((one) => one.words !== '' && one.kind !== 'decision ahead');
    if (act === undefined) throw new Error(`nobody has anything to do: ${JSON.stringify(actions)}`);
    if (act.kind === 'close') return;
    const words = answer(act, (choices) => {
      const fresh = choices.find((one) => !taken.has(nameOf(now, one)));
      return fresh ?? choices[(turn + choices.length) % choices.length] ?? '';
    });
    if (words.startsWith('choose ')) taken.add(nameOf(now, words));
    const decision = say(now, words);
    if (!decision.ok) throw new Error(`${words}: ${decision.refusal.say}`);
    if (turn > 60) now.facts = { ...now.facts, restored: true };
  }
  throw new Error('it never came to an end');
}

function nameOf(now: Play, words: string): string {
  const [, n, choice] = words.split(' ');
  const entry = entriesOf(now.run).find((one) => one.n === Number(n));
  return `${now.run.frames[entry?.frame ?? 0]?.playbook.playbook}/${entry?.key}/${choice}`;
}

const choicesOf = (id: string) =>
  (known[id]?.steps ?? []).flatMap((step) =>
    Object.keys(step.choices ?? {}).map((choice) => `${id}/${step.id}/${choice}`),
  );

describe.each([
  ['with every role filled', null],
  ['with nobody but a commander', { incident_commander: 'dana' }],
] as const)('worked through by the next actions alone, %s', (_, holders) => {
  it.each(ids)('%s comes to its close whatever is chosen, with everything ticked', (id) => {
    const taken = new Set<string>();
    for (let again = 0; again < 40 && !choicesOf(id).every((one) => taken.has(one)); again += 1) {
      const now = play(known, id);
      runThrough(now, taken, holders);
      const last = now.run.frames.findLast((frame) => frame.state === 'finished');
      expect(last?.exits.every(Boolean)).toBe(true);
      expect(now.effects).toContainEqual({ kind: 'close offered' });
      expect(
        entriesOf(now.run)
          .filter((entry) => isLive(entry) && !isOver(entry))
          .map(({ id: step }) => step),
      ).toEqual([]);
      if (choicesOf(id).length === 0) return;
    }
    expect(choicesOf(id).filter((one) => !taken.has(one))).toEqual([]);
  });
});
