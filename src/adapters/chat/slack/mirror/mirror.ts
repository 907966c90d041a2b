import type { IncidentId } from '../../../../core/ids.ts';
import { isLive } from '../../../../core/incident/lifecycle.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { HOUR_MS, MINUTE_MS, msBetween, plusMs } from '../../../../core/time.ts';
import type { Instant } from '../../../../core/time.ts';
import { readRoom } from '../refs.ts';
import type { RoomRef } from '../refs.ts';
import type { RoomParts } from '../rooms/room-parts.ts';
import { dress } from './dress.ts';
import { lastWord } from './last-word.ts';
import { messages } from './messages.ts';

/** Edits of one incident's messages come at most so often; what happens in between is in the next one. */
const EVERY_MS = 1_500;
/** What Slack did not take is shown again after so long. */
const AGAIN_MS = 5_000;
/** Without anything happening, what goes on is looked at so often: last words are moved on. */
const LOOK_EVERY_MS = MINUTE_MS;
/** What ended so lately is looked at too: a process may have died right after it had ended it. */
const ENDED_MS = HOUR_MS;
/** Of the newest incidents, so many. */
const MOST_ENDED = 50;

/** What Slack shows of an incident beside what is said in its room: drawn again from the state until it is equal. */
export interface Mirror {
  /** It has changed, or may have. */
  follow(id: IncidentId): void;
  /** Everything that goes on or has ended lately: at the start, and when Slack is back. */
  followAll(): Promise<void>;
  /** Resolves when nothing is being brought up to date. */
  idle(): Promise<void>;
  close(): void;
}

/** One incident in its room, at one moment. */
export type View = { readonly incident: Incident; readonly room: RoomRef; readonly at: Instant };
/** One part of the mirror; it keeps in memory what it showed last, so after a restart it shows everything once. */
export interface Part {
  /** True when Slack shows it as it is; false when some of it has to wait. */
  sync(view: View): Promise<boolean>;
  /** The incident is over and was brought up to date for the last time. */
  forget(id: IncidentId): void;
}

/**
 * With several processes the one that has the helm shows; the others know where rooms are, and show nothing. Two who edited the
 * same message would now and then leave the older text standing, each sure of its own.
 */
export function mirrorOf(parts: RoomParts, learn: (incident: Incident) => void): Mirror {
  const { host } = parts;
  const all: readonly Part[] = [messages(parts), dress(parts), lastWord(parts)];
  const waiting = new Map<IncidentId, { readonly at: Instant; readonly cancel: () => void }>();
  const running = new Map<IncidentId, Promise<void>>();
  const again = new Set<IncidentId>();
  const last = new Map<IncidentId, Instant>();
  /** Over, and shown as it ended, when it had so many events. */
  const over = new Map<IncidentId, number>();
  let cancelLook: (() => void) | undefined;
  let closed = false;

  async function bring(id: IncidentId) {
    const incident = await host.incident(id);
    if (incident === undefined) return;
    learn(incident);
    if (!host.helm.mine()) return;
    const room = readRoom(incident.rooms.open['slack']?.reference ?? '');
    if (room === undefined) return;
    const view = { incident, room, at: await host.now() };
    const shown = await Promise.all(all.map((part) => part.sync(view)));
    if (shown.includes(false)) return wait(id, plusMs(host.clock.now(), AGAIN_MS));
    if (isLive(incident)) return;
    for (const part of all) part.forget(id);
    over.set(id, incident.rooms.heard);
  }

  const hasEnded = ({ lifecycle: { id, closedAt }, rooms }: Incident, at: Instant) =>
    closedAt !== null && msBetween(closedAt, at) < ENDED_MS && over.get(id) !== rooms.heard;

  /** Another process had it until now: what Slack shows is not what was shown from here last. */
  function forgetAll() {
    for (const id of last.keys()) for (const part of all) part.forget(id);
    over.clear();
  }

  function go(id: IncidentId) {
    waiting.delete(id);
    last.set(id, host.clock.now());
    const work = bring(id)
      .catch((error: unknown) =>
        host.log.warn({ incident: id, reason: String(error) }, 'Slack was not brought up to date'),
      )
      .finally(() => {
        running.delete(id);
        if (again.delete(id)) mirror.follow(id);
      });
    running.set(id, work);
  }

  /** At that hour, or sooner if it is waited for already. */
  function wait(id: IncidentId, at: Instant) {
    const before = waiting.get(id);
    if (closed || (before !== undefined && before.at <= at)) return;
    before?.cancel();
    waiting.set(id, { at, cancel: host.clock.ring(at, () => go(id)) });
  }

  function look() {
    cancelLook = host.clock.ring(plusMs(host.clock.now(), LOOK_EVERY_MS), () => {
      void mirror.followAll();
      look();
    });
  }
  look();

  const mirror: Mirror = {
    follow(id) {
      if (closed) return;
      if (running.has(id)) return void again.add(id);
      const before = last.get(id);
      const now = host.clock.now();
      const at = before === undefined ? now : plusMs(before, EVERY_MS);
      if (at > now) return wait(id, at);
      waiting.get(id)?.cancel();
      go(id);
    },
    async followAll() {
      try {
        const [open, newest, at] = await Promise.all([host.open(), host.recent(MOST_ENDED), host.now()]);
        const ended = newest.filter((one) => !isLive(one) && hasEnded(one, at));
        for (const { lifecycle } of [...open, ...ended]) mirror.follow(lifecycle.id);
      } catch (error) {
        host.log.warn({ reason: String(error) }, 'what goes on could not be read for Slack');
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
    close() {
      closed = true;
      cancelLook?.();
      for (const { cancel } of waiting.values()) cancel();
    },
  };
  host.helm.onTaken(() => {
    if (closed) return;
    forgetAll();
    void mirror.followAll();
  });
  return mirror;
}
