import { isMember } from '../../core/incident/members.ts';
import type { Around } from './console-around.ts';
import { homePage } from './pages/home.ts';
import { readingFor } from './visitors.ts';

/** `/`: what is open now. */
export function homeRoutes({ console, parts, signedIn, frame, reply }: Around): void {
  console.get(
    '/',
    signedIn(async (visitor, req, res) => {
      const { person } = visitor;
      const incidents = (await parts.incidents()).filter((one) => isMember(one, person));
      const [reading, missing] = [await readingFor(parts, person), parts.missing()];
      res.send(
        homePage({ frame: await frame(visitor), person, reading, incidents, missing, reply: reply(visitor, req) }),
      );
    }),
  );
}
