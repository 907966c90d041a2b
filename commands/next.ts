import { z } from 'zod';
import { button, card, list, text } from '../src/core/card.ts';
import { nextActions, nextFor, whoIs } from '../src/core/incident/next.ts';
import { byWhen } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'Your one next thing to do; with --all that of every role',
  usage: 'next [INC-42] [--all]',
  aliases: ['todo', 'what'],
  flags: { all: 'switch' },
  args: z.object({ all: z.literal(true).optional() }),
  run({ incident, args, speaker, at, zone }) {
    const all = nextActions(incident);
    if (args.all === true || speaker.id === null)
      return {
        say: card(`${incident.lifecycle.id}: next`, {
          blocks: [list(all.map((next) => `${whoIs(incident, next)}: ${next.text}`))],
        }),
      };
    const own = nextFor(incident, speaker.id);
    if (own === undefined) return { say: card('Nothing for you until somebody asks you.') };
    const blocks = own.by === null ? [] : [text(`Due ${byWhen(own.by, zone, at)}.`)];
    const how = incident.steps.run.blocks.flat().find((entry) => entry.n === own.step)?.step.how ?? [];
    return {
      say: card(own.text, {
        blocks: [...blocks, ...(how.length === 0 ? [] : [list(how, 'How')])],
        buttons: own.buttons.map(({ label, words }) => button(label, words)),
      }),
    };
  },
});
