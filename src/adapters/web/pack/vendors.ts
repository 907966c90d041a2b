import type { Vendor } from '../../../core/plan/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { factsHtml, line, nameIn, row, waysHtml } from './pieces.ts';

/** Whom to call outside, with contract and account at hand, and what to say. */
export const vendors = (made: Made): Html =>
  Object.keys(made.plan.vendors).length === 0
    ? html``
    : html`<section id="vendors">
        <h2>Vendors and what to tell them</h2>
        <p>
          Say first:
          <q
            >This is ${made.plan.plan.company}. We have (what is down) since (time). So many people cannot work. What is
            my ticket number, and when do I hear from you?</q
          >
        </p>
        ${Object.values(made.plan.vendors).map((vendor) => vendorHtml(vendor, made))}
      </section>`;

const vendorHtml = (it: Vendor, made: Made): Html =>
  html`<div class="card">
    <h3>${it.name}</h3>
    <p>${waysHtml(it.reach)}</p>
    ${factsHtml([
      ['Say', it.say],
      ['Hours', it.hours?.text],
      ['Contract', it.contract],
      ['Account', it.account],
      ['PIN', it.pin],
      ['Promised', row(Object.entries(it.sla).map(([what, span]) => `${what} ${span}`))],
      ['May call', row(it.may_call.map((who) => nameIn(made.plan, who)))],
      ['Does', row(it.does)],
      ['Does not', row(it.does_not)],
      ['Portal', it.portal],
      ['Status page', it.status_page],
      ['Policy', it.policy],
      ['Hotline', it.hotline_is_notice === false ? 'a call is no notice: write to them as well' : undefined],
      ['Ask them before', row(it.consent_before)],
      ['Their panel', row(it.panel.flatMap((one) => Object.entries(one).map(([what, who]) => `${what}: ${who}`)))],
      ['Last test call', it.last_contact_test ?? 'never'],
    ])}
    <p>${line('Ticket')} ${line('Called at, spoke to')} ${line('They call back at')}</p>
  </div>`;
