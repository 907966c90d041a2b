import { z } from 'zod';
import type { FunctionId } from '../src/core/ids.ts';
import { situation } from '../src/core/incident/cards.ts';
import { findFunction } from '../src/core/lookup.ts';
import type { Instant } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  times: ['at'],
  summary: 'It works again: all of it, or one function. The owner did one real task',
  usage: 'restored [INC-42] [FUNCTION] [at 14:05]',
  examples: ['restored', 'restored patient-calls at 14:05'],
  aliases: ['mitigated', 'recovered', 'fixed'],
  args: z.object({ text: z.string(), at: z.custom<Instant>().optional() }),
  run({ incident, args, zone }) {
    let id: FunctionId | null = null;
    let note = args.text;
    if (args.text !== '' && incident.lifecycle.functions.length > 0) {
      const found = findFunction(incident.book, args.text);
      if (found.ok) {
        id = found.id;
        note = '';
      } else if (!args.text.includes(' ')) return { refuse: found.refusal };
    }
    return {
      of: incident.lifecycle.id,
      command: { type: 'restore', function: id, restoredAt: args.at ?? null, note },
      reply: (after, _events, at) => situation(after, { at, zone }),
    };
  },
});
