import type { Express, NextFunction, Request, Response } from 'express';
import express from 'express';
import { refusalOf, sendRefused } from './answers.ts';
import { apiRoutes } from './api/routes.ts';
import { consoleRoutes } from './console-routes.ts';
import { healthOf } from './health.ts';
import { liveOf } from './live.ts';
import { loggedPath } from './logged-path.ts';
import { metricsOf } from './metrics.ts';
import { plainPage } from './pages/layout.ts';
import type { WebParts } from './parts.ts';
import { signature } from './sign.ts';
import { mediaHealthOf } from './media-health.ts';

/** Nothing inline, nothing from elsewhere, in nobody's frame. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
};

const HELLO = /^[\w-]{22,43}$/;

/** Where nothing can be read, what was printed can. */
const BY_HAND =
  'Do not wait for it: call people by telephone. Their numbers stand on the printed break-glass pack, and in the folder "pack" of every machine that Muster runs on. Pages that were under way go out as soon as the database is back.';

export type App = { readonly app: Express; readonly close: () => void };

/** Every address that Muster answers. `close` ends what is kept open. */
export function appOf(parts: WebParts): App {
  const app = express();
  const health = healthOf(parts);
  const metrics = metricsOf(parts, health);
  const live = liveOf(parts);
  const media = mediaHealthOf(parts.wall);
  const deaf = parts.listen((notice) => {
    health.hear(notice);
    media.hear(notice);
    metrics.hear(notice);
    live.hear(notice);
  });
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use((_req, res, next) => {
    res.set(HEADERS);
    next();
  });
  app.get('/healthz', (_req, res) => void res.json({ alive: true }));
  // Proves to the command line that this is the Muster of its data folder, before it sends a token.
  app.get('/hello/:word', (req, res, next) => {
    if (!HELLO.test(req.params.word)) return next();
    res.json({ muster: signature(parts.secret, 'hello', req.params.word) });
  });
  app.get('/readyz', async (_req, res) => {
    const readiness = await health.readiness();
    res.status(readiness.ready ? 200 : 503).json(readiness);
  });
  app.get('/metrics', async (_req, res) => void res.type(metrics.type).send(await metrics.text()));
  for (const { path, handle } of parts.doors) app.use(path, handle);
  app.use('/api/v1', apiRoutes(parts));
  app.use(consoleRoutes(parts, { health, live, media }));
  app.use((req, res) => {
    if (isApi(req)) sendRefused(res, { status: 404, code: 'no-such-path', say: 'There is nothing at this address.' });
    else res.status(404).send(plainPage('Not there', ['There is nothing at this address.']));
  });
  // oxlint-disable-next-line max-params -- Express knows a handler of errors by its four
  app.use((thrown: unknown, req: Request, res: Response, next: NextFunction) => {
    const { isFault, ...no } = refusalOf(thrown);
    if (isFault) parts.log.error({ path: loggedPath(req.path), reason: String(thrown) }, 'a request failed');
    if (res.headersSent) return next(thrown);
    if (isApi(req)) return sendRefused(res, no);
    const say = no.code === 'malformed' ? 'That cannot be read. Go back and try again.' : no.say;
    const byHand = no.code === 'store-fault' ? [BY_HAND] : [];
    return void res.status(no.status).send(plainPage('That did not work', [say, ...byHand]));
  });
  return {
    app,
    close() {
      deaf();
      live.close();
    },
  };
}

const isApi = (req: Request) => req.path.startsWith('/api/');
