import type { Incident } from './state.ts';
import { unsentNumbers } from './unsent.ts';

/** Whom to call by hand, and why: lines with a name and a number, the first to be called first. */
export type ByHand = { readonly heading: string; readonly lines: readonly string[] };

const MOST_NUMBERS = 12;
const CALLABLE: readonly string[] = ['call', 'sms', 'desk'];

/** When no page leaves, or nobody has answered: the numbers to call. The printed pack has them too. */
export function byHand(incident: Incident): ByHand | undefined {
  const unsent = unsentNumbers(incident);
  if (unsent.length > 0)
    return {
      heading:
        'NOTHING CAN BE SENT: no medium takes a page. Call by hand, from the top (the printed pack has the numbers too):',
      lines: unsent.slice(0, MOST_NUMBERS),
    };
  if (incident.escalation.status !== 'exhausted') return undefined;
  const lines = numbersPaged(incident).slice(0, MOST_NUMBERS);
  const { company } = incident.book.plan.plan;
  return lines.length === 0 ? undefined : { heading: `Nobody has answered at ${company}. Call by hand:`, lines };
}

const numbersPaged = ({ escalation: { pages } }: Incident): readonly string[] => [
  ...new Map(
    pages
      .filter((page) => CALLABLE.includes(page.medium))
      .map((page) => [`${page.name} ${page.to}`, `${page.name}: ${page.to}`]),
  ).values(),
];
