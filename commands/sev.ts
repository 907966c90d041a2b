import { z } from 'zod';
import { severityIds, severityName } from '../src/core/book.ts';
import { button, card, list, text } from '../src/core/card.ts';
import { severityId } from '../src/core/ids.ts';
import { findSeverity } from '../src/core/lookup.ts';
import { situation } from '../src/core/incident/cards.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  number: 'text',
  times: [],
  summary: 'Say how bad it is: sev1 is the worst. If unsure, take the worse',
  usage: 'sev [INC-42] [sev1|sev2|sev3|sev4] [WHY]',
  examples: ['sev sev2 clinics are calling'],
  aliases: ['severity', 'prio'],
  args: z.object({ words: z.array(z.string()) }),
  run({ incident, args, speaker, zone }) {
    const { book, lifecycle } = incident;
    const known = severityIds(book);
    const [asked = '', ...why] = args.words;
    if (asked === '') {
      const lines = known.map(
        (id) =>
          `${severityName(book, id)}: ${book.plan.severities[id]?.means ?? ''}${id === lifecycle.severity ? ' (now)' : ''}`,
      );
      return {
        say: card(`${lifecycle.id} is ${severityName(book, lifecycle.severity)}`, {
          blocks: [list(lines)],
          buttons: known.map((id) => button(severityName(book, id), `sev ${lifecycle.id} ${id}`)),
        }),
      };
    }
    const to = findSeverity(book, asked) ?? asked;
    return {
      of: lifecycle.id,
      command: { type: 'setSeverity', to: severityId(to), why: why.join(' ') || `${speaker.name} decided` },
      reply: (after, _events, at) =>
        situation(
          after,
          { at, zone },
          to === lifecycle.severity
            ? [text(`It was ${severityName(book, to)} already. That it stays so is on the timeline.`)]
            : [],
        ),
    };
  },
});
