import { z } from 'zod';
import { proposalTitle } from '../src/core/alerts/proposals.ts';
import { answeredAlready, noProposal } from '../src/core/alerts/source.ts';
import { card, text } from '../src/core/card.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'core',
  summary: 'An alert is an incident: open it now and page the plan',
  usage: 'confirm AL-7',
  number: 'text',
  times: [],
  args: z.object({ words: z.array(z.string()).min(1, 'Which one? "alerts" shows what waits.') }),
  fields: [{ name: 'proposal', label: 'Which one? (AL-7)' }],
  async run({ args, desk, speaker, at, zone }) {
    const asked = (args.words[0] ?? '').toUpperCase();
    const group = (await desk.proposals()).find(({ id }) => id === asked);
    if (/^\d+$/.test(asked))
      return { refuse: { code: 'no-such-proposal', say: `To let step ${asked} run by itself, say "run ${asked}".` } };
    if (group?.stage !== 'proposed') {
      const late = group ?? (asked.startsWith('AL-') ? await desk.proposal(asked) : undefined);
      return { refuse: (late === undefined ? noProposal(asked) : answeredAlready(late, { at, zone })).refusal };
    }
    const incident = await desk.nextId('real');
    return {
      source: group.source,
      alerts: { type: 'confirm', proposal: group.id, incident, who: speaker.by },
      reply: () =>
        card(`${incident} is being opened: ${group.title}`, {
          tone: 'warn',
          blocks: [text(`${proposalTitle(group)}. The plan is paged now; "status ${incident}" shows how it stands.`)],
        }),
    };
  },
});
