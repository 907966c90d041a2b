import type { AnsweringParts } from './answering.ts';
import { MUSTER } from './core/incident/events.ts';
import type { ReachCommand } from './core/reach/events.ts';
import { REACH, lastTest, testAgain } from './core/reach/reach.ts';
import type { Reach } from './core/reach/state.ts';
import type { Engine } from './engine/engine.ts';
import type { Others } from './media-host.ts';

/** What the answering by the media asks of the proofs, and tells them: answers, reports, and the tests that wait. */
export function reachAnswers(
  engine: () => Pick<Engine, 'handle' | 'read'>,
): Pick<AnsweringParts, 'proved' | 'lastTest'> & { readonly others: Others } {
  const read = async () => (await engine().read(REACH)).state as Reach;
  const record = async (command: ReachCommand, delivery: string) =>
    void (await engine().handle({ stream: REACH, command, by: MUSTER, delivery, reply: () => '' }));
  return {
    proved: (person, via, delivery) => record({ type: 'prove', person, ...via, how: 'answer' }, `proved/${delivery}`),
    lastTest: async (person) => lastTest(await read(), person),
    others: {
      again: async (key) => testAgain(await read(), key),
      async report({ key, result, reason, delivery }) {
        if (result === 'undelivered') await record({ type: 'undelivered', key, reason }, `report/${delivery}`);
      },
    },
  };
}
