declare const brand: unique symbol;
/** Text that is markup already. Only `html` makes it, and `trusted` for what another escaping renderer made. */
export type Html = { readonly [brand]?: true; readonly markup: string };
type Value = string | number | Html | readonly Value[] | undefined | false;

/** Direction overrides and isolates: they have no look of their own and can turn the text around them. */
const TURNS_TEXT = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(TURNS_TEXT, '')
    .replaceAll('\0', '')
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);

/** Markup in which every value is text, in an element or in a quoted attribute, unless `html` made it. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: strings.map((text, i) => (i === 0 ? '' : markupOf(values[i - 1])) + text).join('') };
}

export const trusted = (markup: string): Html => ({ markup });

function markupOf(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  if ('markup' in value) return value.markup;
  return value.map(markupOf).join('');
}
