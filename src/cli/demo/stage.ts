import type { Card } from '../../core/card.ts';
import type { IncidentId } from '../../core/ids.ts';
import { personId } from '../../core/ids.ts';
import type { IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/state.ts';
import { nameOf } from '../../core/book.ts';
import { MINUTE_MS, plusMs } from '../../core/time.ts';
import { timeline } from '../../core/timeline/timeline.ts';
import { speakerOf } from '../../engine/dispatch.ts';
import type { Muster } from '../../muster.ts';
import type { Show, Voice } from './show.ts';

/** A wait that takes longer than this, in minutes of the story, is a bug of the story. */
const LONGEST_WAIT_MIN = 60;

export interface Stage {
  /** Somebody says words; what Muster answers is shown as its first lines. */
  say(person: string, words: string, shownLines?: number): Promise<IncidentId>;
  /** Lets time pass, in minutes of the story. */
  pass(minutes: number): Promise<void>;
  /** Lets time pass until the incident is so. */
  until(is: (incident: Incident) => boolean): Promise<Incident>;
  incident(): Promise<Incident>;
  events(): Promise<readonly IncidentEvent[]>;
}

const ID = 'INC-1' as IncidentId;

/** A Muster with people who act, and everything shown that it does by itself. */
export function stageOf(muster: Muster, show: Show): Stage {
  const { engine, store, clock, plans } = muster;
  const waiting = new Set<() => void>();
  let told = 0;
  let heard = 0;
  let turn = Promise.resolve();

  muster.listen((notice) => {
    if (notice.kind !== 'appended' || notice.stream !== ID) return;
    turn = turn.then(tell).finally(() => {
      for (const look of waiting) look();
    });
  });

  const incident = async () => (await engine.read(ID)).state as Incident;
  const events = async () => (await store.read(ID)).map(({ body }) => body as IncidentEvent);

  /** What Muster did since it was last told. */
  async function tell() {
    const all = await events();
    const { book } = await incident();
    const fresh = timeline({ book, events: all }).filter(({ source }) => source > told);
    for (const { source, kind, text, detail } of fresh) {
      const event = all[source - 1];
      if (event?.by !== 'muster' || detail) continue;
      show.line(event.at, voiceOf(event, kind), text);
    }
    told = all.length;
    for (const { at, person, medium, text } of muster.phones.list().slice(heard))
      show.line(at, 'phone', `${nameOf(book, person)}, ${medium}: ${text.split('\n')[0] ?? ''}`);
    heard = muster.phones.list().length;
  }

  return {
    incident,
    events,
    async say(person, words, shownLines = 1) {
      const book = plans.book();
      const name = nameOf(book, person);
      show.line(clock.now(), 'says', `${name}: ${words}`);
      const reply = await muster.say({ words, speaker: speakerOf(personId(person), name) });
      for (const line of linesOf(reply.card).slice(0, shownLines)) show.more(line);
      if (!reply.ok) throw new Error(`the demo is broken: "${words}" was answered with "${reply.card.title}"`);
      await turn;
      return reply.incident ?? ID;
    },
    pass(minutes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.ring(plusMs(clock.now(), minutes * MINUTE_MS), resolve);
      return promise;
    },
    async until(is) {
      const { promise, resolve, reject } = Promise.withResolvers<Incident>();
      const look = () => void incident().then((now) => is(now) && resolve(now), reject);
      const cancel = clock.ring(plusMs(clock.now(), LONGEST_WAIT_MIN * MINUTE_MS), () =>
        reject(new Error('the demo is broken: what it waits for does not happen')),
      );
      waiting.add(look);
      look();
      return promise.finally(() => {
        waiting.delete(look);
        cancel();
      });
    },
  };
}

/** The title of a card, and the texts and facts on it. */
const linesOf = ({ title, blocks }: Card): readonly string[] => [
  title,
  ...blocks.flatMap((block) => {
    if (block.kind === 'text') return block.text.split('\n');
    if (block.kind === 'facts') return block.facts.map(([label, value]) => `${label}: ${value}`);
    return block.kind === 'list' ? block.items.map((item) => `- ${item}`) : [];
  }),
];

function voiceOf({ type }: IncidentEvent, kind: string): Voice {
  if (type === 'exhausted' || type === 'stepDeadlinePassed') return 'alarm';
  return kind === 'clock' ? 'clock' : 'muster';
}
