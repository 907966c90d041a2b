import { recoveryOrder } from '../../../core/plan/order.ts';
import type { System } from '../../../core/plan/schema.ts';
import { entry } from '../../../core/plan/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { needText, ownersHtml } from './functions.ts';
import type { Made } from './pieces.ts';
import { box, callables, callablesHtml, capital, factsHtml, line, nameIn, phonesHtml, row } from './pieces.ts';

/** Systems in the order in which they come back, each with the reason for its place (domain 2.4). */
export const recovery = (made: Made): Html =>
  Object.keys(made.plan.systems).length === 0
    ? html``
    : html`<section id="recovery">
        <h2>In which order systems come back</h2>
        ${recoveryOrder(made.plan).map(({ system, why }, i) => {
          const it = entry(made.plan.systems, system);
          return it === undefined ? html`` : systemHtml(it, { n: i + 1, why, made });
        })}
      </section>`;

type At = { readonly n: number; readonly why: string; readonly made: Made };

const systemHtml = (it: System, { n, why, made }: At): Html =>
  html`<div class="card">
    <h3>${box} ${n}. ${it.name}</h3>
    <p class="why">${capital(why)}.</p>
    ${factsHtml([
      ['How', it.recovery?.method],
      ['Steps', it.recovery?.runbook],
      ['Or', row((it.recovery?.options ?? []).map(({ name, time }) => `${name}, ${time}`))],
      ['Takes', it.restore_time],
      ['First restore', named(it.recovery?.needs ?? [], made)],
      ['Needs', row((it.needs ?? []).map((need) => needText(made.plan, need)))],
      ['Backup', it.backup === undefined ? undefined : backupText(it.backup, made)],
      ['Emergency accounts', it.break_glass === undefined ? undefined : sealed(it.break_glass, made)],
      ['Data in it', row(it.data)],
      ['Vendor', it.vendor === undefined ? undefined : callablesHtml(callables(made, it.vendor), phonesHtml)],
      ['Owner', ownersHtml([it.owner, it.deputy], made)],
    ])}
    <p>${line('Began')} ${line('Back')} ${line('By')}</p>
  </div>`;

const named = (ids: readonly string[], { plan }: Made) => row(ids.map((id) => entry(plan.systems, id)?.name ?? id));

const backupText = ({ by, every, keep, offsite, immutable }: NonNullable<System['backup']>, { plan }: Made) =>
  row(
    [
      `${entry(plan.systems, by)?.name ?? nameIn(plan, by)}, every ${every}`,
      keep === undefined ? '' : `kept ${keep}`,
      offsite === true ? 'a copy is elsewhere' : '',
      immutable === true ? 'a copy cannot be changed' : '',
    ].filter((part) => part !== ''),
  );

const sealed = ({ accounts, sealed_with: by, last_checked: checked }: NonNullable<System['break_glass']>, made: Made) =>
  row(
    [
      accounts === undefined ? '' : `${accounts} accounts`,
      by.length === 0 ? '' : `sealed with ${by.map((who) => nameIn(made.plan, who)).join(' and ')}`,
      checked === undefined ? 'never checked' : `checked ${checked}`,
    ].filter((part) => part !== ''),
  );
