import type { Book } from '../book.ts';
import type { Override } from '../oncall.ts';
import type { Plan } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import type { Change } from '../oncall-ahead.ts';
import type { Duty, News, Watch } from './state.ts';
import { watched } from './state.ts';

type Taken = { readonly at: Instant; readonly planHash: string; readonly overrides: readonly Override[] };

/** The plan or the overrides have changed: what is different now from what people know is news. */
export function taken(state: Duty, { at, planHash, overrides }: Taken, book: Book): Duty {
  const { plan } = book;
  const live = { overrides };
  const fresh = Object.fromEntries(
    Object.keys(plan.schedules).map((schedule) => [schedule, watched(plan, schedule, { at, live })]),
  );
  const isFirst = state.book === null;
  const swaps = isFirst ? [] : swapsOf(state, { at, overrides, plan });
  const watches = Object.fromEntries(
    Object.entries(fresh).map(([schedule, watch]) => [schedule, keepingTold(state.watches[schedule], watch)]),
  );
  const changes = Object.entries(watches).flatMap(([schedule, watch]) => {
    const before = state.watches[schedule];
    return before === undefined ? [] : changesOf(schedule, { before, watch, at, swaps });
  });
  const news = [...state.news, ...swaps, ...changes];
  return {
    ...state,
    book,
    planHash,
    overrides,
    watches,
    news,
    newsAt: news.length === 0 ? null : (state.newsAt ?? at),
    newsCount: news.length === 0 || state.newsAt !== null ? state.newsCount : state.newsCount + 1,
    nextLook: at,
  };
}

/** A hand-over that people know of already is not told twice. */
const keepingTold = (before: Watch | undefined, watch: Watch): Watch => ({
  ...watch,
  last: watch.holder ?? before?.last ?? null,
  told: before?.told === true && isSameChange(before.next, watch.next),
});

const isSameChange = (a: Change | null, b: Change | null) => a?.at === b?.at && a?.from === b?.from && a?.to === b?.to;

type Swap = Extract<News, { readonly override: unknown }>;

function swapsOf(
  state: Duty,
  { at, overrides, plan }: Pick<Taken, 'at' | 'overrides'> & { readonly plan: Plan },
): readonly Swap[] {
  const name = ({ schedule, who, from, to }: Override) => `${schedule} ${who} ${from} ${to}`;
  const [was, is] = [state.overrides, overrides].map((all) => new Set(all.map(name)));
  // Who keeps a calendar knows what stands in it; the hand-over is told as any other.
  const ahead = (one: Override) =>
    one.source !== 'calendar' && one.to > at && Object.hasOwn(plan.schedules, one.schedule);
  // One that ended sooner than it was to: the part that is gone is what was taken back.
  const gone = state.overrides.filter((one) => ahead(one) && is?.has(name(one)) !== true);
  return [
    ...gone.map((override) => ({ kind: 'swap off', override }) as const),
    ...overrides
      .filter((one) => ahead(one) && was?.has(name(one)) !== true)
      .map((override) => ({ kind: 'swap', override }) as const),
  ];
}

type Seen = {
  readonly before: Watch;
  readonly watch: Watch;
  readonly at: Instant;
  readonly swaps: readonly Swap[];
};

function changesOf(schedule: string, { before, watch, at, swaps }: Seen): readonly News[] {
  // Both are told by the swap itself.
  const isSwapped = swaps.some(({ override }) => override.schedule === schedule && override.from <= at);
  const isSudden = !isSwapped && before.holder !== watch.holder;
  const sudden = { kind: 'sudden', schedule, from: before.holder, to: watch.holder } as const;
  const { next, told } = before;
  const isOff = told && next !== null && next.at > at && !watch.told;
  return [...(isSudden ? [sudden] : []), ...(isOff ? [{ kind: 'off', schedule, change: next } as const] : [])];
}
