import { z } from 'zod';
import { pinoLog } from '../adapters/log/pino-log.ts';
import { hashOfCode, newCodes, recoveryCodes as keptIn } from '../adapters/web/sign-in/recovery-codes.ts';
import { secretOf } from '../secret.ts';
import { opened } from './open.ts';
import { personInPlan } from './person.ts';
import { callRunning } from './running.ts';
import type { Given, Word } from './word.ts';
import { FINE, no } from './word.ts';

export const recoveryCodes: Word = {
  summary: 'Print eight codes that sign a person in when nothing else works',
  usage: 'recovery-codes PERSON',
  takes: [1, 1],
  async run(given) {
    const { words, config, io } = given;
    const person = personInPlan(config, words[0] ?? '');
    if (!person.ok) return no(given, person.say);
    const codes = newCodes();
    const say = await keep(given, person.id, codes);
    if (say !== undefined) return no(given, say);
    for (const code of codes) io.out(code);
    io.err(
      `They sign in ${person.id}, each once; codes from before no longer count. Print them and keep them like a key.`,
    );
    return FINE;
  },
};

const problem = z.looseObject({ error: z.looseObject({ say: z.string() }) });

/** Only hashes leave this process. When no Muster runs, they are kept for the one that will; a sentence when they are not. */
async function keep({ config }: Given, person: string, codes: readonly string[]): Promise<string | undefined> {
  const secret = secretOf(config);
  const hashes = codes.map((code) => hashOfCode(secret, person, code));
  const called = await callRunning(config, '/recovery-codes', { person, hashes });
  if (called.reached) {
    const said = problem.safeParse(called.body);
    return called.status === 200 ? undefined : said.success ? said.data.error.say : 'The codes could not be kept.';
  }
  const found = await opened(config, pinoLog('error'));
  if (!found.ok) return found.say.join('\n');
  try {
    await keptIn({ secret, store: found.muster.store }).replace(person, hashes);
    return undefined;
  } finally {
    await found.muster.stop();
  }
}
