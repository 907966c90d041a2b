import type { PageMessage } from './message.ts';

/**
 * How loud a message may be: `page` is somebody wanted in an incident or a drill (`INC-42`, `EX-7`), `test` whether somebody
 * can be reached (`TEST-7`), `note` everything that wakes nobody. Only pages ring like a page.
 */
export type Loudness = 'page' | 'test' | 'note';

export function loudnessOf({ incident }: Pick<PageMessage, 'incident'>): Loudness {
  if (/^(?:INC|EX)-\d+$/.test(incident)) return 'page';
  return /^(?:TEST-\d+|push-test)$/.test(incident) ? 'test' : 'note';
}
