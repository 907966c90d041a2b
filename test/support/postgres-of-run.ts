import type { TestProject } from 'vitest/node';
import { privatePostgres } from './postgres.ts';

/** One PostgreSQL for all stories of a run; each story has a schema of its own. Ended by pid when the run is over. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await privatePostgres({ quick: true, settings: ['max_connections=200', 'shared_buffers=64MB'] });
  project.provide('postgres', server.url);
  return async () => {
    await server[Symbol.asyncDispose]();
  };
}
