import type { Alert } from '../../src/core/alerts/alert.ts';
import { alertsOf } from '../../src/alerts.ts';
import type { Alerting } from '../../src/alerts.ts';
import type { BeatLife } from '../../src/beats.ts';
import { beatLife } from '../../src/beats.ts';
import type { Group } from '../../src/core/alerts/group.ts';
import type { Book } from '../../src/core/book.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { readPlan } from '../../src/core/plan/read.ts';
import { NO_OVERRIDES } from '../../src/core/oncall.ts';
import type { Performers } from '../../src/engine/perform.ts';
import type { Note } from '../../src/ports/notices.ts';
import { proposalsOf } from '../../src/proposals.ts';
import type { Story, StoryParts } from './story.ts';
import { sampleBook, story } from './story.ts';

export type AlertStory = Story & {
  readonly alerts: Alerting;
  readonly beats: BeatLife;
  /** What the on-call people were told. */
  readonly notes: readonly Note[];
  /** Alerts arrive, and what follows from them at once happens. */
  arrive(...alerts: readonly Alert[]): Promise<void>;
  proposals(): Promise<readonly Group[]>;
};

/** The blocks `alerts` and `heartbeats` as a plan's file writes them, read as the plan's reader reads them. */
export function withBlocks(blocks: { readonly alerts?: unknown; readonly heartbeats?: unknown }): Omit<Book, 'hash'> {
  const raw = {
    plan: { company: 'X', timezone: 'UTC', owner: 'ann' },
    people: { ann: { name: 'Ann', reach: [{ call: '+1 312 555 0142' }] } },
    systems: Object.fromEntries(Object.keys(sampleBook.plan.systems).map((id) => [id, { name: id, kind: 'other' }])),
    functions: Object.fromEntries(
      Object.keys(sampleBook.plan.functions).map((id) => [id, { name: id, owner: 'ann', rto: '4h' }]),
    ),
    escalation: { default: ['ann'] },
    ...blocks,
  };
  const { plan, problems } = readPlan(raw);
  if (plan === undefined)
    throw new Error(problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  const { alerts, heartbeats }: Plan = plan;
  return { ...sampleBook, plan: { ...sampleBook.plan, alerts, heartbeats } };
}

/** A Muster in memory with its alerts and heartbeats. */
export async function alertStory(parts: StoryParts = {}): Promise<AlertStory> {
  const notes: Note[] = [];
  const made: { told?: Story } = {};
  const told = () => {
    if (made.told === undefined) throw new Error('the story has not begun');
    return made.told;
  };
  const book = { ...(parts.book ?? sampleBook), hash: 'x' as Book['hash'] };
  const clock = () => told().clock;
  const alerts: Alerting = alertsOf({
    engine: () => told().engine(),
    store: {
      openStreams: () => told().store.openStreams(),
      nextNumber: (series) => told().store.nextNumber(series),
      now: () => told().store.now(),
    },
    book: () => keptBook ?? book,
    live: () => Promise.resolve(NO_OVERRIDES),
    rooms: ['slack'],
    consoleUrl: 'https://muster.example/',
    tell: async (note) => void notes.push(note),
  });
  const beats: BeatLife = beatLife({
    engine: () => told().engine(),
    store: {
      streams: (prefix, most) => told().store.streams(prefix, most),
      openStreams: () => told().store.openStreams(),
    },
    book: () => book,
    now: () => clock().now(),
    alerts: () => alerts,
  });
  const own = { ...alerts.performers, signalBeat: beats.performer } as unknown as Performers;
  const usual = parts.performers;
  const begun = await story({
    ...parts,
    performers: (all) => usual?.({ ...all, ...own }) ?? { ...all, ...own },
  });
  made.told = begun;
  const keptBook: Book | undefined = await keep(begun, book);
  return {
    ...begun,
    alerts,
    beats,
    notes,
    async arrive(...all) {
      await alerts.take(all[0]?.source ?? '', all);
      await begun.pass(0);
    },
    proposals: () => proposalsOf({ engine: begun.engine(), store: begun.store }),
  };
}

/** The hash under which the story has kept its book. */
async function keep(told: Story, book: Book): Promise<Book> {
  const { state } = await told.engine().read('PLAN');
  return { ...book, hash: (state as { readonly planHash: Book['hash'] }).planHash };
}

export const alert = (more: Partial<Alert> = {}): Alert => ({
  source: 'alertmanager',
  key: 'k1',
  state: 'firing',
  title: 'node01 is down',
  text: '',
  labels: {},
  ...more,
});
