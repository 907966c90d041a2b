import type { Request, Response } from 'express';
import { ALERTS } from '../../core/alerts/source.ts';
import { readIncidentId } from '../../core/ids.ts';
import { isMember } from '../../core/incident/members.ts';
import { SECOND_MS, plusMs } from '../../core/time.ts';
import { UPKEEP } from '../../core/upkeep/upkeep.ts';
import type { WebNotice, WebParts } from './parts.ts';
import type { Visitor } from './visitors.ts';

/** Proxies end a connection that says nothing for a minute. */
const BREATHE_EVERY_MS = 25 * SECOND_MS;
const MOST_LISTENERS = 2_000;
/** Pages in the background listen to nothing, so this is as many screens as one person looks at. */
const MOST_OF_A_SESSION = 20;

/** `about`: the page is about this incident only; undefined: about all. */
type Listener = { readonly res: Response; readonly follower: Follower; readonly about: string | undefined };
/** Whoever listens: asked before anything is written, for a connection may last longer than the right to it. */
export type Follower = Visitor & { readonly isGone: () => boolean };

export interface Live {
  hear(notice: WebNotice): void;
  /**
   * Keeps the connection and says `INC-42` whenever something happened there that this person may know of; with `?about=INC-42`
   * only there. It ends with the session, and when the same session opens too many others.
   */
  follow(req: Request, res: Response, follower: Follower): void;
  /** Counts up with everything that happens: what was made at the same count is still right. */
  changes(): number;
  close(): void;
}

/** Server-sent events for pages that are open: only that something changed, never what. */
export function liveOf({ incident, wall, log, spent }: Pick<WebParts, 'incident' | 'wall' | 'log' | 'spent'>): Live {
  const listeners = new Set<Listener>();
  let cancel: (() => void) | undefined;
  let changes = 0;

  function breathe() {
    cancel = wall.ring(plusMs(wall.now(), BREATHE_EVERY_MS), () => {
      tell(': still here', () => true);
      if (listeners.size > 0) breathe();
      else cancel = undefined;
    });
  }

  /** Writes a line to those who shall have it, and ends all who are gone. */
  function tell(line: string, isFor: (listener: Listener) => boolean) {
    for (const listener of listeners) {
      if (listener.follower.isGone()) end(listener);
      else if (isFor(listener)) listener.res.write(`${line}\n\n`);
    }
  }

  function end(listener: Listener) {
    listeners.delete(listener);
    listener.res.end();
  }

  async function changed(stream: string) {
    const id = readIncidentId(stream);
    const found = id === undefined ? undefined : await incident(id);
    if (found === undefined) return;
    tell(`data: ${stream}`, ({ about, follower }) => (about ?? stream) === stream && isMember(found, follower.person));
  }

  return {
    hear(notice) {
      // Whoever signed out at another process listens no longer.
      if (notice.kind === 'swept' && listeners.size > 0) void spent?.refresh();
      if (notice.kind === 'time changed') tell('data: time', () => true);
      if (notice.kind !== 'appended' && notice.kind !== 'heard') return;
      changes += 1;
      if (listeners.size === 0) return;
      // A refused edit of the plan stands on every page, and so does a new plan.
      if (notice.stream === UPKEEP) return tell('data: plan', () => true);
      // What is proposed stands on the list of incidents.
      if (notice.stream.startsWith(ALERTS)) return tell('data: alerts', ({ about }) => about === undefined);
      changed(notice.stream).catch((error: unknown) => log.warn({ reason: String(error) }, 'open pages were not told'));
    },
    follow(req, res, follower) {
      const others = [...listeners].filter((other) => other.follower.session.id === follower.session.id);
      const [oldest] = others;
      if (others.length >= MOST_OF_A_SESSION && oldest !== undefined) end(oldest);
      if (listeners.size >= MOST_LISTENERS) return void res.sendStatus(503);
      res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      res.write('retry: 2000\n\n');
      const about = req.query['about'];
      const listener = { res, follower, about: typeof about === 'string' ? about : undefined };
      listeners.add(listener);
      req.once('close', () => listeners.delete(listener));
      if (cancel === undefined) breathe();
    },
    changes: () => changes,
    close() {
      cancel?.();
      for (const { res } of listeners) res.end();
      listeners.clear();
    },
  };
}
