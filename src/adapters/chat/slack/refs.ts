/**
 * How Muster keeps what is Slack's: `T012/C345` is a channel, `T012/C345/1699.0001` a message, and a room that is a thread.
 * Every reference names its workspace, for a firm may have several.
 */
export type RoomRef = { readonly team: string; readonly channel: string; readonly thread?: string };
export type MessageRef = { readonly team: string; readonly channel: string; readonly ts: string };

export const roomRef = ({ team, channel, thread }: RoomRef): string =>
  thread === undefined ? `${team}/${channel}` : `${team}/${channel}/${thread}`;
export const messageRef = ({ team, channel, ts }: MessageRef): string => `${team}/${channel}/${ts}`;

export function readRoom(reference: string): RoomRef | undefined {
  const [team, channel, thread] = reference.split('/');
  if (team === undefined || channel === undefined || team === '' || channel === '') return undefined;
  return thread === undefined ? { team, channel } : { team, channel, thread };
}

export function readMessage(reference: string): MessageRef | undefined {
  const [team, channel, ts] = reference.split('/');
  return team === undefined || channel === undefined || ts === undefined ? undefined : { team, channel, ts };
}
