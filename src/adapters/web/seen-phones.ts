import type { Incident } from '../../core/incident/state.ts';
import { readIncidentId } from '../../core/ids.ts';
import type { WebParts, WebPhone } from './parts.ts';

/** Messages about incidents that the reader may know of: a private one must not show in somebody's phone on the wall. */
export async function seenPhones(
  parts: WebParts,
  maySee: (incident: Incident) => boolean,
): Promise<readonly WebPhone[]> {
  const all = parts.phones();
  const seen = new Map<string, boolean>();
  for (const id of new Set(all.map(({ incident }) => incident))) {
    const read = readIncidentId(id);
    const found = read === undefined ? undefined : await parts.incident(read);
    seen.set(id, found !== undefined && maySee(found));
  }
  return all.filter(({ incident }) => seen.get(incident) === true);
}
