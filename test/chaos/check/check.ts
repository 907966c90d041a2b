import type { Finding, History } from '../history.ts';
import { chains } from './chains.ts';
import { follow } from './follow.ts';
import { once } from './once.ts';
import { pages } from './pages.ts';
import { early, late } from './punctual.ts';
import { words } from './words.ts';

/** Everything that a history breaks of what Muster promises; nothing when it kept its word. */
export function check(history: History): readonly Finding[] {
  const broken = chains(history);
  // What was tampered with cannot be folded.
  if (broken.length > 0) return [...broken, ...once(history), ...words(history)];
  const followed = [...history.streams].map(([stream, kept]) => follow(history, stream, kept));
  return [
    ...once(history),
    ...words(history),
    ...pages(history, followed),
    ...early(history, followed),
    ...late(history, followed),
  ];
}
