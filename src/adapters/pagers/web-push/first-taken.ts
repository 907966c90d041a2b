import type { Delivered } from './deliver.ts';

/** What is said of a failure on several browsers: what may still work before what will not. */
const WORST_LAST = ['later', 'never', 'gone'] as const;

/**
 * Resolves as soon as one browser has the message: a phone that rings is enough, and a slow push service holds up nobody. If
 * none has it, the best of the noes; rejects when one of them could not even be asked.
 */
export async function firstTaken(tries: readonly Promise<Delivered>[]): Promise<Delivered> {
  const { promise, resolve, reject } = Promise.withResolvers<Delivered>();
  const one = async (each: Promise<Delivered>) => {
    const delivered = await each;
    if (delivered.is === 'taken') resolve(delivered);
    return delivered;
  };
  whenAllAreTold(tries.map(one)).then(resolve, reject);
  return promise;
}

async function whenAllAreTold(tries: readonly Promise<Delivered>[]): Promise<Delivered> {
  const settled = await Promise.allSettled(tries);
  const told = settled.filter((each) => each.status === 'fulfilled').map(({ value }) => value);
  const taken = told.find(({ is }) => is === 'taken');
  if (taken !== undefined) return taken;
  const broken = settled.find((each) => each.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  const [first] = WORST_LAST.flatMap((is) => told.filter((each) => each.is === is));
  return first ?? { is: 'gone' };
}
