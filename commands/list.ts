import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { titleOf, whoHasIt } from '../src/core/incident/cards.ts';
import { command } from '../src/command.ts';

const MOST = 20;

export default command({
  group: 'core',
  summary: 'The incidents that are open; with --all the last closed ones too',
  usage: 'list [--all]',
  aliases: ['ls', 'incidents'],
  flags: { all: 'switch' },
  args: z.object({ all: z.literal(true).optional() }),
  async run({ desk, args, at, zone }) {
    const found = args.all === true ? await desk.recent(MOST) : await desk.open();
    const lines = found
      .slice(0, MOST)
      .map((incident) => `${titleOf(incident)} (${incident.lifecycle.phase}; ${whoHasIt(incident, { at, zone })})`);
    if (lines.length === 0)
      return {
        say: card('Nothing is open.', {
          tone: 'good',
          blocks: [text('"start" and a few words about what is wrong opens an incident.')],
        }),
      };
    const more = found.length > MOST ? [text(`… and ${found.length - MOST} more.`)] : [];
    return {
      say: card(args.all === true ? 'The last incidents' : `${found.length} open`, { blocks: [list(lines), ...more] }),
    };
  },
});
