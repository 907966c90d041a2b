import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import type { TimelineEntry } from '../src/core/timeline/entry.ts';
import { timeline } from '../src/core/timeline/timeline.ts';
import { shortTime } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

const NEWEST = 30;
/** Who did it, where the words do not say so themselves. */
const whoSaid = ({ by, text: words }: TimelineEntry) => (by === 'Muster' || words.includes(by) ? '' : ` (${by})`);

export default incidentCommand({
  group: 'core',
  summary: 'What happened, newest last; --all shows everything',
  usage: 'timeline [INC-42] [--all]',
  aliases: ['history', 'events'],
  flags: { all: 'switch' },
  args: z.object({ all: z.literal(true).optional() }),
  async run({ incident, desk, args, at, zone }) {
    const events = await desk.events(incident.lifecycle.id);
    const entries = timeline({ book: incident.book, events });
    const shown = args.all === true ? entries : entries.slice(-NEWEST);
    const before = entries.length - shown.length;
    const lines = shown.map((entry) => `${shortTime(entry.at, zone, at)}  ${entry.text}${whoSaid(entry)}`);
    return {
      say: card(`${incident.lifecycle.id}: timeline`, {
        blocks: [
          ...(before > 0 ? [text(`${before} earlier entries: timeline ${incident.lifecycle.id} --all`)] : []),
          list(lines),
        ],
      }),
    };
  },
});
