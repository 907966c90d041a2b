import { z } from 'zod';
import { roleName } from '../src/core/book.ts';
import { nextFor } from '../src/core/incident/next.ts';
import { situation } from '../src/core/incident/cards.ts';
import { text } from '../src/core/card.ts';
import { personCommand } from '../src/command.ts';

/** Words that say the opposite, or name another incident: a tired "ack no" must not stop the paging. */
const NOT_ME = /^(?:no|not|nope|never|can.?t|cannot|don.?t|inc|ex)\b/i;

export default personCommand({
  group: 'core',
  summary: 'Say "I have it": the paging stops',
  usage: 'ack [INC-42]',
  aliases: ['acknowledge', 'got', 'mine', '1'],
  free: true,
  args: z.object({ text: z.string(), mentions: z.array(z.string()) }),
  run({ incident, person, args, zone }) {
    if (NOT_ME.test(args.text) || args.mentions.length > 0)
      return {
        refuse: {
          code: 'did-you-mean-cant',
          say: `That does not sound like "I have it", so nothing was done. "ack ${incident.lifecycle.id}" alone: I have it. "cant ${incident.lifecycle.id}": the next person is paged. "page @name": that person is paged.`,
        },
      };
    return {
      of: incident.lifecycle.id,
      command: { type: 'acknowledge', person },
      reply(after, events, at) {
        const next = nextFor(after, person);
        const roles = events.flatMap((event) =>
          event.type === 'roleAssigned' && event.person === person ? [roleName(event.role)] : [],
        );
        const taken = roles.length === 0 ? 'You have it.' : `You have it, and you are ${roles.join(' and ')} now.`;
        return situation(after, { at, zone }, [text(`${taken} ${next?.text ?? ''}`.trim())]);
      },
    };
  },
});
