import { isMember } from '../../core/incident/members.ts';
import type { Incident } from '../../core/incident/state.ts';
import type { Around } from './console-around.ts';
import { latestOnly } from './latest-only.ts';
import { homePage } from './pages/home.ts';
import { readingFor } from './visitors.ts';

/** `/`: what is open now. */
export function homeRoutes({ console, parts, live, media, signedIn, frame, reply }: Around): void {
  // Read once for all who look at the same moment: a list of many incidents costs a look at each.
  const listed = latestOnly<readonly Incident[]>(parts.wall);

  console.get(
    '/',
    signedIn(async (visitor, req, res) => {
      const { person } = visitor;
      const all = await listed('all', String(live.changes()), () => parts.incidents());
      const incidents = all.filter((one) => isMember(one, person));
      res.send(
        homePage({
          person,
          incidents,
          frame: await frame(visitor),
          reading: await readingFor(parts, person),
          book: parts.book(),
          isSample: parts.isSample,
          refused: await parts.refusedPlan(),
          missing: parts.missing(),
          media: media.health(),
          proposals: await parts.proposals(person),
          heartbeats: await parts.heartbeats(),
          reply: await reply(visitor, req),
          canRing: parts.push !== undefined,
        }),
      );
    }),
  );
}
