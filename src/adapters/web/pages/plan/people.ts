import { nameOf, roleName } from '../../../../core/book.ts';
import type { PersonId } from '../../../../core/ids.ts';
import { hiddenTo } from '../../../../core/plan/numbers.ts';
import { absence } from '../../../../core/plan/presence.ts';
import { peopleOf } from '../../../../core/plan/schedule.ts';
import type { Person, Way } from '../../../../core/plan/schema.ts';
import { BOT } from '../../../../core/plan/schema.ts';
import type { Reachability } from '../../../../core/reach/proofs.ts';
import { dayAndTime } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { provedHtml, reachPanel } from './reach.ts';
import { listed, siteName, whoLink } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';

export type PeopleView = PlanView & {
  readonly person: PersonId;
  readonly seesNumbers: boolean;
  readonly reach: Reachability;
};

const MEDIA = { chat: 'chat', sms: 'SMS', call: 'call', desk: 'desk', email: 'e-mail', push: 'push' } as const;

/** `/plan/people`: everybody of the plan, what they are there for, and how they are reached. */
export function peoplePage(view: PeopleView): string {
  const { book, seesNumbers } = view;
  const all = Object.entries(book.plan.people);
  const rows = all.map(([id, it]) => ({
    id: `person-${id}`,
    cells: [who(view, id, it), ways(view, id, it), partsOf(view, id), presence(view, it)],
  }));
  const body = html`<h1>People</h1>
    ${
      seesNumbers
        ? html`<p>
            Your part in the plan is to call people, so their numbers stand here. Treat them as you would your own.
          </p>`
        : html`<p>
            Phone numbers are hidden here: they are shown to those who lead, call or can be on call, and to whoever
            works on an open incident. Your own are shown.
          </p>`
    }
    ${reachPanel(view)}
    <section id="people">
      <h2>All ${all.length}</h2>
      ${table(['Who', 'Reached by, in this order', 'Part in the plan', 'When not'], rows)}
    </section>
    ${rolesSection(view)}`;
  return planPage(view, { title: 'People', section: '/plan/people', body });
}

const who = ({ book, person }: PeopleView, id: string, it: Person): Html =>
  html`<strong><bdi>${it.name}</bdi></strong
    >${id === person ? ' (you)' : ''}${it.title === undefined ? '' : html`<br />${it.title}`}${
      it.org === undefined ? '' : html`<br />of ${nameOf(book, it.org)}`
    }${it.site === undefined ? '' : html`<br />${siteName(book, it.site)}`}`;

function ways(view: PeopleView, id: string, { reach }: Person): Html {
  const shown = view.seesNumbers || id === view.person;
  return html`<ol class="ways">
    ${reach.map(
      (way) =>
        html`<li>
          ${MEDIA[way.medium]}
          ${shown ? wayHtml(way) : html`<span class="faint">${hiddenTo(way)}</span>`}${
            way.label === undefined ? '' : ` (${way.label})`
          }${provedHtml(view, { ...way, person: id })}
        </li>`,
    )}
  </ol>`;
}

const PHONES: readonly string[] = ['call', 'sms', 'desk'];

/** A number to press on a phone. The address of a call holds digits only, whatever the plan writes around them. */
export function wayHtml({ medium, to }: Pick<Way, 'medium' | 'to'>): Html {
  if (PHONES.includes(medium))
    return html`<a href="${medium === 'sms' ? 'sms' : 'tel'}:+${to.replaceAll(/\D/g, '')}" class="number">${to}</a>`;
  return medium === 'email' ? html`<a href="mailto:${to}">${to}</a>` : html`<bdi>${to}</bdi>`;
}

function partsOf({ book }: PeopleView, id: string): Html {
  const { roles, schedules, functions } = book.plan;
  const holds = Object.keys(roles).filter((role) => roles[role]?.who === id);
  const deputy = Object.keys(roles).filter((role) => roles[role]?.deputies.some((one) => one === id) === true);
  const turns = Object.entries(schedules).flatMap(([one, it]) => (peopleOf(it).some((who) => who === id) ? [one] : []));
  const owns = Object.keys(functions).filter((one) => functions[one]?.owner === id);
  const lines: readonly Html[] = [
    ...(holds.length === 0 ? [] : [html`<strong>${holds.map(roleName).join(', ')}</strong>`]),
    ...(deputy.length === 0 ? [] : [html`deputy: ${deputy.map(roleName).join(', ')}`]),
    ...(turns.length === 0 ? [] : [html`on call in ${listed(turns.map((one) => whoLink(book, one)))}`]),
    ...(owns.length === 0 ? [] : [html`owns ${owns.map((one) => functions[one]?.name ?? one).join(', ')}`]),
  ];
  return html`${lines.map((line, i) => html`${i === 0 ? '' : html`<br />`}${line}`)}`;
}

function presence({ book, reading }: PeopleView, it: Person): Html {
  const away = absence(it, reading.at);
  const lines: readonly (Html | string)[] = [
    ...(away === undefined
      ? []
      : [
          html`<strong class="warn">[!] away</strong> until
            ${dayAndTime(away.to, reading.zone)}${
              away.entry.cover === undefined ? ', and nobody covers' : `, ${nameOf(book, away.entry.cover)} covers`
            }`,
        ]),
    ...(it.quiet === undefined ? [] : [`quiet ${it.quiet.from} to ${it.quiet.to}, ${it.timezone}`]),
    ...(it.hours === undefined ? [] : [`works ${it.hours.text}`]),
    ...it.away
      .filter((one) => one !== away?.entry)
      .map(
        ({ from, to, cover }) => `away ${from} to ${to}${cover === undefined ? '' : `, ${nameOf(book, cover)} covers`}`,
      ),
  ];
  return html`${lines.map((line, i) => html`${i === 0 ? '' : html`<br />`}${line}`)}`;
}

function rolesSection({ book }: PeopleView): Html {
  const rows = Object.entries(book.plan.roles).map(([id, { who: holder, deputies, duty }]) => ({
    id: `role-${id}`,
    cells: [
      roleName(id),
      holder === BOT ? 'Muster' : whoLink(book, holder),
      listed(deputies.map((one) => whoLink(book, one))),
      duty ?? '',
    ],
  }));
  return html`<section id="roles">
    <h2>Roles</h2>
    ${
      rows.length === 0
        ? html`<p>The plan names no roles: everybody in it may do everything.</p>`
        : table(['Role', 'Who', 'Deputies', 'Duty'], rows)
    }
  </section>`;
}
