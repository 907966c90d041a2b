import { z } from 'zod';
import { card, list } from '../src/core/card.ts';
import { nameOf, roleName } from '../src/core/book.ts';
import type { Entry } from '../src/core/playbook/run.ts';
import { inListOrder } from '../src/core/playbook/list-order.ts';
import { currentFrame, isGroup, roleOf, textOf } from '../src/core/playbook/run.ts';
import { inWords, msBetween, shortTime } from '../src/core/time.ts';
import type { AskedIn } from '../src/command.ts';
import { incidentCommand } from '../src/command.ts';

const MARKS: Readonly<Record<Entry['state'], string>> = {
  waiting: ' ',
  ready: '>',
  doing: '*',
  stuck: '!',
  done: 'x',
  skipped: '-',
  'not possible': '-',
  superseded: '-',
};

const STATES: Readonly<Record<Entry['state'], string>> = {
  waiting: 'later',
  ready: 'to do now',
  doing: 'under way',
  stuck: 'STUCK',
  done: 'done',
  skipped: 'left out',
  'not possible': 'not possible',
  superseded: 'left behind',
};

export default incidentCommand({
  group: 'steps',
  summary: 'All steps: what is done, what is open, who has it',
  usage: 'steps [INC-42]',
  aliases: ['checklist'],
  args: z.object({}),
  run(asked) {
    const { steps, lifecycle, book } = asked.incident;
    const lines = inListOrder(steps.run)
      .filter((entry) => !isGroup(entry))
      .map((entry) => lineOf(entry, asked));
    const frame = currentFrame(steps.run);
    const exits =
      frame?.playbook.exit.map((exit, n) => `exit ${n + 1} [${frame.exits[n] === true ? 'x' : ' '}] ${exit}`) ?? [];
    const title = frame?.playbook.title ?? book.playbooks[lifecycle.playbook]?.title ?? 'no playbook';
    return {
      say: card(`${lifecycle.id}: ${title}`, {
        blocks: [list(lines), ...(exits.length === 0 ? [] : [list(exits, 'Before it is over')])],
      }),
    };
  },
});

function lineOf(entry: Entry, { incident, at, zone }: AskedIn<unknown>): string {
  const who = entry.owner === null ? roleName(roleOf(entry)) : nameOf(incident.book, entry.owner);
  const since = entry.startedAt ?? entry.readyAt;
  const took = entry.endedAt !== null && since !== null ? `, took ${inWords(msBetween(since, entry.endedAt))}` : '';
  const when =
    entry.endedAt === null
      ? since === null
        ? ''
        : `, since ${shortTime(since, zone, at)}`
      : `, ${shortTime(entry.endedAt, zone, at)}${took}`;
  const why = entry.reason === null ? '' : ` (${entry.reason})`;
  return `[${MARKS[entry.state]}] ${entry.n} ${textOf(entry.step)} - ${who}, ${STATES[entry.state]}${when}${why}`;
}
