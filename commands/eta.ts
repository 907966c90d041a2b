import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { clocksOf, isRestored } from '../src/core/incident/clocks.ts';
import { remaining } from '../src/core/playbook/remaining.ts';
import { byWhen, inWords, plusMs } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'When it may be back, by the planned times of the open steps',
  usage: 'eta [INC-42]',
  aliases: ['forecast', 'when'],
  args: z.object({}),
  run({ incident, at, zone }) {
    const left = remaining(incident.steps.run, at);
    const back = plusMs(at, left.ms);
    const lines = clocksOf(incident)
      .filter((clock) => clock.kind === 'rto' && !isRestored(incident, clock.of))
      .map((clock) => {
        const name = incident.book.plan.functions[clock.of]?.name ?? clock.of;
        const diff = Date.parse(clock.dueAt) - Date.parse(back);
        return `${name}: RTO ${byWhen(clock.dueAt, zone, at)}; at planned speed ${diff >= 0 ? `${inWords(diff)} to spare` : `${inWords(diff)} too late`}`;
      });
    const title =
      left.steps === 0
        ? 'No open step has a planned time, so there is nothing to add up.'
        : `If all goes as planned: back about ${byWhen(back, zone, at)}`;
    const honest = `The planned times of the open steps on the longest way, ${left.steps} ${left.steps === 1 ? 'step' : 'steps'}, added up${left.unplanned === 0 ? '' : `; ${left.unplanned} more have no planned time`}. Nothing else is known.`;
    return { say: card(title, { blocks: [...(lines.length === 0 ? [] : [list(lines)]), text(honest)] }) };
  },
});
