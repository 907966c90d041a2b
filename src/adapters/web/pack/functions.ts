import { peakAt } from '../../../core/peaks.ts';
import { namedIn } from '../../../core/plan/depends.ts';
import type { BusinessFunction, Need, Plan } from '../../../core/plan/schema.ts';
import { entry } from '../../../core/plan/schema.ts';
import { HOUR_MS, spanMs } from '../../../core/time.ts';
import type { Span } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { box, callables, callablesHtml, factsHtml, line, phonesHtml, row } from './pieces.ts';

/** The RTO that holds when the pack is made: in a peak the shorter one (domain 2.4). */
export const rtoAt = ({ plan, at }: Made, { rto, peak_rto: peak }: BusinessFunction) =>
  peak !== undefined && peakAt(plan, at) !== undefined ? peak : rto;

/** By how soon they must be back; then by what cannot be borne, by what customers see, and by name. */
export const mostUrgentFirst = (made: Made): readonly (readonly [id: string, it: BusinessFunction])[] =>
  Object.entries(made.plan.functions).toSorted(
    ([, a], [, b]) =>
      spanMs(rtoAt(made, a)) - spanMs(rtoAt(made, b)) ||
      (a.mtd === undefined || b.mtd === undefined ? 0 : spanMs(a.mtd) - spanMs(b.mtd)) ||
      Number(b.customer_facing) - Number(a.customer_facing) ||
      (a.name < b.name ? -1 : 1),
  );

/** On paper the order stays as it is when the peak is over, so it says by what it was made. */
export function orderReason({ plan, at }: Made): string {
  const peak = peakAt(plan, at);
  if (peak !== undefined)
    return `In the order of how soon they must be back. This was made in a peak (${peak}): the shorter time of a peak counts.`;
  const hasPeaks = Object.values(plan.functions).some(({ peak_rto: span }) => span !== undefined);
  return `In the order of how soon they must be back.${hasPeaks ? ' In a peak the time in brackets counts instead.' : ''}`;
}

/** What must be back, or cannot be borne, within an hour; some only in a peak. */
function firstHour({ rto, peak_rto: peak, mtd }: BusinessFunction): string {
  const isIn = (span: Span | undefined) => span !== undefined && spanMs(span) <= HOUR_MS;
  return isIn(rto) || isIn(mtd) ? 'first hour' : isIn(peak) ? 'first hour in a peak' : '';
}

/** What must go on, and what people do meanwhile: the workaround stands before everything technical (R22). */
export const functions = (made: Made): Html =>
  html`<section id="functions">
    <h2>What must go on, most urgent first</h2>
    <p class="why">${orderReason(made)}</p>
    ${mostUrgentFirst(made).map(([id, it]) => functionHtml(id, it, made))}
  </section>`;

const functionHtml = (id: string, it: BusinessFunction, made: Made): Html =>
  html`<div class="card" id="function-${id}">
    <h3>${it.name}${firstHour(it) === '' ? false : html` <strong class="mark">${firstHour(it)}</strong>`}</h3>
    <p>
      Back within <strong>${it.rto}</strong>${it.peak_rto === undefined ? false : html` (in a peak ${it.peak_rto})`}${
        it.mtd === undefined ? false : html`; not bearable beyond <strong>${it.mtd}</strong>`
      }.
      ${it.customer_facing ? 'Customers notice.' : false}
    </p>
    ${workaround(it, made.plan)}
    ${factsHtml([
      ['At least', it.minimum],
      ['It hurts', row(it.impact.map(({ after, what }) => `after ${after}: ${what}`))],
      ['Needs', it.needs === undefined ? undefined : row(it.needs.map((need) => needText(made.plan, need)))],
      ['Data lost at most', it.rpo === 'none' ? 'it has no data of its own' : it.rpo],
      ['Afterwards', it.work_recovery === undefined ? undefined : `${it.work_recovery} to work off the backlog`],
      ['Owner', ownersHtml([it.owner, it.deputy], made)],
    ])}
    <p>${line('Down since')} ${line('Workaround in use since')} ${line('Back since')}</p>
  </div>`;

function workaround({ workaround: way }: BusinessFunction, plan: Plan): Html {
  if (way === undefined) return html`<p class="do">${box} No workaround is written down. Ask the owner.</p>`;
  const { do: what, steps, needs, time_to_start: start, good_for: holds, tested } = way;
  const notes = [
    start === undefined ? '' : `takes ${start} to start`,
    holds === undefined ? '' : `holds ${holds}`,
    tested === undefined ? 'never tested' : `tested ${tested}`,
    needs.length === 0 ? '' : `needs ${needs.map((id) => systemName(plan, id)).join(', ')}`,
    steps === undefined ? '' : `steps: ${steps}`,
  ].filter((note) => note !== '');
  return html`<p class="do">${box} <strong>Meanwhile:</strong> ${what} <span class="why">(${row(notes)})</span></p>`;
}

const systemName = (plan: Plan, id: string) => entry(plan.systems, id)?.name ?? id;

export function needText(plan: Plan, need: Need): string {
  const names = namedIn(need)
    .map((id) => systemName(plan, id))
    .join(' or ');
  if ('any' in need) return names;
  const survives = need.survives === undefined ? '' : ` (lasts ${need.survives} without)`;
  return `${names}${need.kind === 'degraded' ? ' (worse without)' : ''}${survives}`;
}

/** Owner and deputy with their numbers; undefined where nobody is named. */
export const ownersHtml = (who: readonly (string | undefined)[], made: Made): Html | undefined => {
  const known = who.filter((id) => id !== undefined);
  return known.length === 0
    ? undefined
    : callablesHtml(
        known.flatMap((id) => callables(made, id)),
        phonesHtml,
      );
};
