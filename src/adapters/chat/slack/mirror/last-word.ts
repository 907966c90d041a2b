import type { IncidentId } from '../../../../core/ids.ts';
import { card, list, text } from '../../../../core/card.ts';
import type { Card } from '../../../../core/card.ts';
import { titleOf, whoHasIt } from '../../../../core/incident/cards.ts';
import { incident as incidentAggregate } from '../../../../core/incident/incident.ts';
import { isLive } from '../../../../core/incident/lifecycle.ts';
import { readersZone } from '../../../../core/marked-time.ts';
import type { Instant } from '../../../../core/time.ts';
import { HOUR_MS, latest, MINUTE_MS, msBetween, plusMs, SECOND_MS, shortTime, toMs } from '../../../../core/time.ts';
import type { RoomParts } from '../rooms/room-parts.ts';
import type { Part, View } from './mirror.ts';

/** So long after the next deadline Slack speaks by itself: well beyond the second that Muster needs. */
const GRACE_MS = 5 * MINUTE_MS;
/** With nothing due for long, Muster is missed after this. */
const AT_LATEST_MS = HOUR_MS;
/** A last word is moved when it would come this much too early or too late; Slack takes 30 in 5 minutes for each channel. */
const SLACK_MS = MINUTE_MS;
const NOT_BEFORE_MS = 2 * MINUTE_MS;
const CALLABLE: readonly string[] = ['call', 'sms', 'desk'];

/** Where it lies: an incident that is made private moves to another room. */
type Lies = { readonly id: string; readonly team: string; readonly channel: string };
type Scheduled = Lies & { readonly at: Instant };

/**
 * One message for each open incident lies with Slack, to be posted after the next deadline plus grace, and is taken back when
 * that deadline is handled. If Muster's whole machine is gone, Slack still speaks. It is worded so that it is true whichever way
 * it goes: Muster is dead, or cannot reach Slack (reliability 64). The next one is laid down before the last is taken back.
 */
