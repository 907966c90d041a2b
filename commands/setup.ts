import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'plan',
  summary: 'What is set up, and the one thing to do next',
  usage: 'setup',
  aliases: ['doctor'],
  args: z.object({}),
  run({ desk }) {
    const [first, ...rest] = desk.missing;
    if (first === undefined) return { say: card('Everything that Muster knows of is set up.', { tone: 'good' }) };
    return {
      say: card('Do this next', {
        tone: 'warn',
        blocks: [text(first), ...(rest.length === 0 ? [] : [list(rest, 'After that')])],
      }),
    };
  },
});
