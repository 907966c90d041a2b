import { join } from 'node:path';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { sqliteStore } from '../adapters/stores/sqlite/sqlite-store.ts';
import type { Config } from '../config.ts';
import { readIncidentId } from '../core/ids.ts';
import { StoreFault } from '../ports/store.ts';
import { existsSync } from 'node:fs';
import { callRunning } from './running.ts';
import { ownVersion } from './version.ts';
import type { Word } from './word.ts';
import { FINE, WRONG_USE, no } from './word.ts';

export const exportIncident: Word = {
  summary: 'Everything that happened in an incident, one JSON line each',
  usage: 'export INC-42',
  takes: [1, 1],
  async run(given) {
    const { words, config, io } = given;
    const id = readIncidentId(words[0] ?? '');
    if (id === undefined) return no(given, 'Which incident? "muster export INC-42".', WRONG_USE);
    const events = await eventsOf(config, id);
    if (typeof events === 'string') return no(given, events);
    if (events.length === 0) return no(given, `There is no ${id}.`);
    const documents = events.flatMap(({ planHash }) => (typeof planHash === 'string' ? [planHash] : []));
    io.out(JSON.stringify({ export: id, muster: ownVersion(), events: events.length, documents }));
    for (const event of events) io.out(JSON.stringify(event));
    return FINE;
  },
};

type Exported = { readonly version: number; readonly planHash?: unknown };

/** From the Muster that runs, or else from the database itself. */
async function eventsOf(config: Config, id: string): Promise<readonly Exported[] | string> {
  const called = await callRunning(config, `/incidents/${id}/events`);
  if (called.reached) return called.status === 404 ? [] : (called.body as readonly Exported[]);
  const file = join(config.data, 'muster.db');
  if (!existsSync(file)) return `There is no database ${file}: nothing was ever recorded there.`;
  try {
    const store = sqliteStore(file, systemClock());
    try {
      return (await store.read(id)).map(({ version, body }) => ({ version, ...(body as object) }));
    } finally {
      await store.close();
    }
  } catch (fault) {
    if (fault instanceof StoreFault) return fault.message;
    throw fault;
  }
}
