import type { TestProject } from 'vitest/node';
import { privateRedis } from './redis.ts';

/** One Redis for all stories of a run; the keys of each story begin otherwise. Ended by pid when the run is over. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await privateRedis();
  project.provide('redis', server.url);
  return async () => {
    await server[Symbol.asyncDispose]();
  };
}
