import { describe } from 'vitest';
import { fleetLives } from './fleet-lives.ts';

// In a file of its own, so that two processors share the seeds.
describe('two or three processes that share a store keep every promise', () => {
  fleetLives({ from: 1_001, to: 2_000 });
});
