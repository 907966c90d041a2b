import { functionsHit } from '../../../../core/plan/depends.ts';
import { neededBy } from '../../../../core/plan/if-fails.ts';
import type { System } from '../../../../core/plan/schema.ts';
import { systemId } from '../../../../core/ids.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { facts, functionLink, given, listed, siteName, systemLink, whoLink } from './names.ts';
import { hangsOn, needsList } from './needs.ts';
import { hitSection, orderSection } from './order.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { recoverySection } from './recovery.ts';
import { dayWords, rpoWords, spanWords } from './span-words.ts';

/** `/plan/systems`: every system and which functions stop with it. */
export function systemsPage(view: PlanView): string {
  const { book } = view;
  const rows = Object.entries(book.plan.systems).map(([id, it]) => {
    const stops = functionsHit(book.plan, [systemId(id)]).filter(({ how }) => how === 'stops');
    return {
      id: `system-${id}`,
      cells: [
        systemLink(book, id),
        it.rto === undefined ? '' : spanWords(it.rto),
        it.restore_time === undefined ? 'not said' : spanWords(it.restore_time),
        it.owner === undefined ? 'nobody' : whoLink(book, it.owner),
        it.vendor === undefined ? '' : whoLink(book, it.vendor),
        stops.length === 0 ? 'none' : listed(stops.map((hit) => functionLink(book, hit.function))),
      ],
    };
  });
  const body = html`<h1>Systems</h1>
    ${
      rows.length === 0
        ? html`<p>
            The plan names no systems. With them Muster can say what an outage takes with it, and what to bring back
            first.
          </p>`
        : html`<section id="systems">
            <h2>All ${rows.length}</h2>
            ${table(['System', 'RTO', 'To restore takes', 'Owner', 'Vendor', 'Functions that stop with it'], rows)}
          </section>`
    }`;
  return planPage(view, { title: 'Systems', section: '/plan/systems', body });
}

type Parts = { readonly id: string; readonly it: System; readonly picture: Html };

/** `/plan/systems/files`: one system, what it needs and what needs it, what its failure hits, and how it comes back. */
export function systemPage(view: PlanView, { id, it, picture }: Parts): string {
  const { book } = view;
  const body = html`<h1><bdi>${it.name}</bdi></h1>
    <section class="panel" id="system-${id}">
      <h2>What the plan says</h2>
      ${about(view, it)}
      <h3>What it needs</h3>
      ${needsList(book, it.needs)}
      <h3>What needs it</h3>
      ${users(view, id)}
    </section>
    ${picture} ${recoverySection(view, it)} ${hitSection(view, systemId(id))}
    <section id="order">
      <h2>If it fails: bring back in this order</h2>
      ${orderSection(view, { system: systemId(id) })}
    </section>
    ${hangsOn(book, it)}`;
  return planPage(view, { title: it.name, section: '/plan/systems', body });
}

const RUN_BY = {
  internal: 'us',
  msp: 'the service provider',
  vendor: 'the vendor',
  shared: 'us and the vendor',
} as const;

function about({ book, reading }: PlanView, it: System): Html {
  const day = (date: string | undefined) => given(date, (on) => dayWords(on, reading.at, book.plan.plan.timezone));
  const who = (id: string) => whoLink(book, id);
  const glass = it.break_glass;
  return facts([
    ['Owner', it.owner === undefined ? 'nobody has been named' : whoLink(book, it.owner)],
    ['Deputy', given(it.deputy, who)],
    ['Vendor', given(it.vendor, who)],
    ['Run by', given(it.run_by, (by) => RUN_BY[by])],
    ['Site', given(it.site, (site) => siteName(book, site))],
    ['Data in it', it.data.join(', ')],
    ['RTO', given(it.rto, spanWords)],
    ['RPO', given(it.rpo, rpoWords)],
    ['Restoring takes', given(it.restore_time, spanWords)],
    ['Break-glass accounts', given(glass, ({ accounts }) => String(accounts ?? 'yes'))],
    ['Sealed with', given(glass, ({ sealed_with: ids }) => listed(ids.map(who)))],
    ['Last checked', day(glass?.last_checked)],
    ['Watched by', given(it.monitored, ({ by }) => who(by))],
    ['Its alert last tested', day(it.monitored?.last_alert_test)],
    ['Last used and fine', day(it.last_used_ok)],
    ['Last changed', day(it.last_changed)],
  ]);
}

function users({ book }: PlanView, id: string): Html {
  const { functions, systems, restores } = neededBy(book.plan, systemId(id));
  if (functions.length + systems.length + restores.length === 0)
    return html`<p>Nothing in the plan. Link it to what needs it, or leave it for last.</p>`;
  return facts([
    ['Functions', listed(functions.map((one) => functionLink(book, one)))],
    ['Systems', listed(systems.map((one) => systemLink(book, one)))],
    ['To restore', listed(restores.map((one) => systemLink(book, one)))],
  ]);
}
