import type { Plan } from '../plan/schema.ts';
import type { Instant, Span } from '../time.ts';
import { plusSpan } from '../time.ts';
import { plainInstant } from '../wall.ts';
import type { PlainTime } from '../plan/times.ts';

/** Something of the plan's own life that is not as fresh as the plan itself asks for. */
export type Overdue = {
  /** `the whole plan`, `restore-fs01`, `the printed pack`. */
  readonly what: string;
  /** When it was last done; null when the plan names no such day. */
  readonly last: Instant | null;
  /** When it was due; null for what was never done. */
  readonly due: Instant | null;
};

type Turn = { readonly what: string; readonly last?: PlainTime | undefined; readonly every?: Span | undefined };

/** What is overdue by the plan's own calendar: its review, exercises, the printed pack; never done comes first. */
export function overdueUpkeep(plan: Plan, at: Instant): readonly Overdue[] {
  const zone = plan.plan.timezone;
  const pack = plan.incident_bot.offline_pack;
  const turns: readonly Turn[] = [
    { what: 'the whole plan has to be read again', last: plan.plan.reviewed, every: plan.plan.review_every },
    ...Object.entries(plan.exercises).map(([id, { kind, last, every }]) => ({
      what: `exercise ${id} (${kind})`,
      last,
      every,
    })),
    ...(pack === undefined ? [] : [{ what: 'the printed pack', last: pack.last, every: pack.every }]),
  ];
  return turns.flatMap((turn) => overdue(turn, at, zone)).toSorted((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1));
}

function overdue({ what, last, every }: Turn, at: Instant, zone: string): readonly Overdue[] {
  if (every === undefined) return [];
  if (last === undefined) return [{ what, last: null, due: null }];
  const done = plainInstant(last, zone);
  // A turn in business days needs a calendar of its own; none of the plan's turns is counted in them.
  if (every.includes('bd')) return [];
  const due = plusSpan(done, every, zone);
  return due <= at ? [{ what, last: done, due }] : [];
}
