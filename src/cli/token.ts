import { systemClock } from '../adapters/clock/system-clock.ts';
import { OPERATOR, makeToken } from '../adapters/web/tokens.ts';
import { personInPlan } from './person.ts';
import { secretOf } from '../secret.ts';
import type { Word } from './word.ts';
import { FINE, WRONG_USE, no } from './word.ts';

export const token: Word = {
  summary: 'Make a token for the API, of a person or of an operator',
  usage: 'token PERSON | token --operator',
  options: {
    operator: { type: 'boolean', says: 'for whoever runs Muster, and not for a person' },
  },
  takes: [0, 1],
  run(given) {
    const { words, flags, config, io } = given;
    const [asked] = words;
    if ((asked === undefined) === (flags['operator'] !== true))
      return no(given, 'Whose token? "muster token PERSON", or "muster token --operator".', WRONG_USE);
    const person = asked === undefined ? { ok: true as const, id: OPERATOR } : personInPlan(config, asked);
    if (!person.ok) return no(given, person.say);
    io.out(makeToken(secretOf(config), person.id, systemClock().now()));
    io.err(
      asked === undefined
        ? 'It may speak as anybody of the plan: keep it like a password. It works until the secret changes.'
        : `It speaks as ${person.id}: keep it like a password. It works until they leave the plan or the secret changes.`,
    );
    return FINE;
  },
};