export function lastWord({ api, draw, host }: RoomParts): Part {
  const lying = new Map<IncidentId, Scheduled>();
  const stale = new Map<IncidentId, readonly Lies[]>();
  const adopted = new Set<IncidentId>();
  const outdate = (id: IncidentId, ...all: readonly Lies[]) => void stale.set(id, [...(stale.get(id) ?? []), ...all]);

  /** After a restart: what an earlier run laid down is taken back once there is a new one. */
  async function adopt({ incident, room }: View) {
    const { id } = incident.lifecycle;
    const { team, channel } = room;
    if (adopted.has(id)) return true;
    const got = await api.call('chat.scheduledMessages.list', { channel }, { priority: 'timer', team });
    if (!got.ok && got.kind !== 'refused') return false;
    adopted.add(id);
    const found = got.ok ? (got.value.scheduled_messages ?? []) : [];
    // Where incidents are threads of one channel, those of the others lie there too.
    const own = new Set([...lying.values()].map((one) => one.id));
    const isOurs = ({ text = '' }: { readonly text?: string }) =>
      room.thread === undefined || `${text} `.includes(`${id} `);
    const ids = found.flatMap((one) => (one.id === undefined || own.has(one.id) || !isOurs(one) ? [] : [one.id]));
    outdate(id, ...ids.map((one) => ({ id: one, team, channel })));
    return true;
  }

  async function lay(view: View, at: Instant) {
    const { incident, room } = view;
    const { id } = incident.lifecycle;
    const { team, channel, thread } = room;
    const laid = await api.call(
      'chat.scheduleMessage',
      {
        channel,
        post_at: Math.ceil(toMs(at) / SECOND_MS),
        ...draw.card(words(view, at), incident),
        ...(thread === undefined ? {} : { thread_ts: thread }),
        unfurl_links: false,
        unfurl_media: false,
      },
      { priority: 'timer', team },
    );
    const scheduled = laid.ok ? laid.value.scheduled_message_id : undefined;
    // Laid down or not: what lies there is looked at again, for one that nobody knows of would speak falsely.
    if (!laid.ok && laid.kind === 'broken' && laid.sent === 'maybe') adopted.delete(id);
    // Where Slack does not schedule, the incident goes on without.
    if (scheduled === undefined) return !laid.ok && laid.kind === 'refused';
    const before = lying.get(id);
    lying.set(id, { id: scheduled, at, team, channel });
    if (before !== undefined) outdate(id, before);
    return true;
  }

  async function takeBack({ incident }: View) {
    const { id } = incident.lifecycle;
    const left: Lies[] = [];
    for (const scheduled of stale.get(id) ?? []) {
      const gone = await api.call(
        'chat.deleteScheduledMessage',
        { channel: scheduled.channel, scheduled_message_id: scheduled.id },
        { priority: 'timer', team: scheduled.team, maxWaitMs: 60_000 },
      );
      if (!gone.ok && gone.kind !== 'refused') left.push(scheduled);
    }
    stale.set(id, left);
    return left.length === 0;
  }

  return {
    async sync(view) {
      const { incident, room, at } = view;
      const { id } = incident.lifecycle;
      const isLost = incident.rooms.open['slack']?.lost !== null;
      let isDone = await adopt(view);
      const wanted = isLive(incident) && !isLost ? speaksAt(view) : undefined;
      const now = lying.get(id);
      const isElsewhere = now !== undefined && now.channel !== room.channel;
      if (wanted !== undefined && (now === undefined || isElsewhere || isOff(now.at, wanted, at)))
        isDone = (await lay(view, wanted)) && isDone;
      if (wanted === undefined && now !== undefined) {
        lying.delete(id);
        outdate(id, now);
      }
      return (await takeBack(view)) && isDone;
    },
    forget(id) {
      // What could not be taken back is tried once more by the next run, which lists what lies there.
      if ((stale.get(id) ?? []).length === 0) {
        stale.delete(id);
        adopted.delete(id);
      } else host.log.warn({ incident: id }, 'a message that Slack was to post could not be taken back');
      lying.delete(id);
    },
  };
}

/** Too early is false; too late is only late. One that is about to speak is moved at once. */
const isOff = (lies: Instant, wanted: Instant, at: Instant) =>
  Math.abs(msBetween(lies, wanted)) > SLACK_MS || (lies < wanted && msBetween(at, lies) < NOT_BEFORE_MS);

function speaksAt({ incident, at }: View): Instant {
  const [next] = incidentAggregate
    .deadlines(incident)
    .map((deadline) => deadline.at)
    .toSorted();
  const due = next === undefined || msBetween(at, next) > AT_LATEST_MS ? plusMs(at, AT_LATEST_MS) : latest(next, at);
  return plusMs(due, GRACE_MS);
}

/** True whichever way it goes, and complete: whoever reads it has nothing else. */
function words({ incident, at }: View, speaks: Instant): Card {
  const zone = readersZone(incident.book.plan.plan.timezone);
  const numbers = [
    ...new Map(
      incident.escalation.pages
        .filter(({ medium }) => CALLABLE.includes(medium))
        .map(({ name, to }) => [`${name} ${to}`, `${name}: ${to}`]),
    ).values(),
  ].slice(0, 12);
  return card(`${titleOf(incident)}: Muster has not been heard from`, {
    tone: 'alarm',
    blocks: [
      text(
        `Slack posts this by itself. Muster laid it down ${shortTime(at, zone, at)} and would have taken it back before ${shortTime(speaks, zone, at)} if it worked and could reach Slack. It may still be paging people by other ways; do not rely on it.`,
      ),
      text(`As it stood then: ${whoHasIt(incident, { at, zone })}.`),
      text('Go on by the plan without Muster: say here who leads, and what is done next.'),
      ...(numbers.length === 0 || incident.lifecycle.private ? [] : [list(numbers, 'Call by hand:')]),
    ],
  });
}
