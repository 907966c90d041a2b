import { randomUUID } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { bothBells } from '../../src/adapters/jobs/both/both-bells.ts';
import { bullmqJobs } from '../../src/adapters/jobs/bullmq/bullmq-jobs.ts';
import { inProcessJobs } from '../../src/adapters/jobs/in-process/in-process-jobs.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Jobs } from '../../src/ports/jobs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The Redis of this run, where stories are told with BullMQ. */
    readonly redis: string;
  }
}

/** The bell of one life of a process. `wake`: what is rung is worked from now on. `die`: this life is over, as by a kill. */
export type Bell = { readonly jobs: Jobs; wake(work: () => Promise<void>): void; die(): Promise<void> };

const STOPS_WITHIN_MS = 1_000;

/**
 * The bells of a story, one for each life of its process: of the process alone, or with BullMQ beside it as on several machines.
 * What BullMQ cannot know is that the clock of a story stands still, so it rings what is due at once and nothing later.
 */
export function storyBells(clock: Clock, withRedis: boolean): () => Bell {
  const prefix = `story-${randomUUID()}`;
  return () => {
    const own = inProcessJobs(clock);
    // Without BullMQ a story works what is due itself, step by step.
    if (!withRedis) return { jobs: own, wake: () => undefined, die: () => Promise.resolve() };
    const more = bullmqJobs({ url: inject('redis'), clock, onError: () => undefined, prefix });
    let death: Promise<void> | undefined;
    const die = () => (death ??= more.stop(STOPS_WITHIN_MS));
    onTestFinished(die);
    const jobs = bothBells(own, more, clock);
    return { jobs, wake: (work) => void jobs.start(work), die };
  };
}
