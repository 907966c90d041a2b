import { z } from 'zod';
import { nextFor } from '../src/core/incident/next.ts';
import { situation } from '../src/core/incident/cards.ts';
import { text } from '../src/core/card.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: 'Say "I have it": the paging stops',
  usage: 'ack [INC-42]',
  aliases: ['acknowledge', 'got', 'mine', '1'],
  args: z.object({}),
  run: ({ incident, person, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'acknowledge', person },
    reply(after, _events, at) {
      const next = nextFor(after, person);
      return situation(after, { at, zone }, [text(`You have it. ${next?.text ?? ''}`.trim())]);
    },
  }),
});
