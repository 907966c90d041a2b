import type { Book } from '../../../../core/book.ts';
import { roleName } from '../../../../core/book.ts';
import { BOT, entry } from '../../../../core/plan/schema.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';

export const functionAddress = (id: string) => `/plan/functions/${encodeURIComponent(id)}`;
export const systemAddress = (id: string) => `/plan/systems/${encodeURIComponent(id)}`;
export const playbookAddress = (id: string) => `/plan/playbooks/${encodeURIComponent(id)}`;

export const functionName = ({ plan }: Book, id: string) => entry(plan.functions, id)?.name ?? id;
export const systemName = ({ plan }: Book, id: string) => entry(plan.systems, id)?.name ?? id;

export const siteName = ({ plan }: Book, id: string) => entry(plan.sites, id)?.name ?? id;

export const functionLink = (book: Book, id: string): Html =>
  html`<a href="${functionAddress(id)}"><bdi>${functionName(book, id)}</bdi></a>`;
export const systemLink = (book: Book, id: string): Html =>
  html`<a href="${systemAddress(id)}"><bdi>${systemName(book, id)}</bdi></a>`;

/** A person, vendor, role or schedule of the plan, with a link to where it is told. */
export function whoLink({ plan }: Book, id: string): Html {
  const person = entry(plan.people, id);
  if (person !== undefined) return html`<a href="/plan/people#person-${id}"><bdi>${person.name}</bdi></a>`;
  const vendor = entry(plan.vendors, id);
  if (vendor !== undefined) return html`<a href="/plan/vendors#vendor-${id}"><bdi>${vendor.name}</bdi></a>`;
  if (entry(plan.roles, id) !== undefined) return html`<a href="/plan/people#role-${id}">${roleName(id)}</a>`;
  if (entry(plan.schedules, id) !== undefined) return html`<a href="/plan/paging#schedule-${id}">${id}</a>`;
  return html`${id === BOT ? 'Muster' : roleName(id)}`;
}

/** Parts one after the other with commas between. */
export const listed = (parts: readonly (Html | string)[]): Html =>
  html`${parts.map((part, i) => html`${i === 0 ? '' : ', '}${part}`)}`;

/** What is shown of something that the plan may leave out. */
export const given = <T, Shown>(value: T | undefined, show: (value: T) => Shown): Shown | undefined =>
  value === undefined ? undefined : show(value);

/** Facts as label and value; those without a value are left out. */
export function facts(pairs: readonly (readonly [label: string, value: Html | string | undefined])[]): Html {
  const shown = pairs.filter(
    ([, value]) => value !== undefined && (typeof value === 'string' ? value : value.markup) !== '',
  );
  return html`<dl>
    ${shown.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd dir="auto">${value}</dd>`,
    )}
  </dl>`;
}
