import fc from 'fast-check';

/**
 * Every property is tried with the same seed on every machine, so that a change is blamed for what it did and for nothing
 * else. `MUSTER_SEED=any npm test` looks further, and prints the seed of whatever it finds; a number repeats that.
 */
const wanted = process.env['MUSTER_SEED'] ?? '20261122';
if (wanted !== 'any') fc.configureGlobal({ seed: Number(wanted) });
