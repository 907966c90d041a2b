import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { PublicStatus } from '../../core/incident/public-status.ts';
import { HISTORY_DAYS, publicStatus } from '../../core/incident/public-status.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { Instant } from '../../core/time.ts';
import { SECOND_MS, msBetween } from '../../core/time.ts';
import type { Around } from './console-around.ts';
import { statusPage } from './pages/status.ts';
import type { WebParts } from './parts.ts';

/** Caches between here and the reader may keep the page so long, in seconds. */
const CACHED_S = 30;
/** However many ask, the incidents are looked through so often at the most. */
const LOOKS_EVERY_MS = 5 * SECOND_MS;

/** `/status` and `/status.json`: public, without a cookie, where the plan asks for them; elsewhere there is nothing there. */
export function statusRoutes({ console, parts }: Pick<Around, 'console' | 'parts'>): void {
  const status = lookedUp(parts);
  console.get('/status', async (req, res, next) => {
    const found = await status();
    if (found === undefined) return next();
    send(req, res, { type: 'html', text: statusPage(found, parts.book().plan.plan.timezone) });
  });
  console.get('/status.json', async (req, res, next) => {
    const found = await status();
    if (found === undefined) return next();
    const { title, open, past } = found;
    // No word on whether all is well: that nothing was published does not say so.
    const json = { title, open, past, historyDays: HISTORY_DAYS };
    send(req, res, { type: 'json', text: `${JSON.stringify(json)}\n` });
  });
}

/** The status as it was at most five seconds ago; one look for all who ask at once. */
function lookedUp(parts: Pick<WebParts, 'wall' | 'now' | 'book' | 'incidents'>) {
  let last:
    { readonly at: Instant; readonly plan: Plan; readonly status: Promise<PublicStatus | undefined> } | undefined;
  return async function status(): Promise<PublicStatus | undefined> {
    // Without the opt-in nothing is looked at, and an edited plan counts at once.
    const { plan } = parts.book();
    if (plan.comms.status_page === undefined) return undefined;
    const at = parts.wall.now();
    if (last?.plan !== plan || msBetween(last.at, at) >= LOOKS_EVERY_MS) {
      const look = Promise.all([parts.incidents(), parts.now()]);
      last = { at, plan, status: look.then(([incidents, now]) => publicStatus(plan, incidents, now)) };
      last.status.catch(() => (last = undefined));
    }
    return last.status;
  };
}

function send(req: Request, res: Response, { type, text }: { readonly type: string; readonly text: string }): void {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  res.set({ 'Cache-Control': `public, max-age=${CACHED_S}`, ETag: tag });
  const known = (req.get('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(tag) || known.includes('*')) res.status(304).end();
  else res.type(type).send(text);
}
