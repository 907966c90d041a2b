import type { Medium } from '../media.ts';
import type { ImportedWay } from './imported.ts';

/**
 * One way to reach a person as an export says it. `country` is the calling code where the source keeps it apart, or `code first`
 * where it writes every number as code, hyphen, number.
 */
export type SaidWay = {
  readonly medium: Medium;
  readonly to: string | undefined;
  readonly label?: string | undefined;
  readonly country?: Country;
};
type Country = number | 'code first' | undefined;
export type Reach = { readonly ways: readonly ImportedWay[]; readonly notes: readonly string[] };

const MOST_WAYS = 20;

/**
 * The ways that a plan can hold: numbers in E.164 form, addresses that are some, none twice. What is left becomes a sentence
 * each, so that somebody can put it right.
 */
export function reachOf(said: readonly SaidWay[]): Reach {
  const ways = new Map<string, ImportedWay>();
  const notes: string[] = [];
  for (const one of said) {
    const { medium, to, label } = one;
    const address = to === undefined ? undefined : addressOf(one);
    if (address === undefined) notes.push(whyNot(one));
    else if (ways.size < MOST_WAYS && !ways.has(`${medium} ${address}`))
      ways.set(`${medium} ${address}`, { medium, to: address, ...(label === undefined ? {} : { label }) });
  }
  return { ways: [...ways.values()], notes };
}

const isPhone = (medium: Medium) => medium === 'sms' || medium === 'call' || medium === 'desk';

function addressOf({ medium, to = '', country }: SaidWay): string | undefined {
  if (isPhone(medium)) return e164(to, country);
  if (medium !== 'email') return to.trim() === '' ? undefined : to;
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(to) ? to : undefined;
}

function whyNot({ medium, to }: SaidWay): string {
  if (to === undefined) return `A way to be reached by ${medium} has no address in the export.`;
  if (isPhone(medium))
    return `The number "${to.slice(0, 40)}" (${medium}) says no country. Write it like "+1 616 555 0101".`;
  return `"${to.slice(0, 60)}" is no ${medium} address.`;
}

/**
 * A number in E.164 form (ITU-T E.164: `+`, country, number, 8 to 15 digits), from what the four sources write: with a plus,
 * with a calling code kept apart (PagerDuty), or as code, hyphen, number (`1-6165550101`, Opsgenie). Undefined where the
 * country is not said: a guess would page a stranger.
 */
export function e164(text: string, country?: Country): string | undefined {
  const digits = text.replaceAll(/\D/g, '');
  if (/[a-z]/i.test(text)) return undefined;
  if (/^\s*(?:\+|00)\s*[1-9]/.test(text)) return valid(text.trim().startsWith('+') ? digits : digits.slice(2));
  if (country === 'code first') return codeFirst(text);
  if (country === undefined || country <= 0) return undefined;
  // A number kept apart from its country may still have the 0 that is dialled at home; Italy (39) keeps it abroad too.
  return valid(`${country}${country === 39 ? digits : digits.replace(/^0/, '')}`);
}

function codeFirst(text: string): string | undefined {
  const [, code, number] = /^\s*([1-9]\d{0,2})-(\d[\d\s().-]{5,})$/.exec(text) ?? [];
  // A North American number without its country, such as 616-555-0101, looks the same: three digits, a hyphen, three more.
  if (code === undefined || number === undefined || /^\s*\d{3}-\d{3}[-.\s]\d{4}\s*$/.test(text)) return undefined;
  return valid(`${code}${number.replaceAll(/\D/g, '')}`);
}

const valid = (digits: string) => (/^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined);
