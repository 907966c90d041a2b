import { expect, it } from 'vitest';
import { entriesOf } from '../../../src/core/playbook/run.ts';
import { playbooks, play, refusalOf, say } from './players.ts';
import type { Play } from './players.ts';

const steps = (now: Play) =>
  entriesOf(now.run)
    .map(({ id, state }) => `${id}: ${state}`)
    .toSorted();

it('a check that fails twice has one way round', () => {
  const now = play(
    playbooks(`
playbook: tried
title: Tried twice
steps: [{ id: works, check: Does it work?, if_stuck: { do: Ask the neighbour } }, { id: b, do: B }]
`),
    'tried',
  );
  say(now, 'check 1 no dead');
  expect(refusalOf(say(now, 'check 1 no'))).toContain('Step 1 is noted as stuck already (dead)');
  for (const words of ['doing 1', 'check 1 no']) say(now, words);
  expect(steps(now)).toEqual(['b: waiting', 'works/other-way: ready', 'works: stuck']);
  say(now, 'check 1 yes');
  expect(steps(now)).toEqual(['b: ready', 'works/other-way: skipped', 'works: done']);
});
