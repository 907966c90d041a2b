import { setTimeout as pause } from 'node:timers/promises';
import { Worker, type Job, type JobJson } from 'bullmq';
import { BUDGET_MS } from './line.ts';

/** When the worker last asked for work; a worker that is deaf asks no more, and says that it is running. */
export type Asking = { askedAtMs: number };

/** How long a worker waits at Redis before it looks again by itself, in s; BullMQ: 5, and 10 when it knows the next hour. */
export const LONGEST_WAIT_S = 2;

/**
 * BullMQ's worker with three habits changed. A Redis that refuses is asked twice a second, not as fast as it can refuse. A
 * job that others have written and that cannot be read is taken for an empty one: unread it would be tried for ever. And it says
 * when it last asked for work (taskforcesh/bullmq#4378: after a short fault it may never ask again).
 */
export class PatientWorker extends Worker {
  /** A half-open connection is noticed a second after a wait that has not ended. */
  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  readonly asking: Asking = { askedAtMs: performance.now() };

  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    this.asking.askedAtMs = performance.now();
    try {
      return await super.moveToActive(token, name);
    } catch (fault) {
      await pause(BUDGET_MS, undefined, { ref: false });
      throw fault;
    }
  }

  protected override createJob(data: JobJson, jobId: string): Job {
    try {
      return super.createJob(data, jobId);
    } catch {
      return super.createJob({ ...data, data: '{}', opts: {} }, jobId);
    }
  }
}
