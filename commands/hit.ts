import { z } from 'zod';
import { card, text } from '../src/core/card.ts';
import { hitText, situation } from '../src/core/incident/cards.ts';
import { namedParts } from '../src/core/incident/hit.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Say which functions and systems are hit: their clocks start, the others stop',
  usage: 'hit [INC-42] [FUNCTION or SYSTEM …]',
  examples: ['hit claims files', 'hit INC-42 patient-calls'],
  aliases: ['affected', 'affects'],
  times: [],
  args: z.object({ words: z.array(z.string()) }),
  run({ incident, args, zone }) {
    if (args.words.length === 0) return { say: card(`${incident.lifecycle.id} hits: ${hitText(incident)}`) };
    const named = namedParts(incident.book, args.words);
    if (!named.ok) return { refuse: named.refusal };
    return {
      of: incident.lifecycle.id,
      command: { type: 'setHit', functions: named.functions, systems: named.systems },
      reply: (after, _events, at) => situation(after, { at, zone }, [text(`Hit: ${hitText(after)}.`)]),
    };
  },
});
