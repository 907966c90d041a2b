import { isMember } from '../../core/incident/members.ts';
import type { Around } from './console-around.ts';
import { homePage } from './pages/home.ts';
import { readingFor } from './visitors.ts';

/** `/`: what is open now. */
export function homeRoutes({ console, parts, media, signedIn, frame, reply }: Around): void {
  console.get(
    '/',
    signedIn(async (visitor, req, res) => {
      const { person } = visitor;
      const incidents = (await parts.incidents()).filter((one) => isMember(one, person));
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
          reply: reply(visitor, req),
        }),
      );
    }),
  );
}
