import type { Plan, Way } from '../../../core/plan/schema.ts';
import { BOT, entry } from '../../../core/plan/schema.ts';
import { inTurn, NO_OVERRIDES, onCall } from '../../../core/oncall.ts';
import { dateOf, dayAndTime } from '../../../core/time.ts';
import type { Instant } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';

/** What every part of the pack is made of: the plan, and when the pack is made. */
export type Made = { readonly plan: Plan; readonly at: Instant };

/** Somebody who can be called, and why they are the one. */
export type Callable = { readonly name: string; readonly why: string; readonly ways: readonly Way[] };

/** `Fri 20 Nov 2026 16:40 EST`: paper lives longer than a year. */
export const withYear = (at: Instant, zone: string) =>
  dayAndTime(at, zone).replace(/(?= \d\d:\d\d)/, ` ${dateOf(at, zone).slice(0, 4)}`);

/** `tech_lead` → `tech lead`; `regulator-and-insurer` → `regulator and insurer`. */
export const spaced = (id: string) => id.replaceAll(/[_-]/g, ' ');
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A person's, vendor's or role's name as people say it. */
export const nameIn = (plan: Plan, who: string): string =>
  entry(plan.people, who)?.name ?? entry(plan.vendors, who)?.name ?? spaced(who);

/** Everybody behind a name of the plan, in the order in which they are asked: a role's deputies, a schedule's turns. */
export function callables({ plan, at }: Made, who: string): readonly Callable[] {
  const person = entry(plan.people, who);
  if (person !== undefined) return [{ name: person.name, why: person.title ?? '', ways: person.reach }];
  const role = entry(plan.roles, who);
  if (role !== undefined)
    return [role.who, ...role.deputies]
      .filter((id) => id !== BOT)
      .map((id, i) => named(plan, id, `${i === 0 ? '' : 'deputy '}${spaced(who)}`));
  const schedule = entry(plan.schedules, who);
  if (schedule !== undefined) {
    const { until } = onCall(plan, who, { at, live: NO_OVERRIDES });
    const turn = `${who} until ${dayAndTime(until, schedule.timezone)}`;
    return inTurn(plan, who, { at, live: NO_OVERRIDES }).map(({ person: id }, i) =>
      named(plan, id, i === 0 ? turn : `${who}, next in turn`),
    );
  }
  const vendor = entry(plan.vendors, who);
  return [
    vendor === undefined
      ? { name: spaced(who), why: 'the plan does not say who', ways: [] }
      : { name: vendor.name, why: vendor.hours === undefined ? '' : vendor.hours.text, ways: vendor.reach },
  ];
}

const named = (plan: Plan, id: string, why: string): Callable => ({
  name: nameIn(plan, id),
  why,
  ways: entry(plan.people, id)?.reach ?? entry(plan.vendors, id)?.reach ?? [],
});

const MEDIA: Readonly<Record<string, string>> = { call: 'phone', desk: 'desk phone', email: 'e-mail' };
const SPOKEN: readonly string[] = ['call', 'sms', 'desk'];

/** Every way to reach somebody, the number itself a link that a phone can dial. */
export const waysHtml = (ways: readonly Way[]): Html =>
  ways.length === 0
    ? html`no number in the plan`
    : html`${together(ways).map(
        ({ to, label, media }) =>
          html`<span class="way"
            >${media.map((medium) => MEDIA[medium] ?? medium).join(', ')}
            ${numberHtml(media[0] ?? '', to)}${label === undefined ? false : html` (${label})`}</span
          > `,
      )}`;

/** Only numbers that a phone can call, for the sheets that are read in a hurry. */
export const phonesHtml = (ways: readonly Way[]): Html => {
  const phones = ways.filter(({ medium }) => SPOKEN.includes(medium));
  return waysHtml(phones.length === 0 ? ways : phones);
};

/** The same number by phone and by text message is said once. */
function together(ways: readonly Way[]) {
  const byNumber = new Map<string, { to: string; label: string | undefined; media: string[] }>();
  for (const { medium, to, label } of ways) {
    const key = `${to} ${label ?? ''}`;
    const known = byNumber.get(key);
    if (known === undefined) byNumber.set(key, { to, label, media: [medium] });
    else known.media.push(medium);
  }
  return [...byNumber.values()];
}

function numberHtml(medium: string, to: string): Html {
  if (SPOKEN.includes(medium)) return html`<a class="number" href="tel:${to.replaceAll(/[^+\d]/g, '')}">${to}</a>`;
  if (medium === 'email') return html`<a class="number" href="mailto:${encodeURIComponent(to)}">${to}</a>`;
  return html`<span class="number">${to}</span>`;
}

/** `Nina Kowalski (deputy vendor contact): phone +1 …`, a line each. */
export const callablesHtml = (all: readonly Callable[], ways: (ways: readonly Way[]) => Html = waysHtml): Html =>
  html`<ul class="people">
    ${all.map(({ name, why, ways: reach }) => html`<li>${whoHtml(name, why)} ${ways(reach)}</li>`)}
  </ul>`;

export const whoHtml = (name: string, why: string): Html =>
  html`<strong><bdi>${name}</bdi></strong
    >${why === '' ? false : html` <span class="why">${why}</span>`}`;

/** A box to tick with a pen. */
export const box = html`<span class="box" aria-hidden="true"></span>`;
/** A line to write on. */
export const line = (label: string) => html`<span class="line"><span class="label">${label}</span></span>`;

/** Label and value pairs; those without a value are left out. */
export const factsHtml = (facts: readonly (readonly [label: string, value: string | Html | undefined])[]): Html => {
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  return known.length === 0
    ? html``
    : html`<dl>
        ${known.map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`;
};

export const row = (items: readonly string[]) => items.join(', ');
