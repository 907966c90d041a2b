import type { PersonId } from '../../core/ids.ts';
import { readIncidentId } from '../../core/ids.ts';
import type { Incident } from '../../core/incident/state.ts';
import type { WebParts, WebPhone } from './parts.ts';
import { SIGN_IN } from './sign-in/message.ts';

/** What a message that only asks whether it arrives is about. */
const TEST = /^TEST-\d+$/;

export type SeenPhones = {
  /** Oldest first. */
  readonly phones: readonly WebPhone[];
  /** The incidents they are about. */
  readonly incidents: ReadonlyMap<string, Incident>;
};

/**
 * Messages about incidents that the reader may know of: a private one must not show in somebody's phone on the wall. A link
 * to sign in with is shown to its own person only, and to whoever runs Muster (null), who can make one anyway. A test says nothing.
 */
export async function seenPhones(
  parts: Pick<WebParts, 'phones' | 'incident'>,
  maySee: (incident: Incident) => boolean,
  reader: PersonId | null,
): Promise<SeenPhones> {
  const all = parts.phones();
  const incidents = new Map<string, Incident>();
  for (const id of new Set(all.map(({ incident }) => incident))) {
    const read = readIncidentId(id);
    const found = read === undefined ? undefined : await parts.incident(read);
    if (found !== undefined && maySee(found)) incidents.set(id, found);
  }
  const isSeen = ({ incident, person }: WebPhone) =>
    incident === SIGN_IN
      ? reader === null || person === String(reader)
      : incidents.has(incident) || TEST.test(incident);
  return { incidents, phones: all.filter(isSeen) };
}
