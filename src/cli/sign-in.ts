import { systemClock } from '../adapters/clock/system-clock.ts';
import { linkAddress, makeLink } from '../adapters/web/sign-in/links.ts';
import { secretOf } from '../secret.ts';
import { personInPlan } from './person.ts';
import { addressOf } from '../address.ts';
import { callRunning } from './running.ts';
import type { Word } from './word.ts';
import { FINE, no } from './word.ts';

export const signIn: Word = {
  summary: 'Make a link with which a person signs in to the console, once',
  usage: 'sign-in PERSON',
  takes: [1, 1],
  async run(given) {
    const { words, config, io } = given;
    const person = personInPlan(config, words[0] ?? '');
    if (!person.ok) return no(given, person.say);
    const running = await callRunning(config, '/incidents?state=open');
    if (!running.reached)
      return no(
        given,
        `No Muster of this data folder answers at ${addressOf(config)}: start it first. A link counts only for the Muster that runs when it is made.`,
      );
    const link = makeLink(secretOf(config), person.id, systemClock().now());
    io.out(linkAddress(config.publicUrl ?? addressOf(config), link));
    io.err(`It signs in ${person.id}, works once and for 15 minutes: give it to nobody else.`);
    return FINE;
  },
};
