import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { clockFacts, situation } from '../src/core/incident/cards.ts';
import { findFunction } from '../src/core/lookup.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'What people do meanwhile; say that it is in use, or that it ended',
  usage: 'workaround [INC-42] [FUNCTION] [--ended]',
  examples: ['workaround', 'workaround patient-calls', 'workaround patient-calls --ended'],
  aliases: ['meanwhile', 'invoke'],
  flags: { ended: 'switch' },
  args: z.object({ text: z.string(), ended: z.literal(true).optional() }),
  run({ incident, args, at, zone, speaker }) {
    const { lifecycle, book } = incident;
    const [only] = lifecycle.functions;
    if (args.text === '' && (args.ended !== true || lifecycle.functions.length !== 1)) {
      const lines = lifecycle.functions.map((id) => {
        const { name = id, workaround } = book.plan.functions[id] ?? {};
        if (workaround === undefined) return `${name}: the plan has none`;
        return `${name}: ${workaround.do}. ${workaround.tested === undefined ? 'Never tested' : `Tested ${workaround.tested}`}. In use? Say: workaround ${lifecycle.id} ${id}`;
      });
      const running = clockFacts(incident, { at, zone })
        .filter(([label]) => label === 'Workaround holds')
        .map(([, words]) => words);
      const blocks = [
        list(lines.length === 0 ? ['No function of the plan is named as hit.'] : lines),
        ...(running.length === 0 ? [] : [list(running, 'In use, and how long it holds')]),
      ];
      return { say: card(`${lifecycle.id}: meanwhile`, { blocks }) };
    }
    const found =
      args.text === '' && only !== undefined ? { ok: true as const, id: only } : findFunction(book, args.text);
    if (!found.ok) return { refuse: found.refusal };
    const type = args.ended === true ? 'endWorkaround' : 'startWorkaround';
    return {
      of: lifecycle.id,
      command: { type, function: found.id, note: `${speaker.name} said so` },
      reply: (after, _events, now) =>
        situation(after, { at: now, zone }, [
          text(
            args.ended === true
              ? 'The workaround is no longer in use.'
              : 'The workaround is in use; Muster says when it no longer holds.',
          ),
        ]),
    };
  },
});
