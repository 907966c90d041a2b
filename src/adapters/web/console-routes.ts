import type { Router } from 'express';
import { answerRoutes } from './answer/routes.ts';
import { assetRoutes } from './asset-routes.ts';
import type { Watchers } from './console-around.ts';
import { consoleAround } from './console-around.ts';
import { consoleSay } from './console-say.ts';
import { homeRoutes } from './home-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { packRoutes } from './pack-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { nearMissRoutes } from './near-miss/console-routes.ts';
import { openNearMissRoutes } from './near-miss/open-routes.ts';
import type { WebParts } from './parts.ts';
import { pushRoutes } from './push/routes.ts';
import { postmortemRoutes } from './postmortem/routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { statusRoutes } from './status-routes.ts';
import { isGone } from './visitors.ts';

/** The console: pages for people who are signed in. Each works without a script. */
export function consoleRoutes(parts: WebParts, watchers: Watchers): Router {
  const around = consoleAround(parts, watchers);
  const { console, form, live, sessions, signedIn } = around;
  assetRoutes(console);
  // Who signed out at another process is signed out here too.
  if (parts.spent !== undefined)
    console.use(async (_req, _res, next) => {
      await sessions.refresh();
      next();
    });
  homeRoutes(around);
  incidentRoutes(around);
  postmortemRoutes(around);
  phoneRoutes(around);
  packRoutes(around);
  statusRoutes(around);
  answerRoutes(around);
  openNearMissRoutes(around, parts.nearMisses);
  nearMissRoutes(around, parts.nearMisses);
  planRoutes(around);
  pushRoutes(around);
  signInRoutes(around);
  console.get(
    '/events',
    signedIn((visitor, req, res) =>
      live.follow(req, res, { ...visitor, isGone: () => isGone(visitor, sessions, parts) }),
    ),
  );
  console.post('/say', form, (req, res) => consoleSay(req, res, around));
  return console;
}
