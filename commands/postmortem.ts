import { z } from 'zod';
import { button, card, list, text } from '../src/core/card.ts';
import { actionLine } from '../src/core/postmortem/promises.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Where the postmortem is; --rewrite takes in new facts and keeps what people wrote',
  usage: 'postmortem INC-42 [--rewrite]',
  aliases: ['pm', 'review'],
  flags: { rewrite: 'switch' },
  args: z.object({ rewrite: z.literal(true).optional() }),
  run({ incident, args, at }) {
    const { lifecycle, aftermath } = incident;
    if (args.rewrite === true)
      return {
        of: lifecycle.id,
        command: { type: 'writePostmortem' },
        reply: () => card(`The postmortem of ${lifecycle.id} is being written again. What people wrote stays.`),
      };
    if (aftermath.file === null)
      return {
        say: card(
          `${lifecycle.id} has no postmortem yet: it is written when the incident is closed. "postmortem ${lifecycle.id} --rewrite" writes it now.`,
          { buttons: [button('Write it now', `postmortem ${lifecycle.id} --rewrite`)] },
        ),
      };
    const actions = aftermath.actions.map((action) => actionLine(action, at, incident.book));
    const blocks = [
      text(
        `To read and to write in the console: /incidents/${lifecycle.id}/postmortem; in the data folder: postmortems/${aftermath.file} (revision ${aftermath.written})`,
      ),
      ...(actions.length === 0 ? [] : [list(actions, 'Action items')]),
    ];
    return { say: card(`Postmortem of ${lifecycle.id}`, { blocks }) };
  },
});
