import type { Request, Response } from 'express';
import type { PersonId } from '../../core/ids.ts';
import { readIncidentId } from '../../core/ids.ts';
import { isMember } from '../../core/incident/members.ts';
import { SECOND_MS, plusMs } from '../../core/time.ts';
import { UPKEEP } from '../../core/upkeep/upkeep.ts';
import type { WebNotice, WebParts } from './parts.ts';

/** Proxies end a connection that says nothing for a minute. */
const BREATHE_EVERY_MS = 25 * SECOND_MS;
const MOST_LISTENERS = 2_000;

/** `about`: the page is about this incident only; undefined: about all. */
type Listener = { readonly res: Response; readonly person: PersonId; readonly about: string | undefined };

export interface Live {
  hear(notice: WebNotice): void;
  /** Keeps the connection and says `INC-42` whenever something happened there that this person may know of; with `?about=INC-42` only there. */
  follow(req: Request, res: Response, person: PersonId): void;
  close(): void;
}

/** Server-sent events for pages that are open: only that something changed, never what. */
export function liveOf({ incident, wall, log }: Pick<WebParts, 'incident' | 'wall' | 'log'>): Live {
  const listeners = new Set<Listener>();
  let cancel: (() => void) | undefined;

  function breathe() {
    cancel = wall.ring(plusMs(wall.now(), BREATHE_EVERY_MS), () => {
      for (const { res } of listeners) res.write(': still here\n\n');
      if (listeners.size > 0) breathe();
      else cancel = undefined;
    });
  }

  function tellAll(what: 'time' | 'plan') {
    for (const { res } of listeners) res.write(`data: ${what}\n\n`);
  }

  async function tell(stream: string) {
    const id = readIncidentId(stream);
    const found = id === undefined ? undefined : await incident(id);
    if (found === undefined) return;
    for (const { res, person, about } of listeners)
      if ((about ?? stream) === stream && isMember(found, person)) res.write(`data: ${stream}\n\n`);
  }

  return {
    hear(notice) {
      if (notice.kind === 'time changed') tellAll('time');
      if (notice.kind !== 'appended' || listeners.size === 0) return;
      // A refused edit of the plan stands on every page, and so does a new plan.
      if (notice.stream === UPKEEP) return tellAll('plan');
      tell(notice.stream).catch((error: unknown) => log.warn({ reason: String(error) }, 'open pages were not told'));
    },
    follow(req, res, person) {
      if (listeners.size >= MOST_LISTENERS) return void res.sendStatus(503);
      res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      res.flushHeaders();
      res.write('retry: 2000\n\n');
      const about = req.query['about'];
      const listener = { res, person, about: typeof about === 'string' ? about : undefined };
      listeners.add(listener);
      req.once('close', () => listeners.delete(listener));
      if (cancel === undefined) breathe();
    },
    close() {
      cancel?.();
      for (const { res } of listeners) res.end();
      listeners.clear();
    },
  };
}
