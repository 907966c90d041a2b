import { incident as aggregate } from '../../src/core/incident/incident.ts';
import { MINUTE_MS, msBetween, SECOND_MS } from '../../src/core/time.ts';
import { asksOf } from '../../src/engine/kind.ts';
import type { AnyAggregate } from '../../src/engine/kind.ts';
import type { Lived } from './lives.ts';

/** A dead process leaves its rows leased for half a minute, and is replaced within one. */
const LATE_AFTER_DEATH_MS = MINUTE_MS + 40 * SECOND_MS;

/** What must hold after any story, wherever it was cut. Answers what does not. */
export async function whatWasLost(lived: Lived): Promise<readonly string[]> {
  const { world } = lived;
  const account = world.ledger.accounts.get(lived.id);
  if (account === undefined) return ['there is no incident'];
  const incident = lived.events.reduce((state, event) => aggregate.evolve(state, event, world.book()), aggregate.begin);
  const agenda = await world.store.agenda(lived.id);
  const asked = asksOf(aggregate as unknown as AnyAggregate, incident).agenda;
  const now = world.clock.now();
  const many = (type: string) => account.events.filter((event) => event.type === type).length;
  const wrong: string[] = [];
  if (world.ledger.accounts.size > 1) wrong.push(`${world.ledger.accounts.size} incidents came of one start`);
  // A page that fell due just as the last process died waits until its lease is given back.
  const lateMs = lived.deaths === 0 ? 0 : LATE_AFTER_DEATH_MS;
  for (const { state, key, at } of incident.escalation.pages)
    if ((state === 'queued' || state === 'held') && at <= now && msBetween(at, now) >= lateMs)
      wrong.push(`${key} was never handed over`);
  const late = agenda.filter(({ at }) => msBetween(at, now) > LATE_AFTER_DEATH_MS);
  if (late.length > 0) wrong.push(`overdue: ${late.map(({ key }) => key).join(', ')}`);
  if (agenda.length !== asked.length) wrong.push('the agenda is not what the state asks for');
  if (many('channelOpened') > 1) wrong.push('there is more than one channel');
  return [...wrong, ...(await answersLost(lived)), ...twiceWithoutNeed(lived), ...tooLate(lived), ...complaints(lived)];
}

/** What was answered is on record, and heard once. */
async function answersLost({ world, answered }: Lived): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [id, reply] of answered)
    if (reply.code === 'done' && (await world.store.delivered(id)) === undefined)
      wrong.push(`${id} was answered and is lost`);
  for (const [id, times] of world.ledger.deliveries) if (times > 1) wrong.push(`${id} was heard twice`);
  return wrong;
}

const complaints = ({ world }: Lived) =>
  world.notices
    .filter(({ kind }) => kind === 'fault' || kind === 'ill' || kind === 'repaired')
    .map((notice) => JSON.stringify(notice));

/** One attempt reaches a phone once; again only when its outcome was not on record, which takes a death. */
function twiceWithoutNeed({ world, deaths }: Lived): readonly string[] {
  const times = new Map<string, number>();
  for (const { key } of world.pager.sent) times.set(key, (times.get(key) ?? 0) + 1);
  return [...times].flatMap(([key, n]) => (n > 1 + deaths ? [`${key} was sent ${n} times with ${deaths} deaths`] : []));
}

/** Levels follow each other at their hour, give or take a death. */
function tooLate({ world, deaths }: Lived): readonly string[] {
  const limit = deaths * LATE_AFTER_DEATH_MS;
  return world.notices.flatMap((notice) =>
    notice.kind === 'late' && (notice.lane === 'page' || notice.lane === 'urgent') && notice.ms > limit
      ? [`${notice.ms} ms late with ${deaths} deaths`]
      : [],
  );
}
