import type { Vendor } from '../../../../core/plan/schema.ts';
import { isOutsideHours } from '../../../../core/plan/presence.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { facts, listed, systemLink, whoLink } from './names.ts';
import { wayHtml } from './people.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { dayWords, spanWords } from './span-words.ts';

/** `/plan/vendors`: whom to call outside, and what to have at hand. Their numbers are there to be called. */
export function vendorsPage(view: PlanView): string {
  const all = Object.entries(view.book.plan.vendors);
  const body = html`<h1>Vendors</h1>
    ${all.length === 0 ? html`<p>The plan names none.</p>` : ''}
    <div class="panels">${all.map(([id, it]) => vendorPanel(view, id, it))}</div>`;
  return planPage(view, { title: 'Vendors', section: '/plan/vendors', body });
}

const WORDS = { chat: 'chat', sms: 'SMS', call: 'call', desk: 'desk', email: 'e-mail', push: 'push' } as const;

function vendorPanel(view: PlanView, id: string, it: Vendor): Html {
  const { book, reading } = view;
  const zone = book.plan.plan.timezone;
  const open =
    it.hours === undefined || it.hours.open.length === 0
      ? ''
      : isOutsideHours(it.hours, zone, reading.at)
        ? ' (closed now)'
        : ' (open now)';
  return html`<section class="panel" id="vendor-${id}">
    <h2><bdi>${it.name}</bdi></h2>
    ${
      it.reach.length === 0
        ? html`<p class="faint">No number of its own in the plan.</p>`
        : html`<ul class="bare calls">
            ${it.reach.map(
              (way) =>
                html`<li>${WORDS[way.medium]} ${wayHtml(way)}${way.label === undefined ? '' : ` (${way.label})`}</li>`,
            )}
          </ul>`
    }
    ${facts([
      ['Say', it.say],
      ['Hours', it.hours === undefined ? undefined : `${it.hours.text}${open}`],
      ['Account', it.account],
      ['PIN', it.pin === undefined ? undefined : 'kept apart from the plan'],
      ['May call', listed(it.may_call.map((who) => whoLink(book, who)))],
      [
        'Promises',
        Object.entries(it.sla)
          .map(([name, span]) => `${name} ${spanWords(span)}`)
          .join(', '),
      ],
      ['Contract', it.contract],
      ['Policy', it.policy],
      ['Notice', it.hotline_is_notice === false ? 'a call is not notice: write as well' : undefined],
      ['Ask before', it.consent_before.join(', ')],
      ['Panel', it.panel.flatMap((one) => Object.entries(one).map(([name, whom]) => `${name}: ${whom}`)).join('; ')],
      ['Does', it.does.join(', ')],
      ['Does not', it.does_not.join(', ')],
      ['Portal', it.portal],
      ['Status page', it.status_page],
      ['Behind', behind(view, id)],
      [
        'Number last tried',
        it.last_contact_test === undefined ? 'not on record' : dayWords(it.last_contact_test, reading.at, zone),
      ],
    ])}
  </section>`;
}

const behind = ({ book }: PlanView, id: string): Html =>
  listed(
    Object.entries(book.plan.systems)
      .filter(([, { vendor }]) => vendor === id)
      .map(([system]) => systemLink(book, system)),
  );
