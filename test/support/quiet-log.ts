import type { Log } from '../../src/ports/log.ts';

/** A log that nobody reads, unless `MUSTER_TEST_LOG` is set. */
export function quietLog(): Log {
  const write = (fields: object, say: string) => {
    if (process.env['MUSTER_TEST_LOG'] !== undefined) process.stderr.write(`${say} ${JSON.stringify(fields)}\n`);
  };
  return { info: write, warn: write, error: write };
}
