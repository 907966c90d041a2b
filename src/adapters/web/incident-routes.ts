import type { Around } from './console-around.ts';
import { incidentPage } from './pages/incident.ts';
import { readingFor } from './visitors.ts';

/** `/incidents/INC-42`: one incident. */
export function incidentRoutes({ console, parts, signedIn, frame, reply, found }: Around): void {
  console.get(
    '/incidents/:id',
    signedIn(async (visitor, req, res) => {
      const incident = await found(visitor, req, res);
      if (incident === undefined) return;
      const { person } = visitor;
      const [events, reading] = [await parts.events(incident.lifecycle.id), await readingFor(parts, person)];
      res.send(
        incidentPage({ frame: await frame(visitor), person, reading, incident, events, reply: reply(visitor, req) }),
      );
    }),
  );
}
