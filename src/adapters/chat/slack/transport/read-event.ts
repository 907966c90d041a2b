import { z } from 'zod';
import { deliveryId } from './delivery-id.ts';
import type { Read } from './envelope.ts';
import type { Around, EventReader } from './event-readers.ts';
import { EVENT_READERS } from './event-readers.ts';
import type { OwnUser } from './read-delivery.ts';
import { maybe, opaque, teamId } from './slack-words.ts';

const schema = z.object({
  team_id: maybe(teamId),
  enterprise_id: maybe(z.string()),
  event_id: opaque,
  // The installation the event is for; in a shared channel, team_id is where it happened.
  authorizations: maybe(
    z.array(z.object({ team_id: maybe(teamId), user_id: maybe(z.string()), is_bot: maybe(z.boolean()) })),
  ),
  event: z.looseObject({ type: z.string() }),
});

/** The team that a person of an event belongs to, by whichever of its names the event has. */
const home = z.object({ user_team: maybe(z.string()), source_team: maybe(z.string()), team: maybe(z.string()) });

/** The Events API. A type of event that we did not ask for is ignored: Slack invents new ones. */
export function readEvent(body: object, ownUser: OwnUser): Read {
  const read = schema.safeParse(body);
  if (!read.success) return 'malformed';
  const { event, event_id: eventId, authorizations } = read.data;
  const team = authorizations?.[0]?.team_id ?? read.data.team_id;
  if (team === undefined) return 'malformed';
  const reader: EventReader | undefined = EVENT_READERS.get(event.type);
  if (reader === undefined) return 'ignored';
  const stranger = strangerIn(read.data, team);
  const envelope = reader(event, { team, stranger, own: ownIn(read.data) ?? ownUser(team) });
  if (typeof envelope === 'string') return envelope;
  return { id: deliveryId(team, 'event', [eventId]), body: envelope, now: {} };
}

type EventBody = z.infer<typeof schema>;

/** In a Slack Connect channel the person's own team is neither ours nor our organisation. */
function strangerIn({ event, enterprise_id: enterprise }: EventBody, team: string): Around['stranger'] {
  const named = home.parse(event);
  const theirs = named.user_team ?? named.source_team ?? named.team ?? team;
  return theirs === team || theirs === enterprise ? {} : { stranger: true };
}

/** The installation that an event is for is that of our bot. */
function ownIn({ authorizations }: EventBody): string | undefined {
  const first = authorizations?.[0];
  return first?.is_bot === true ? first.user_id : undefined;
}
