import type { RoomEffectOf } from '../../../../ports/chat.ts';

/** Slack's limit for the name of a channel. */
const LONGEST = 80;
const DRILLS = 'drill-';

/**
 * `inc-20261122-0042-phones-send-callers`: small letters, digits and dashes, so that Slack never has to refuse or change it;
 * the incident's number makes it one of a kind, and the same after a crash. What is private tells only its number.
 * `again` counts the names that somebody else has already.
 */
export function roomName(ask: RoomEffectOf<'channel'>, prefix: string, again = 1): string {
  const [, number = '0'] = ask.incident.split('-');
  const day = ask.declaredAt.slice(0, 10).replaceAll('-', '');
  const head = `${ask.drill ? DRILLS : prefix}${day}-${number.padStart(4, '0')}`;
  const tail = again === 1 ? '' : `-${again}`;
  const words = ask.private ? '' : slug(ask.title);
  const room = LONGEST - head.length - tail.length - 1;
  const cut = words.slice(0, Math.max(0, Math.min(room, 40))).replace(/-+$/, '');
  return `${head}${cut === '' ? '' : `-${cut}`}${tail}`;
}

const slug = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '');
