import { z } from 'zod';
import { pinoLog } from '../adapters/log/pino-log.ts';
import type { Card } from '../core/card.ts';
import { cardText } from '../core/card.ts';
import { readIncidentId } from '../core/ids.ts';
import { findPerson } from '../core/lookup.ts';
import { speakerOf } from '../engine/dispatch.ts';
import type { Reply } from '../ports/door.ts';
import { nameOf } from '../core/book.ts';
import { opened } from './open.ts';
import { addressOf } from '../address.ts';
import { callRunning } from './running.ts';
import type { Given, Word } from './word.ts';
import { FINDINGS, FINE, WRONG_USE, no, textFlag } from './word.ts';

export const say: Word = {
  summary: 'Say a line of words as somebody of the plan',
  usage: 'say "WORDS" --as PERSON [--in INC-1] [--json]',
  options: {
    as: { type: 'string', value: 'PERSON', says: 'whose words they are' },
    in: { type: 'string', value: 'INC-1', says: 'the incident that they are about' },
    json: { type: 'boolean', says: 'the whole answer, for programs' },
  },
  takes: [1, 100],
  async run(given) {
    const as = textFlag(given, 'as');
    if (as === undefined)
      return no(given, 'Who says it? Add --as PERSON: muster say "start phones are down" --as marcus', WRONG_USE);
    const here = textFlag(given, 'in');
    if (here !== undefined && readIncidentId(here) === undefined)
      return no(given, `"${here.slice(0, 40)}" is no incident: write --in INC-1.`, WRONG_USE);
    const words = given.words.join(' ');
    const called = await callRunning(given.config, '/say', { words, as, ...(here === undefined ? {} : { in: here }) });
    return called.reached ? shown(given, called) : sayAlone(given, { words, as, here });
  },
};

/** The parts of an answer that are shown; the card is Muster's own, so it is taken as it is. */
const answer = z.looseObject({ ok: z.boolean(), card: z.custom<Card>() });
const problem = z.looseObject({ error: z.looseObject({ say: z.string() }) });

function shown(given: Given, { body }: { readonly body: unknown }): number {
  const read = answer.safeParse(body);
  if (!read.success) {
    const said = problem.safeParse(body);
    return no(given, said.success ? said.data.error.say : `What answers at ${addressOf(given.config)} is no Muster.`);
  }
  given.io.out(given.flags['json'] === true ? JSON.stringify(body) : cardText(read.data.card));
  return read.data.ok ? FINE : FINDINGS;
}

type Words = { readonly words: string; readonly as: string; readonly here: string | undefined };

/** Nothing runs: opens the database for this one line. What it makes due is done when Muster runs again. */
async function sayAlone(given: Given, { words, as, here }: Words): Promise<number> {
  const found = await opened(given.config, pinoLog('error'));
  if (!found.ok) return no(given, found.say.join('\n'));
  const { muster } = found;
  try {
    const book = muster.plans.book();
    const person = findPerson(book, as);
    if (!person.ok) return no(given, person.refusal.say);
    const id = here === undefined ? undefined : readIncidentId(here);
    const reply: Reply = await muster.say({
      words,
      speaker: speakerOf(person.id, nameOf(book, person.id)),
      ...(id === undefined ? {} : { here: id }),
    });
    if (reply.code === 'done') given.io.err('Muster is not running: nobody is paged until "npm start" runs.');
    return shown(given, { body: reply });
  } finally {
    await muster.stop();
  }
}
