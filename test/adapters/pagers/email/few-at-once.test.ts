import { expect, it } from 'vitest';
import { fewAtOnce } from '../../../../src/adapters/pagers/email/few-at-once.ts';

it('work that is given up while it waits never begins, and keeps nobody behind it waiting', async () => {
  const atOnce = fewAtOnce(1);
  const begun: string[] = [];
  const first = Promise.withResolvers<void>();
  const work = (name: string, done: Promise<void> = Promise.resolve()) => {
    return () => {
      begun.push(name);
      return done;
    };
  };
  const patience = new AbortController();
  const live = new AbortController().signal;
  const running = atOnce(work('first', first.promise), live);
  const givenUp = atOnce(work('given up'), patience.signal);
  const last = atOnce(work('last'), live);
  patience.abort(new Error('ten seconds are over'));
  await expect(givenUp).rejects.toThrow('ten seconds are over');
  await expect(atOnce(work('too late'), patience.signal)).rejects.toThrow('ten seconds are over');
  first.resolve();
  await Promise.all([running, last]);
  expect(begun).toEqual(['first', 'last']);
});
