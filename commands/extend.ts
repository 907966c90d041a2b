import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import { card } from '../src/core/card.ts';
import { inWords, isExact, MINUTE_MS, readSpan, spanMs } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

const TEN_MINUTES_MS = 10 * MINUTE_MS;

export default incidentCommand({
  group: 'steps',
  summary: 'A step takes longer: ten more minutes, or as long as you say',
  usage: 'extend [INC-42] STEP [20m]',
  aliases: ['more', 'longer'],
  number: 'step',
  times: [],
  args: z.object({ words: z.array(z.string()).min(1, 'Which step? "steps" shows their numbers.') }),
  fields: [{ name: 'step', label: 'Which step?' }],
  run({ incident, args, speaker }) {
    const [step = '', asked] = args.words;
    const read = asked === undefined ? undefined : readSpan(asked.replace(/^\+/, ''));
    const span = read !== undefined && isExact(read) ? read : undefined;
    if (asked !== undefined && span === undefined)
      return { refuse: { code: 'not-a-span', say: `"${asked}" is no length of time. Write it like 20m or 1h.` } };
    const ms = span === undefined ? TEN_MINUTES_MS : spanMs(span);
    return {
      of: incident.lifecycle.id,
      command: { type: 'step', order: { do: 'extend', step, ms } },
      reply: (after, events) =>
        events.length === 0 ? stepReply(after, events, speaker.id) : card(`Step ${step} has ${inWords(ms)} more.`),
    };
  },
});
