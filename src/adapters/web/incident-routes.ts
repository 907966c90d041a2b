import { readIncidentId } from '../../core/ids.ts';
import type { Incident } from '../../core/incident/state.ts';
import type { Reading } from '../../core/incident/cards.ts';
import { isMember } from '../../core/incident/members.ts';
import type { Around } from './console-around.ts';
import { latestOnly } from './latest-only.ts';
import type { Shared } from './pages/incident/page.ts';
import { incidentPage, sharedParts } from './pages/incident/page.ts';
import type { Filter } from './pages/incident/timeline.ts';
import { readFilter } from './pages/incident/timeline.ts';
import { readingFor } from './visitors.ts';

/** `/incidents/INC-42`: one incident; `/completions?here=INC-42`: what can be said there. */
export function incidentRoutes({ console, parts, signedIn, frame, reply, found }: Around): void {
  const shared = latestOnly<Shared>(parts.wall);

  /** What all readers of a zone see alike is made once for each event, not once for each browser. */
  async function sharedFor(incident: Incident, reading: Reading, filter: Filter): Promise<Shared> {
    const { id } = incident.lifecycle;
    const version = await parts.versionOf(id);
    return shared(`${id} ${reading.zone} ${filter}`, `${version} ${parts.clockSpeed()}`, async () =>
      sharedParts({ incident, events: await parts.events(id), reading, filter }),
    );
  }

  console.get(
    '/incidents/:id',
    signedIn(async (visitor, req, res) => {
      const incident = await found(visitor, req, res);
      if (incident === undefined) return;
      const { person } = visitor;
      const reading = await readingFor(parts, person);
      const made = await sharedFor(incident, reading, readFilter(req.query['show']));
      const around = { frame: await frame(visitor), person, reading, incident, shared: made };
      res.send(incidentPage({ ...around, reply: await reply(visitor, req) }));
    }),
  );

  console.get(
    '/completions',
    signedIn(async ({ person }, req, res) => {
      const { here } = req.query;
      const id = readIncidentId(typeof here === 'string' ? here : '');
      const incident = id === undefined ? undefined : await parts.incident(id);
      const seen = incident !== undefined && isMember(incident, person) ? incident : undefined;
      res.json(await parts.completions(person, seen));
    }),
  );
}
