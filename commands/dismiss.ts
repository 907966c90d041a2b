import { z } from 'zod';
import { answeredAlready, noProposal } from '../src/core/alerts/source.ts';
import { card, text } from '../src/core/card.ts';
import { command } from '../src/command.ts';

/** Why, in as much as fits on a line. */
const LONGEST_WHY = 300;

export default command({
  group: 'core',
  summary: 'An alert is nothing: nobody is paged for it',
  usage: 'dismiss AL-7 [WHY]',
  examples: ['dismiss AL-7 planned work on the switch'],
  number: 'text',
  times: [],
  args: z.object({ words: z.array(z.string()).min(1, 'Which one? "alerts" shows what waits.') }),
  fields: [{ name: 'proposal', label: 'Which one? (AL-7)' }],
  async run({ args, desk, speaker, at, zone }) {
    const [first = '', ...rest] = args.words;
    const asked = first.toUpperCase();
    const why = rest.join(' ').slice(0, LONGEST_WHY);
    const group = (await desk.proposals()).find(({ id }) => id === asked);
    if (group?.stage !== 'proposed') {
      const late = group ?? (asked.startsWith('AL-') ? await desk.proposal(asked) : undefined);
      return { refuse: (late === undefined ? noProposal(asked) : answeredAlready(late, { at, zone })).refusal };
    }
    return {
      source: group.source,
      alerts: { type: 'dismiss', proposal: group.id, who: speaker.by, why },
      reply: () =>
        card(`${group.id} is nothing${why === '' ? '' : `: ${why}`}. Nobody is paged for it.`, {
          tone: 'good',
          blocks: [text('It is heard again when its source says that it was over and has come back.')],
        }),
    };
  },
});
