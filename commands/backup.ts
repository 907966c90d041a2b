import { z } from 'zod';
import { card, text } from '../src/core/card.ts';
import { clockStart } from '../src/core/incident/lifecycle.ts';
import { findSystem } from '../src/core/lookup.ts';
import type { Instant } from '../src/core/time.ts';
import { inWords, msBetween, shortTime } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  times: ['at'],
  summary: 'The newest record that is kept: how much work is lost',
  usage: 'backup [INC-42] SYSTEM at 09:00',
  examples: ['backup files at 09:00'],
  aliases: ['recovery-point', 'rpo'],
  args: z.object({
    text: z.string().min(1, 'Of which system?'),
    at: z.custom<Instant>((value) => value !== undefined, 'From when is it? Write: at 09:00'),
  }),
  fields: [
    { name: 'system', label: 'Of which system?' },
    { name: 'at', label: 'From when is the newest record?' },
  ],
  run({ incident, args, zone }) {
    const found = findSystem(incident.book, args.text);
    if (!found.ok) return { refuse: found.refusal };
    const newest = args.at;
    return {
      of: incident.lifecycle.id,
      command: { type: 'noteRecoveryPoint', system: found.id, newest },
      reply(after, _events, at) {
        const lostMs = msBetween(newest, clockStart(after.lifecycle));
        const rpo = after.book.plan.systems[found.id]?.rpo;
        const lost = lostMs <= 0 ? 'Nothing is lost' : `${inWords(lostMs)} of work is lost`;
        return card(`${found.id}: newest record ${shortTime(newest, zone, at)}. ${lost}.`, {
          blocks: [text(rpo === undefined ? 'The plan names no RPO for it.' : `The plan accepts ${rpo}.`)],
        });
      },
    };
  },
});
