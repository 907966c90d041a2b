import { z } from 'zod';
import { button, card, list, text } from '../src/core/card.ts';
import { placeOf } from '../src/core/incident/members.ts';
import { nearest } from '../src/core/nearest.ts';
import { mayDo } from '../src/core/permissions.ts';
import type { Asked } from '../src/command.ts';
import { command } from '../src/command.ts';

const GROUPS = { core: 'Incident', steps: 'Steps and clocks', plan: 'Plan' } as const;

export default command({
  group: 'core',
  summary: 'The words you can use here; "help WORD" explains one',
  usage: 'help [WORD]',
  aliases: ['?', 'usage', 'man'],
  number: 'text',
  args: z.object({ words: z.array(z.string()), text: z.string() }),
  async run(asked) {
    const [about] = asked.args.words;
    const words = await wordsFor(asked);
    return { say: about === undefined ? all(words) : one(words, about.toLowerCase(), asked.args.text) };
  },
});

type Words = Asked<unknown>['desk']['words'];

/** Outside of an incident a word about one may still be used on those that are open. */
async function wordsFor(asked: Asked<unknown>): Promise<Words> {
  const { desk, speaker } = asked;
  if ('incident' in asked) return desk.words;
  const places = (await desk.open()).map((incident) => placeOf(incident, desk.book, speaker.id));
  return desk.words.map((word) => ({ ...word, may: word.may || places.some((place) => mayDo(word.verb, place).ok) }));
}

function all(words: Words) {
  const usable = words.filter(({ may }) => may);
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

/** So many words behind "help" are no question about a word: somebody cries for it. */
const A_CRY = 3;

function one(words: Words, about: string, said: string) {
  const found = words.find(({ verb, spec }) => verb === about || spec.aliases?.includes(about) === true);
  if (found === undefined && said.split(/\s+/).length >= A_CRY)
    return card('Is something wrong? "start" and a few words open an incident and page somebody.', {
      tone: 'warn',
      buttons: [button('Start an incident', `start ${said}`)],
    });
  if (found === undefined) {
    const near = nearest(
      about,
      words.map(({ verb }) => verb),
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
