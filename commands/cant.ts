import { z } from 'zod';
import { situation } from '../src/core/incident/cards.ts';
import { button, text } from '../src/core/card.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: 'Say that you cannot: the next person is paged now. Nobody asks why',
  free: true,
  usage: 'cant [INC-42] [WHY]',
  aliases: ["can't", 'cannot', 'decline', '2'],
  args: z.object({ text: z.string() }),
  run: ({ incident, person, args, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'decline', person, why: args.text },
    reply(after, _events, at) {
      const { id } = after.lifecycle;
      const isPaging = after.escalation.status === 'paging' || after.escalation.status === 'exhausted';
      const thanks = isPaging ? 'Thank you. The next person is being paged.' : 'Thank you, you are out of this one.';
      // Who just said no is not asked again by the largest button.
      const buttons = [button('Steps', `steps ${id}`), button('I can after all', `ack ${id}`)];
      return { ...situation(after, { at, zone }, [text(thanks)]), buttons };
    },
  }),
});
