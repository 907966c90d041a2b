import { z } from 'zod';
import { proposalsCard } from '../src/core/alerts/proposals-card.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'core',
  summary: 'What monitors say that nobody has answered yet',
  usage: 'alerts',
  aliases: ['proposals'],
  args: z.object({}),
  run: async ({ desk, at, zone }) => ({ say: proposalsCard(await desk.proposals(), desk.book, { at, zone }) }),
});
