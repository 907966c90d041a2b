import { MINUTE_MS, toMs } from '../../../src/core/time.ts';
import type { Stamped } from '../../../src/engine/kind.ts';
import { CHAIN_BEGIN, linkHash } from '../../../src/ports/chain.ts';
import { FRIDAY_1640, story } from '../../support/story.ts';
import type { Story } from '../../support/story.ts';
import type { Handed, History, KeptEvent, SaidLine } from '../history.ts';
import { keptAs } from './words.ts';

const LINES: readonly (readonly [as: string, words: string, minutes: number])[] = [
  ['owen', 'start phones send callers in a loop mark-1 --new', 7],
  ['marcus', 'ack INC-1', 1],
  ['marcus', 'note INC-1 mark-2', 1],
  ['priya', 'update INC-1 mark-3', 40],
  ['marcus', 'close INC-1 mark-4 --anyway', 1],
  ['owen', 'start nobody can sign in mark-5 --new', 90],
];

/**
 * A history in which nothing is wrong, told by a whole Muster in memory on a clock that stands until time is let pass: for
 * spoiling it in one way at a time. Its time runs as the real one does, and nothing takes any.
 */
export async function soundHistory(): Promise<History> {
  const told = await story();
  const said: SaidLine[] = [];
  for (const [n, [as, words, minutes]] of LINES.entries()) {
    const line = { delivery: `d-${n}`, words, as, mark: /mark-\d+/.exec(words)?.[0] };
    const reply = await told.say(words, as, keptAs(line));
    said.push({ ...line, answers: [JSON.stringify(reply)] });
    await told.pass(minutes * MINUTE_MS);
  }
  const streams = new Map<string, readonly KeptEvent[]>();
  for (const stream of ['INC-1', 'INC-2']) streams.set(stream, await kept(told, stream));
  const { hash } = told.book();
  return {
    streams,
    deliveries: new Set(said.map(keptAs)),
    documents: new Map([[hash, (await told.store.document(hash)) ?? '']]),
    handed: [...streams].flatMap(([stream, events]) => events.flatMap(({ text }) => handedOf(stream, text))),
    said,
    pace: { told: FRIDAY_1640, real: toMs(FRIDAY_1640), speed: 1 },
    outages: [],
    still: new Map(),
    endedAt: toMs(told.clock.now()),
  };
}

async function kept({ store, notices }: Story, stream: string): Promise<readonly KeptEvent[]> {
  const last = notices.flatMap((notice) =>
    notice.kind === 'appended' && notice.stream === stream ? [notice.version] : [],
  );
  return (await store.chain(stream)).map((link) => ({
    ...link,
    wroteAt: toMs((JSON.parse(link.text) as Stamped).at),
    append: String(last.find((version) => version >= link.version)),
  }));
}

function handedOf(stream: string, text: string): readonly Handed[] {
  const event = JSON.parse(text) as Stamped & { readonly page: string; readonly attempt: number };
  const at = toMs(event.at);
  return event.type === 'pageSent'
    ? [{ replica: 0, key: `${stream}/${event.page}/${event.attempt}`, after: at, before: at }]
    : [];
}

/** The stream with other events, its versions and its chain made good again. */
export function rewritten(
  history: History,
  stream: string,
  change: (events: readonly KeptEvent[]) => readonly KeptEvent[],
): History {
  let before: string = CHAIN_BEGIN;
  const events = change(history.streams.get(stream) ?? []).map((event, n) => {
    const version = n + 1;
    before = linkHash(before, { stream, version, text: event.text });
    return { ...event, version, hash: before };
  });
  return { ...history, streams: new Map([...history.streams, [stream, events]]) };
}

/** Whether it is the text of such an event. */
export const isA =
  (type: string) =>
  ({ text }: KeptEvent): boolean =>
    (JSON.parse(text) as Stamped).type === type;
