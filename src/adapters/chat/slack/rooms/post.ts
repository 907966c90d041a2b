import type { IncidentId } from '../../../../core/ids.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Instant } from '../../../../core/time.ts';
import { msBetween, SECOND_MS } from '../../../../core/time.ts';
import type { Called, Priority } from '../api/called.ts';
import { broken } from '../api/called.ts';
import type { CardMessage } from '../draw/card-blocks.ts';
import type { RoomRef } from '../refs.ts';
import type { RoomParts } from './room-parts.ts';

/** Nothing that people wrote is fetched by Slack, and no word of theirs becomes a link. */
export const QUIET = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

type Post = {
  readonly drawn: CardMessage;
  readonly priority: Priority;
  /** Kept with the message, unseen: by it a message is known again. */
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, string> };
};

/** Posts a message in a room; answers its `ts`. */
export async function post(
  { api }: Pick<RoomParts, 'api'>,
  { team, channel, thread }: RoomRef,
  { drawn, priority, metadata }: Post,
): Promise<Called<string>> {
  const posted = await api.call(
    'chat.postMessage',
    {
      channel,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...drawn,
      ...QUIET,
      ...(metadata === undefined ? {} : { metadata }),
    },
    { priority, team },
  );
  if (!posted.ok) return posted;
  return posted.value.ts === undefined
    ? broken('Slack did not say which message it is', 'maybe')
    : { ok: true, value: posted.value.ts };
}

/** Posts the situation card; `upTo` is the number of the last event that is on it. */
export async function postCard(
  parts: RoomParts,
  id: IncidentId,
  room: RoomRef,
): Promise<Called<{ readonly ts: string; readonly upTo: number }>> {
  const incident = await parts.host.incident(id);
  if (incident === undefined) return broken('the incident is not there', 'no');
  const at = await parts.host.now();
  const before = mayBeThere(parts, incident, at) ? await postedBefore(parts, id, room) : undefined;
  const { heard: upTo } = incident.rooms;
  if (before !== undefined) return { ok: true, value: { ts: before, upTo } };
  const drawn = parts.draw.situation(incident, at);
  const metadata = { event_type: CARD, event_payload: { incident: id } };
  const posted = await post(parts, room, { drawn, priority: 'answer', metadata });
  if (posted.ok) return { ok: true, value: { ts: posted.value, upTo } };
  if (posted.kind === 'broken' && posted.sent === 'maybe') parts.inDoubt.add(id);
  return posted;
}

/** With several processes the doubt may be another one's; a card is late when somebody has tried before. */
const LATE_MS = 15 * SECOND_MS;
const mayBeThere = ({ inDoubt, host }: RoomParts, { lifecycle: { id, declaredAt } }: Incident, at: Instant) =>
  inDoubt.has(id) || (host.shared && msBetween(declaredAt, at) > LATE_MS);

const CARD = 'muster_card';
const LOOKED_AT = 50;

/** After a lost answer: the card that is there already, where the app may read the channel. */
async function postedBefore(parts: RoomParts, id: IncidentId, { team, channel }: RoomRef): Promise<string | undefined> {
  const asked = { channel, limit: LOOKED_AT, include_all_metadata: true };
  const read = await parts.api.call('conversations.history', asked, { priority: 'answer', team });
  if (!read.ok) return undefined;
  parts.inDoubt.delete(id);
  return read.value.messages?.find(({ metadata }) => {
    const payload = metadata?.event_type === CARD ? metadata.event_payload : undefined;
    return payload !== undefined && Reflect.get(payload, 'incident') === id;
  })?.ts;
}
