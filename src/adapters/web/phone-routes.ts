import { isMember } from '../../core/incident/members.ts';
import type { Around } from './console-around.ts';
import { phonesPage } from './pages/phones.ts';
import { seenPhones } from './seen-phones.ts';
import { readingFor } from './visitors.ts';

/** `/phones`: what arrived on the simulated phones. */
export function phoneRoutes({ console, parts, signedIn, frame }: Around): void {
  console.get(
    '/phones',
    signedIn(async (visitor, _req, res) => {
      const reading = await readingFor(parts, visitor.person);
      const phones = await seenPhones(parts, (incident) => isMember(incident, visitor.person));
      res.send(phonesPage({ frame: await frame(visitor), book: parts.book(), reading, phones }));
    }),
  );
}
