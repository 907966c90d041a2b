import { setTimeout as after } from 'node:timers/promises';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { readLog } from '../chaos/record.ts';
import type { Replica } from '../chaos/replica.ts';
import type { Rig } from '../chaos/rig.ts';

const LOOK_EVERY_MS = 20;
let deliveries = 0;

/** One of its replicas, from 0. */
export function replicaOf({ places }: Pick<Rig, 'places'>, n: number): Replica {
  const place = places[n];
  if (place === undefined) throw new Error(`there is no replica ${n}`);
  return place.replica;
}

/** A line of words with a delivery id of its own. */
export const line = (words: string, as = 'owen') => ({ words, as, delivery: `c-${(deliveries += 1)}` });

/** Says it until it is answered, as whoever presses again; the answer. */
export async function say(replica: Replica, said: ReturnType<typeof line>): Promise<Answer> {
  const answer = await until(() => replica.say(said), `an answer to "${said.words}"`, 20_000);
  return JSON.parse(answer) as Answer;
}
export type Answer = { readonly ok: boolean; readonly code: string; readonly incident: string | null };

/** An incident of the second severity, started there. */
export async function started(replica: Replica, title = 'phones send callers in a loop'): Promise<string> {
  const { incident } = await say(replica, line(`start ${title} --sev 2 --new`));
  if (incident === null) throw new Error('nothing was started');
  return incident;
}

/** Asks again and again until there is something; throws when there is nothing for too long. */
export async function until<Found>(
  ask: () => Promise<Found | undefined>,
  what: string,
  withinMs = 15_000,
): Promise<Found> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`there never was ${what}`);
    await after(LOOK_EVERY_MS);
  }
}

export type Told = { readonly event: IncidentEvent; readonly wroteAt: number };

/** The incident's events as they lie in the database, with the real time at which each was written. */
export async function eventsOf({ url }: Pick<Rig, 'url'>, incident: string): Promise<readonly Told[]> {
  const { streams } = await readLog(url);
  return (streams.get(incident) ?? []).map(({ text, wroteAt }) => ({
    event: JSON.parse(text) as IncidentEvent,
    wroteAt,
  }));
}

/** Waits until the incident has so many events of this type; the last of them. */
export const nth = (
  rig: Pick<Rig, 'url'>,
  incident: string,
  wanted: { readonly type: IncidentEvent['type']; readonly n: number },
) =>
  until(
    async () => (await eventsOf(rig, incident)).filter(({ event }) => event.type === wanted.type)[wanted.n - 1],
    `${wanted.type} number ${wanted.n} in ${incident}`,
    30_000,
  );

/** When a turn of a level of five minutes ends, in real ms: five minutes after its first page was sent. */
export async function turnEnds(rig: Pick<Rig, 'url'>, incident: string, speed: number): Promise<number> {
  const { wroteAt } = await nth(rig, incident, { type: 'pageSent', n: 1 });
  return wroteAt + 300_000 / speed;
}

/** Waits for a moment of this machine's clock. */
export const at = (ms: number) => after(Math.max(0, ms - Date.now()));
