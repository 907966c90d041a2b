import { z } from 'zod';
import { situation } from '../src/core/incident/cards.ts';
import { button, text } from '../src/core/card.ts';
import { nextFor } from '../src/core/incident/next.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: 'Keep it, and have the next level join you',
  free: true,
  usage: 'needhelp [INC-42] [WHAT FOR]',
  aliases: ['need-help', 'sos', '3'],
  args: z.object({ text: z.string() }),
  run: ({ incident, person, args, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'askHelp', person, why: args.text },
    reply(after, _events, at) {
      const { id } = after.lifecycle;
      const next = nextFor(after, person);
      const shown = situation(after, { at, zone }, [
        text(`You stay on it. One more is being paged. ${next?.words ? next.text : ''}`.trim()),
      ]);
      // The call is for somebody else: whoever asked is not asked to answer it.
      const own = next?.words ? next.buttons : [];
      const rest = [button('Steps', `steps ${id}`), button("Can't", `cant ${id}`)];
      return { ...shown, buttons: [...own, ...rest].filter(({ words }) => words !== `ack ${id}`) };
    },
  }),
});
