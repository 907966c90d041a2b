import type { System } from '../../../../core/plan/schema.ts';
import { entry } from '../../../../core/plan/schema.ts';
import { spanMs } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { facts, listed, systemLink } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { dayWords, rpoWords, spanWords } from './span-words.ts';

/** How a system comes back: the ways there are with their times, what they need, and the backup behind them. */
export function recoverySection(view: PlanView, it: System): Html {
  const { book } = view;
  const { recovery } = it;
  return html`<section id="recovery">
    <h2>How it comes back</h2>
    ${
      recovery === undefined
        ? html`<p><strong class="warn">[!]</strong> The plan does not say how.</p>`
        : html`${facts([
            ['How', recovery.method],
            ['Written down in', recovery.runbook],
            ['Needs at hand', listed(recovery.needs.map((id) => systemLink(book, id)))],
          ])}
          ${options(view, it)}`
    }
    ${backup(view, it)}
  </section>`;
}

function options({ book }: PlanView, { recovery, rto }: System): Html {
  const all = recovery?.options ?? [];
  if (all.length === 0) return html``;
  const rows = all
    .toSorted((a, b) => spanMs(a.time) - spanMs(b.time))
    .map(({ name, time, avoids }) => ({
      cells: [
        name,
        spanWords(time),
        rto === undefined
          ? ''
          : spanMs(time) > spanMs(rto)
            ? html`<strong class="warn">[!] no: the RTO is ${spanWords(rto)}</strong>`
            : 'yes',
        avoids.length === 0 ? '' : listed(avoids.map((id) => systemLink(book, id))),
      ],
    }));
  return html`<h3>Ways to bring it back</h3>
    ${table(['Way', 'Takes', 'Within the RTO', 'Works without'], rows)}`;
}

function backup({ book, reading }: PlanView, { backup: it, rpo }: System): Html {
  if (it === undefined) return html``;
  const test = it.test === undefined ? undefined : entry(book.plan.exercises, it.test);
  const said = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'yes' : 'no');
  return html`<h3>Backup</h3>
    ${facts([
      ['By', entry(book.plan.systems, it.by) === undefined ? it.by : systemLink(book, it.by)],
      ['Every', `${spanWords(it.every)}${rpo === undefined ? '' : `; the RPO is ${rpoWords(rpo)}`}`],
      ['Kept for', it.keep === undefined ? undefined : spanWords(it.keep)],
      ['Also kept elsewhere', said(it.offsite)],
      ['Cannot be changed', said(it.immutable)],
      ['Has a login of its own', said(it.separate_login)],
      [
        'Last restore test',
        test?.last === undefined
          ? html`<strong class="warn">[!] no test on record</strong>`
          : html`${dayWords(test.last, reading.at, book.plan.plan.timezone)},
            ${test.result ?? 'result not said'}${
              test.measured === undefined ? '' : `, took ${spanWords(test.measured)}`
            }`,
      ],
    ])}`;
}
