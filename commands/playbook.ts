import { z } from 'zod';
import { text } from '../src/core/card.ts';
import { playbookTitle, situation } from '../src/core/incident/cards.ts';
import { currentFrame } from '../src/core/playbook/run.ts';
import { nearest } from '../src/core/nearest.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'Change to another playbook: what is open in the present one is left behind, on record',
  usage: 'playbook [INC-42] ID',
  examples: ['playbook internet-down'],
  number: 'text',
  times: [],
  args: z.object({ words: z.array(z.string()) }),
  run({ incident, args, zone }) {
    const { book, lifecycle, steps } = incident;
    const asked = args.words.join('-').toLowerCase();
    const present = currentFrame(steps.run)?.playbook.playbook;
    const others = Object.values(book.playbooks).filter(({ playbook }) => playbook !== present);
    if (asked === '')
      return {
        form: {
          title: `${lifecycle.id} goes by "${playbookTitle(incident)}". Change to which one?`,
          words: `playbook ${lifecycle.id}`,
          fields: [
            {
              name: 'playbook',
              label: 'Which playbook?',
              choices: others.map(({ playbook, title }) => ({ value: playbook, label: title })),
            },
          ],
        },
      };
    const found = Object.values(book.playbooks).find(
      ({ playbook, title }) => playbook === asked || title.toLowerCase() === args.words.join(' ').toLowerCase(),
    );
    if (found === undefined) {
      const [near] = nearest(asked, Object.keys(book.playbooks), { most: 1 });
      const hint = near === undefined ? `"playbook ${lifecycle.id}" alone shows them.` : `Did you mean ${near}?`;
      return { refuse: { code: 'no-such-playbook', say: `There is no playbook "${asked.slice(0, 60)}". ${hint}` } };
    }
    return {
      of: lifecycle.id,
      command: { type: 'step', order: { do: 'enter', playbook: found.playbook } },
      reply: (after, _events, at) => situation(after, { at, zone }, [text(`It goes by "${found.title}" now.`)]),
    };
  },
});
