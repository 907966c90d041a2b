import { isPerson } from '../../../core/incident/events.ts';
import type { IncidentEvent } from '../../../core/incident/events.ts';
import { readPageKey } from '../../../core/timeline/paging-words.ts';

/**
 * The pages whose person has done anything in the incident after they went out, in the console or anywhere else: they have
 * been seen, answered or not. By the order of the events, for under a clock that stands all have the same hour.
 */
export function seenPages(events: readonly IncidentEvent[]): ReadonlySet<string> {
  const sent = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const event of events) {
    if (event.type === 'pageSent') {
      const person = readPageKey(event.page)?.person ?? '';
      sent.set(person, [...(sent.get(person) ?? []), event.page]);
    } else if (isPerson(event.by)) {
      for (const page of sent.get(event.by) ?? []) seen.add(page);
      sent.delete(event.by);
    }
  }
  return seen;
}
