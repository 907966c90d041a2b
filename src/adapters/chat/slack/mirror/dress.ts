import { whoHasIt } from '../../../../core/incident/cards.ts';
import { clocksOf } from '../../../../core/incident/clocks.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { severityName } from '../../../../core/book.ts';
import { clockTime, zoneName } from '../../../../core/time.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Instant } from '../../../../core/time.ts';
import { readMessage } from '../refs.ts';
import type { RoomParts } from '../rooms/room-parts.ts';
import type { Part, View } from './mirror.ts';

/** Slack's limit for a topic. */
const LONGEST_TOPIC = 250;
const keyOf = (id: IncidentId, channel: string) => `${id} ${channel}`;
type Link = { readonly title: string; readonly link: string };

/** Topic, pin and bookmarks: an incident can do without each of them. */
export function dress({ api, host }: RoomParts): Part {
  /** By incident and channel: what becomes private moves to another one. */
  const pinned = new Set<string>();
  const topics = new Map<string, string>();
  const links = new Map<string, Set<string>>();

  async function pin({ incident, room: { team, channel } }: View) {
    const id = keyOf(incident.lifecycle.id, channel);
    const message = readMessage(incident.rooms.open['slack']?.card ?? '');
    if (message === undefined || pinned.has(id)) return true;
    const done = await api.call('pins.add', { channel, timestamp: message.ts }, { priority: 'nicety', team });
    const isDone = done.ok || done.kind === 'refused';
    if (isDone) pinned.add(id);
    return isDone;
  }

  async function topic({ incident, room: { team, channel }, at }: View) {
    const id = keyOf(incident.lifecycle.id, channel);
    const wanted = topicOf(incident, at);
    if (topics.get(id) === wanted) return true;
    const done = await api.call(
      'conversations.setTopic',
      { channel, topic: wanted },
      { priority: 'nicety', team, coalesce: 'topic' },
    );
    const isDone = done.ok || done.kind === 'refused';
    if (isDone) topics.set(id, wanted);
    return isDone;
  }

  async function bookmark({ incident, room: { team, channel } }: View) {
    const id = keyOf(incident.lifecycle.id, channel);
    const wanted = linksOf(incident, host.consoleUrl());
    if (wanted.every(({ title }) => links.get(id)?.has(title))) return true;
    const done = links.get(id) ?? (await thereAlready(team, channel));
    if (done === undefined) return false;
    links.set(id, done);
    for (const { title, link } of wanted) {
      if (done.has(title)) continue;
      const made = await api.call(
        'bookmarks.add',
        { channel_id: channel, title, type: 'link', link },
        { priority: 'nicety', team },
      );
      if (made.ok || made.kind === 'refused') done.add(title);
    }
    return wanted.every(({ title }) => done.has(title));
  }

  /** A run before this one may have made them. */
  async function thereAlready(team: string, channel: string): Promise<Set<string> | undefined> {
    const got = await api.call('bookmarks.list', { channel_id: channel }, { priority: 'nicety', team });
    if (!got.ok) return got.kind === 'refused' ? new Set() : undefined;
    return new Set(got.value.bookmarks?.flatMap(({ title }) => title ?? []) ?? []);
  }

  return {
    async sync(view) {
      // A thread has none of them: its root is the card, and the channel is everybody's.
      if (view.room.thread !== undefined) return true;
      const done = await Promise.all([pin(view), topic(view), bookmark(view)]);
      return done.every(Boolean);
    },
    forget(id) {
      for (const kept of [topics, pinned, links])
        for (const key of kept.keys()) if (key.startsWith(keyOf(id, ''))) kept.delete(key);
    },
  };
}

/** `SEV2 Major | back by 16:57 EST | Marcus Feld has it`: what must be seen without opening anything. Words, no colours. */
export function topicOf(incident: Incident, at: Instant): string {
  const { lifecycle, book } = incident;
  const zone = book.plan.plan.timezone;
  const [first] = clocksOf(incident)
    .filter(({ kind }) => kind === 'rto')
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const rto =
    first === undefined ? [] : [`back by ${clockTime(first.dueAt, zone)} ${zoneName(first.dueAt, zone)} (RTO)`];
  const drill = lifecycle.kind === 'drill' ? ['EXERCISE'] : [];
  const state = lifecycle.phase === 'open' ? [...rto, whoHasIt(incident, { at, zone })] : [lifecycle.phase];
  const said = [...drill, severityName(book, lifecycle.severity), ...state].join(' | ');
  // The topic is mrkdwn to Slack: what people wrote stays out of it, but for names, which are shown as they are.
  return said.replace(/[<>&]/g, ' ').slice(0, LONGEST_TOPIC);
}

function linksOf({ lifecycle, aftermath, book }: Incident, consoleUrl: string): readonly Link[] {
  const page = `${consoleUrl}/incidents/${lifecycle.id}`;
  const { meeting } = book.plan.incident_bot;
  return [
    { title: 'Console', link: page },
    ...(meeting === undefined ? [] : [{ title: 'Meeting', link: meeting }]),
    ...(aftermath.file === null ? [] : [{ title: 'Postmortem', link: `${page}/postmortem` }]),
  ];
}
