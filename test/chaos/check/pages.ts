import type { Stamped } from '../../../src/engine/kind.ts';
import type { Finding, Handed, History } from '../history.ts';
import { realOf } from '../history.ts';
import type { Stretch } from '../uptime.ts';
import type { Followed, Span, Step } from './follow.ts';

/**
 * How long a page may be under way, in real ms. A replica looks whether a page is still owed, and then hands it over; whatever
 * is written between the two cannot stop it. So a page may reach its phone this long after the event that ended it was
 * written; and where its replica was stopped (SIGSTOP) in between, this long after that replica went on, for it may have been
 * stopped between looking and handing over.
 */
export const UNDER_WAY_MS = 500;

const SENT = 'every page that is said to be sent is on a phone';
const OWED = 'no page that nobody owed';
const ENDED = 'no page after the answer that ends it';
const EARLY = 'no page before its hour';

type PageSent = Stamped & { readonly page: string; readonly attempt: number };

/** Compares what the log says of pages with what the phones have. */
export function pages(history: History, followed: readonly Followed[]): readonly Finding[] {
  const handed = history.handed.filter(({ key }) => key.includes('/page/'));
  const onPhones = new Set(handed.map(({ key }) => key));
  const spans = Map.groupBy(
    followed.flatMap((one) => one.spans.filter(({ owed, key }) => owed && key.includes('/page/'))),
    ({ key }) => key,
  );
  const lost = followed.flatMap(({ stream, steps }) =>
    steps.flatMap(({ events }) => events.flatMap((event) => sentKey(stream, event) ?? [])),
  );
  return [
    ...lost.filter((key) => !onPhones.has(key)).map((key) => ({ rule: SENT, say: `${key} is on no phone` })),
    ...handed.flatMap((one) => judge(history, one, spans.get(one.key) ?? [])),
  ];
}

const sentKey = (stream: string, event: Stamped): string | undefined => {
  if (event.type !== 'pageSent') return undefined;
  const { page, attempt } = event as PageSent;
  return `${stream}/${page}/${attempt}`;
};

function judge(history: History, handed: Handed, spans: readonly Span[]): readonly Finding[] {
  const [first] = spans;
  const last = spans.at(-1);
  const where = `${handed.key} was handed over by replica ${handed.replica} at ${clock(handed.before)}`;
  if (first === undefined || last === undefined) return [{ rule: OWED, say: where }];
  const hour = Math.min(...spans.map(({ at }) => realOf(history.pace, at)));
  if (handed.before < hour)
    return [{ rule: EARLY, say: `${where}, ${Math.ceil(hour - handed.before)} ms before its hour` }];
  const end = last.end;
  if (end === undefined || handed.after <= excusedUntil(history, handed, end)) return [];
  const ms = Math.round(handed.after - end.wroteAt);
  return [{ rule: ENDED, say: `${where}, at least ${ms} ms after ${described(end)} had ended it` }];
}

/** Until when a page that this append ended may still arrive from this replica. */
export function excusedUntil({ still }: Pick<History, 'still'>, { replica, after }: Handed, end: Step): number {
  const stopped = (still.get(replica) ?? []).filter(({ from, to }) => touches({ from, to }, end.wroteAt, after));
  return Math.max(end.wroteAt, ...stopped.map(({ to }) => to)) + UNDER_WAY_MS;
}

/** A stop counts when it began before the page could no longer be under way, and was over before it was handed over. */
const touches = ({ from, to }: Stretch, ended: number, handed: number) =>
  from <= ended + UNDER_WAY_MS && to >= ended - UNDER_WAY_MS && to <= handed + UNDER_WAY_MS;

const described = ({ events, wroteAt }: Step) =>
  `${events.map(({ type, by }) => `${type} by ${by}`).join(', ')} (written ${clock(wroteAt)})`;
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23);
