import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import { CHAIN_BEGIN, linkHash } from '../../src/ports/chain.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Ledger } from './ledger.ts';

/** What may be on record once only, by the name of that one occurrence. */
function occurrence(event: IncidentEvent): string | undefined {
  switch (event.type) {
    case 'levelPaged':
      // After a no the same level is paged once more.
      return event.by === MUSTER ? `level ${event.round}.${event.level} paged` : undefined;
    case 'exhausted':
      return `alarm ${event.alarm}`;
    case 'paged':
      return `call ${event.call}`;
    case 'progressAsked':
      return `check-back ${event.ask}`;
    case 'pageSent':
      return `${event.page}/${event.attempt} sent`;
    case 'pageFailed':
      return `${event.page}/${event.attempt} failed`;
    case 'hookIntended':
    case 'hookInDoubt':
    case 'hookReturned':
      return `${event.type} ${event.step}/${event.run}`;
    case 'postmortemWritten':
      return `postmortem ${event.revision}`;
    default:
      return undefined;
  }
}

/** What must never come after what: an attempt that was made is not failed, a hook that answered is not in doubt. */
function contradicts(event: IncidentEvent): string | undefined {
  if (event.type === 'pageFailed') return `${event.page}/${event.attempt} sent`;
  return event.type === 'hookInDoubt' ? `hookReturned ${event.step}/${event.run}` : undefined;
}

/** Nothing happens twice in a log, and no two processes say two things about one attempt. Answers what does. */
export function twiceIn(stream: string, events: readonly IncidentEvent[]): readonly string[] {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const rooms = new Set<string>();
  for (const event of events) {
    const name = occurrence(event);
    const before = contradicts(event);
    if (name !== undefined && seen.has(name)) wrong.push(`no event twice: ${stream} ${name}`);
    if (before !== undefined && seen.has(before)) wrong.push(`no two stories: ${stream} ${name ?? ''} after ${before}`);
    if (name !== undefined) seen.add(name);
    // What is made private moves to another room.
    if (event.type === 'madePrivate') rooms.clear();
    if (event.type !== 'channelOpened') continue;
    if (rooms.has(event.platform)) wrong.push(`no event twice: ${stream} two channels on ${event.platform}`);
    rooms.add(event.platform);
  }
  return wrong;
}

/** I5: one decision for each key of the agenda. A hook has two: its intent, and its answer or the doubt. */
export const decidedTwice = ({ decided }: Pick<Ledger, 'decided'>): readonly string[] =>
  [...decided].flatMap(([key, times]) =>
    times > (key.includes('/hook/') ? 2 : 1) ? [`one decision for each key: ${key} was decided ${times} times`] : [],
  );

/** Every event of every stream hangs on the one before it. Answers what does not. */
export async function brokenChains(store: Store): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const stream of await store.streams('', Number.MAX_SAFE_INTEGER)) {
    let before = CHAIN_BEGIN;
    for (const [place, { version, text, hash }] of (await store.chain(stream)).entries()) {
      if (version !== place + 1 || hash !== linkHash(before, { stream, version, text }))
        wrong.push(`all streams verify: ${stream} breaks at event ${place + 1}`);
      before = hash;
    }
  }
  return wrong;
}
