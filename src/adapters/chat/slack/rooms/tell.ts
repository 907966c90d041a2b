import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { Card } from '../../../../core/card.ts';
import { card, list } from '../../../../core/card.ts';
import { DRILL_MARK } from '../../../../core/incident/page-text.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { markHour, readersZone } from '../../../../core/marked-time.ts';
import type { Instant } from '../../../../core/time.ts';
import { clockTime, inWords, MINUTE_MS, msBetween, shortTime, toMs } from '../../../../core/time.ts';
import type { SaidAloud } from '../../../../core/timeline/aloud.ts';
import { aloud } from '../../../../core/timeline/aloud.ts';
import type { RoomEffectOf } from '../../../../ports/chat.ts';
import { accepted, later } from '../outcomes.ts';
import { readRoom } from '../refs.ts';
import { outcomeIn } from './in-room.ts';
import { post } from './post.ts';
import type { RoomParts } from './room-parts.ts';

/** What is older than this when it is told was kept back by an outage: it is told as one digest, not replayed. */
const LATE_MS = MINUTE_MS;
/** A digest names so many things; the rest is in the console. */
const MOST_LINES = 25;

/** Says in the room what happened since it was last told, as one message. */
export async function tell(parts: RoomParts, ask: RoomEffectOf<'tell'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  const incident = await parts.host.incident(ask.incident);
  if (room === undefined || incident === undefined) return later('the incident is not there');
  const events = await parts.host.events(ask.incident);
  const at = await parts.host.now();
  const { lines, upTo } = aloud({ book: incident.book, events }, ask.after);
  const [oldest] = lines;
  if (oldest === undefined) return accepted(`${upTo} 0`);
  const lateMs = Math.max(0, msBetween(oldest.at, at));
  const shown = lateMs > LATE_MS ? digest(incident, lines, at) : news(incident, lines);
  const posted = await post(parts, room, { drawn: parts.draw.card(shown, incident), priority: 'step' });
  return posted.ok ? accepted(`${upTo} ${lateMs}`) : outcomeIn(parts, ask, posted);
}

const markOf = ({ lifecycle }: Incident) => (lifecycle.kind === 'drill' ? `${DRILL_MARK}: ` : '');

/** One thing is said as it is; several as a list. */
function news(incident: Incident, lines: readonly SaidAloud[]): Card {
  const [only] = lines;
  const mark = markOf(incident);
  if (lines.length === 1 && only !== undefined) return card(`${mark}${only.text}`);
  return card(`${mark}${lines.length} things happened`, { blocks: [list(lines.map(({ text }) => text))] });
}

function digest(incident: Incident, lines: readonly SaidAloud[], at: Instant): Card {
  const zone = incident.book.plan.plan.timezone;
  const first = lines[0]?.at ?? at;
  const items = lines.map((line) => `${markHour(toMs(line.at), clockTime(line.at, zone))} ${line.text}`);
  const left = items.length - MOST_LINES;
  const title = `${markOf(incident)}Told late, for Slack or Muster was away: since ${shortTime(first, readersZone(zone), at)} (${inWords(msBetween(first, at))})`;
  return card(title, {
    tone: 'warn',
    blocks: [
      list(items.slice(0, MOST_LINES)),
      ...(left > 0 ? [list([`and ${left} more: they are in the timeline`])] : []),
    ],
    buttons: [{ label: 'Timeline', words: `timeline ${incident.lifecycle.id}` }],
  });
}
