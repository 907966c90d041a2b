import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { nearest } from '../src/core/nearest.ts';
import type { Asked } from '../src/command.ts';
import { command } from '../src/command.ts';

const GROUPS = { core: 'Incident', steps: 'Steps and clocks', plan: 'Plan' } as const;

export default command({
  group: 'core',
  summary: 'The words you can use here; "help WORD" explains one',
  usage: 'help [WORD]',
  aliases: ['?', 'usage', 'man'],
  number: 'text',
  args: z.object({ words: z.array(z.string()) }),
  run(asked) {
    const [about] = asked.args.words;
    return { say: about === undefined ? all(asked) : one(asked, about.toLowerCase()) };
  },
});

function all({ desk }: Asked<unknown>) {
  const usable = desk.words.filter(({ may }) => may);
  const blocks = (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).flatMap((group) => {
    const lines = usable.filter(({ spec }) => spec.group === group).map(({ verb, spec }) => `${verb}: ${spec.summary}`);
    return lines.length === 0 ? [] : [list(lines, GROUPS[group])];
  });
  return card('What you can say here', {
    blocks: [
      text('In a hurry: "start" and a few words about what is wrong. Paged? "ack".'),
      ...blocks,
      text('"help WORD" shows how a word is written.'),
    ],
  });
}

function one({ desk }: Asked<unknown>, about: string) {
  const found = desk.words.find(({ verb, spec }) => verb === about || spec.aliases?.includes(about) === true);
  if (found === undefined) {
    const near = nearest(
      about,
      desk.words.map(({ verb }) => verb),
      { most: 1 },
    )[0];
    return card(`There is no word "${about}".${near === undefined ? '' : ` Did you mean "${near}"?`}`, {
      tone: 'warn',
    });
  }
  const { verb, spec, may } = found;
  const blocks = [
    text(`It is written: ${spec.usage}`),
    ...(spec.examples === undefined ? [] : [list(spec.examples, 'For example')]),
    ...(may ? [] : [text('You cannot use it here: it is for the people who work on the incident.')]),
  ];
  return card(`${verb}: ${spec.summary}`, { blocks });
}
