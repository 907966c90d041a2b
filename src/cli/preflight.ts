import { z } from 'zod';
import { pinoLog } from '../adapters/log/pino-log.ts';
import { nameOf } from '../core/book.ts';
import type { Card } from '../core/card.ts';
import { cardText } from '../core/card.ts';
import { keeperOf } from '../core/reach/test-words.ts';
import { speakerOf } from '../engine/dispatch.ts';
import { loadBook } from '../plans.ts';
import { opened } from './open.ts';
import { callRunning } from './running.ts';
import type { Given, Word } from './word.ts';
import { FINDINGS, FINE, no } from './word.ts';

export const preflight: Word = {
  summary: 'What would not work if something happened now; exit code 1 if anything',
  usage: 'preflight',
  takes: [0, 0],
  async run(given) {
    const loaded = loadBook(given.config);
    const keeper = loaded.ok ? keeperOf(loaded.book.plan) : undefined;
    const called =
      keeper === undefined
        ? ({ reached: false } as const)
        : await callRunning(given.config, '/say', { words: 'preflight', as: keeper });
    return called.reached ? shown(given, answer.safeParse(called.body).data?.card) : alone(given);
  },
};

const answer = z.looseObject({ card: z.custom<Card>() });

function shown(given: Given, card: Card | undefined): number {
  if (card === undefined) return no(given, 'The Muster that runs gave no answer that can be read.');
  given.io.out(cardText({ ...card, buttons: [] }));
  return card.tone === 'good' ? FINE : FINDINGS;
}

/** Nothing runs: asks the providers itself. */
async function alone(given: Given): Promise<number> {
  const found = await opened(given.config, pinoLog('error'));
  if (!found.ok) return no(given, found.say.join('\n'));
  const { muster } = found;
  try {
    await muster.preflight.refresh();
    const { book } = muster.plans;
    const owner = keeperOf(book().plan);
    if (owner === undefined)
      return no(given, 'The plan names nobody as its owner who is a person. Mend `plan.owner` first.');
    const speaker = speakerOf(owner, nameOf(book(), owner));
    return shown(given, (await muster.say({ words: 'preflight', speaker })).card);
  } finally {
    await muster.stop();
  }
}
