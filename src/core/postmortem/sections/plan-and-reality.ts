import { roleName } from '../../book.ts';
import type { Facts } from '../../measures/facts.ts';
import { plannedMs, takenMs } from '../../measures/step-measures.ts';
import { entriesOf, isGroup, roleOf } from '../../playbook/run.ts';
import type { Entry } from '../../playbook/run.ts';
import { inWords } from '../../time.ts';
import { list, m, table } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';
import { addedSteps, discovered, stepText, wrongNumbers } from './differences.ts';

export const planAndReality: Write = (facts, speech) => {
  const rows = entriesOf(facts.run)
    .filter((entry) => !isGroup(entry))
    .map((entry) => stepRow(entry, speech));
  const found = [
    ...addedSteps(facts, speech).map((text) => `Added step: ${text}`),
    ...discovered(facts).map((text) => `Hit as well, found out on the way: ${text}`),
    ...wrongNumbers(facts).map((text) => `Wrong number or address: ${text}`),
    ...unticked(facts),
  ];
  return {
    title: 'Plan and reality',
    parts: [
      part(
        'plan-and-reality',
        rows.length === 0
          ? m`No playbook was begun.`
          : table(['Step', 'What', 'Role', 'Planned', 'Taken', 'How it went'], rows),
        found.length === 0 ? m`Nothing differed from the plan besides the steps above.` : list(found),
      ),
    ],
  };
};

function stepRow(entry: Entry, speech: Speech): readonly string[] {
  const planned = plannedMs(entry);
  const taken = entry.state === 'done' ? takenMs(entry) : undefined;
  return [
    String(entry.n),
    stepText(entry, speech),
    roleName(roleOf(entry)),
    planned === undefined ? 'not planned' : inWords(planned),
    entry.state === 'done' ? (taken === undefined ? 'not recorded' : inWords(taken)) : '',
    outcome(entry, speech),
  ];
}

function outcome(entry: Entry, speech: Speech): string {
  const reason = speech.words(entry.reason ?? '');
  const because = reason === '' ? '' : `: ${reason}`;
  const stuck = entry.wasStuck === null ? '' : `, was stuck${wasStuck(entry.wasStuck, speech)}`;
  switch (entry.state) {
    case 'done':
      return `done${entry.choice === null ? '' : `, chosen: ${entry.choice}`}${entry.result === null ? '' : `, result ${entry.result}`}${stuck}`;
    case 'skipped':
      return `${entry.passedOverBy === null ? 'skipped' : `passed over by step ${entry.passedOverBy}`}${because}${stuck}`;
    case 'not possible':
      return `not possible${because}${stuck}`;
    case 'superseded':
      return `left behind${because}${stuck}`;
    case 'stuck':
      return `stuck${because}`;
    case 'doing':
      return `begun, not finished${stuck}`;
    case 'ready':
      return 'open, not begun';
    case 'waiting':
      return entry.readyAt === null ? 'not reached' : 'waiting';
    default:
      return entry.state satisfies never;
  }
}

function wasStuck(why: string, speech: Speech): string {
  const words = speech.words(why);
  return words === '' ? '' : ` (${words})`;
}

function unticked({ run }: Facts): readonly string[] {
  const frame = run.frames.findLast(({ state }) => state === 'running' || state === 'finished');
  if (frame === undefined) return [];
  return frame.playbook.exit
    .filter((_, nth) => frame.exits[nth] !== true)
    .map((text) => `Closing list, not ticked: ${text}`);
}
