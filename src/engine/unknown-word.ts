import { button } from '../core/card.ts';
import { nearest } from '../core/nearest.ts';
import { fromMs } from '../core/time.ts';
import type { Line } from '../core/words/line.ts';
import { readLine } from '../core/words/line.ts';
import type { Reply, Said } from '../ports/door.ts';
import { refused } from './reply.ts';

/** No time is read out of words that have no verb. */
const EPOCH = fromMs(0);

/** Whoever only says what is wrong, in words without a verb, is one click away from opening it. */
export function unknownWord(asked: string, said: Said, verbs: ReadonlyMap<string, string>): Reply {
  const near = nearest(asked, [...verbs.keys()], { most: 1 })[0];
  const shown = asked.length > 40 ? `${asked.slice(0, 40)}…` : asked;
  const meant = near === undefined ? '' : ` Did you mean "${verbs.get(near) ?? near}"?`;
  const { words, entities = false } = said;
  const line = readLine({ line: words, entities, zone: 'UTC', now: EPOCH, number: 'text', times: [] });
  const trouble = line.ok ? troubleIn(line, near === undefined ? undefined : verbs.get(near)) : undefined;
  const ways =
    trouble === undefined ? '' : ` Is something wrong? "start" and these words open an incident and page somebody.`;
  const refusal = {
    code: 'unknown-word',
    say: `"${shown}" is not a word Muster knows.${meant}${ways} "help" shows all words.`,
  };
  if (trouble === undefined) return refused(refusal);
  const noted = said.here === undefined ? [] : [button(`Note it on ${said.here}`, `note ${said.here} ${trouble}`)];
  return refused(refusal, null, [...noted, button('Start an incident', `start ${trouble}`)]);
}

/** Two words are enough to say what is wrong; four, when the first may be another verb mistyped. */
function troubleIn({ verb, text: rest, words }: Line, meant: string | undefined): string | undefined {
  if (meant === 'start') return rest === '' ? undefined : rest;
  return words.length + 1 >= (meant === undefined ? 2 : 4) ? `${verb} ${rest}` : undefined;
}
