import { peakAt } from '../../../../core/peaks.ts';
import type { BusinessFunction } from '../../../../core/plan/schema.ts';
import { spanMs } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { impactHtml } from './impact.ts';
import { facts, functionAddress, functionLink, given, listed, systemLink, whoLink } from './names.ts';
import { needsList } from './needs.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { dayWords, rpoWords, spanWords } from './span-words.ts';

/** `/plan/functions`: every business function, the most urgent first. */
export function functionsPage(view: PlanView): string {
  const all = byUrgency(view);
  const body = html`<h1>Business functions</h1>
    <p>
      What ${view.book.plan.plan.company} does for somebody, and how long it can do without. The most urgent stand
      first.
    </p>
    ${peakNow(view)} ${functionsTable(view)}
    ${all.map(
      ([id, it]) =>
        html`<section class="panel" id="function-${id}">
          <h2>
            <a href="${functionAddress(id)}"><bdi>${it.name}</bdi></a>
          </h2>
          ${functionHtml(view, id, it)}
        </section>`,
    )}`;
  return planPage(view, { title: 'Business functions', section: '/plan/functions', body });
}

type Entry = readonly [id: string, it: BusinessFunction];

const byUrgency = ({ book }: PlanView): readonly Entry[] =>
  Object.entries(book.plan.functions).toSorted(([, a], [, b]) => spanMs(a.rto) - spanMs(b.rto));

/** In a peak other objectives hold, so it is said wherever they are read. */
export function peakNow({ book, reading }: PlanView): Html {
  const peak = peakAt(book.plan, reading.at);
  return peak === undefined
    ? html``
    : html`<p class="banner"><strong>[!]</strong> It is a peak now (${peak}): the shorter RTO of a peak holds.</p>`;
}

export function functionsTable(view: PlanView): Html {
  const { book } = view;
  const rows = byUrgency(view).map(([id, it]) => ({
    cells: [
      functionLink(book, id),
      spanWords(it.rto),
      it.peak_rto === undefined ? '' : spanWords(it.peak_rto),
      it.rpo === undefined ? 'not said' : rpoWords(it.rpo),
      it.mtd === undefined ? 'not said' : spanWords(it.mtd),
      it.owner === undefined ? 'nobody' : whoLink(book, it.owner),
      workaroundShort(it),
    ],
  }));
  return html`<section id="functions">
    <h2>At a glance</h2>
    ${table(['Function', 'RTO', 'In a peak', 'RPO', 'MTD', 'Owner', 'Workaround'], rows)}
    <p class="faint">
      RTO: the target for having it back. RPO: how much data may be lost, as a time. MTD: longer than that is not
      bearable.
    </p>
  </section>`;
}

function workaroundShort({ workaround }: BusinessFunction): string {
  if (workaround === undefined) return 'none';
  const { time_to_start: start, good_for: lasts } = workaround;
  const parts = [
    ...(start === undefined ? [] : [`starts in ${spanWords(start)}`]),
    ...(lasts === undefined ? [] : [`holds ${spanWords(lasts)}`]),
  ];
  return parts.length === 0 ? 'yes' : parts.join(', ');
}

/** One function with all that the plan says of it. */
export function functionHtml(view: PlanView, id: string, it: BusinessFunction): Html {
  const { book } = view;
  const times: readonly (readonly [string, string | undefined])[] = [
    ['RTO', it.rto],
    ['RTO in a peak', it.peak_rto],
    ['RPO', given(it.rpo, rpoWords)],
    ['MTD', it.mtd],
    ['Backlog after that', it.work_recovery],
  ];
  return html`<div class="sides">
    <div>${impactHtml(id, it)}</div>
    <div>
      ${facts([
        ...times.map(([label, span]) => [label, given(span, spanWords)] as const),
        ['Peaks', given(it.peak_rto, () => peaks(view))],
        ['Owner', it.owner === undefined ? 'nobody has been named' : whoLink(book, it.owner)],
        ['Deputy', given(it.deputy, (id) => whoLink(book, id))],
        ['Customers see it', it.customer_facing ? 'yes' : 'no'],
        ['The least that must go on', it.minimum],
      ])}
    </div>
    <div>
      <h3>Workaround</h3>
      ${workaroundHtml(view, it)}
    </div>
    <div>
      <h3>What it needs</h3>
      ${needsList(book, it.needs)}
    </div>
  </div>`;
}

const peaks = ({ book }: PlanView) =>
  book.plan.plan.peaks.map(({ id, when, why }) => `${id}: ${when}${why === undefined ? '' : ` (${why})`}`).join('; ') ||
  'the plan names none';

function workaroundHtml({ book, reading }: PlanView, { workaround }: BusinessFunction): Html {
  if (workaround === undefined)
    return html`<p><strong class="warn">[!] None.</strong> Without its systems the work stands still.</p>`;
  const { do: what, time_to_start: start, good_for: lasts, tested, steps, needs } = workaround;
  return html`<p>${what}</p>
    ${facts([
      ['Takes to start', start === undefined ? 'not said' : spanWords(start)],
      ['Holds for', lasts === undefined ? 'not said' : spanWords(lasts)],
      [
        'Last tested',
        tested === undefined
          ? html`<strong class="warn">[!] no test on record</strong>`
          : dayWords(tested, reading.at, book.plan.plan.timezone),
      ],
      ['Written down in', steps],
      ['Needs', needs.length === 0 ? undefined : listed(needs.map((id) => systemLink(book, id)))],
    ])}`;
}
