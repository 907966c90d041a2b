import type { IncidentCommand } from '../../../../core/incident/commands.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { roomRef } from '../refs.ts';
import type { Envelope } from '../transport/envelope.ts';
import type { WordsParts } from './words-parts.ts';

type Of<Kind extends Envelope['kind']> = Extract<Envelope, { readonly kind: Kind }>;
type OfRoom = Of<'joined' | 'left' | 'channel' | 'team' | 'user'>;

const platform = 'slack';
const LOST = {
  archived: 'somebody archived it',
  deleted: 'somebody deleted it',
  removed: 'Muster was removed from it',
} as const;

/** What Slack says of rooms and accounts: on record where it concerns an incident. */
export async function tellOfRoom(parts: WordsParts, envelope: OfRoom, delivery: string): Promise<void> {
  const { host, directory } = parts;
  const record = (id: IncidentId, command: IncidentCommand) => host.record(id, command, `slack/${delivery}`);
  switch (envelope.kind) {
    case 'user':
      return directory.forget(envelope.team, envelope.user);
    case 'team':
      host.log.error({ team: envelope.team }, `Slack: ${envelope.what}; the console and the other media go on`);
      return parts.uninstalled(envelope.team);
    case 'channel':
      return ofChannel(parts, envelope, record);
    case 'joined':
    case 'left':
      return comesOrGoes(parts, envelope, record);
    default:
      envelope satisfies never;
  }
}

type Record = (id: IncidentId, command: IncidentCommand) => Promise<void>;

async function ofChannel(
  { host, index, workspaces }: WordsParts,
  { team, channel, what }: Of<'channel'>,
  record: Record,
): Promise<void> {
  const id = index.ofChannel(team, channel);
  if (id === undefined || what === 'renamed') return workspaces.lookAgain();
  const incident = await host.incident(id);
  const room = incident?.rooms.open[platform];
  // A room that the incident has left, or that Muster archived at the end: nothing was lost.
  if (room === undefined || room.reference !== roomRef({ team, channel })) return;
  if (what === 'unarchived') return record(id, { type: 'findRoom', platform });
  if (room.archived) return;
  return record(id, { type: 'loseRoom', platform, why: LOST[what] });
}

async function comesOrGoes(
  { index, directory, workspaces }: WordsParts,
  { kind, team, user, channel }: Of<'joined' | 'left'>,
  record: Record,
): Promise<void> {
  const id = index.ofChannel(team, channel);
  if (user === workspaces.get(team)?.botUser) {
    workspaces.lookAgain();
    return id === undefined || kind === 'left' ? undefined : record(id, { type: 'findRoom', platform });
  }
  if (id === undefined) return;
  const who = await directory.whoIs(team, user);
  const type = kind === 'joined' ? 'enterRoom' : 'leaveRoom';
  const person = who.known ? who.person : null;
  return record(id, { type, platform, person, name: who.known ? who.name : 'somebody' });
}
