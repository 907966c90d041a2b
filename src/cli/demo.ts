import type { Word } from './word.ts';
import { FINE } from './word.ts';
export const demo: Word = {
  summary: 'Watch one whole incident in the terminal, in less than a minute',
  usage: 'demo',
  takes: [0, 0],
  run: () => FINE,
};
