import { createRequire } from 'node:module';
import type DateHolidays from 'date-holidays';
import { nearest } from '../../core/nearest.ts';

/** Years for which the days are worked out; the same for everybody, so that one plan has one hash. */
const FIRST_YEAR = 2024;
const LAST_YEAR = 2036;

export type HolidayDays =
  { readonly ok: true; readonly days: readonly string[] } | { readonly ok: false; readonly say: string };

const known = new Map<string, HolidayDays>();

/**
 * The public holidays of a calendar as days (`yyyy-mm-dd`): `us-federal`, or an ISO 3166 country with its subdivision, such as
 * `AT` or `DE-BY`. An unknown name is a sentence that lists near ones (domain 2.6). The library is large and is read only when
 * a plan names a calendar.
 */
export function holidayDays(calendar: string): HolidayDays {
  const before = known.get(calendar);
  if (before !== undefined) return before;
  const found = workOut(calendar === 'us-federal' ? 'US' : calendar);
  known.set(calendar, found);
  return found;
}

function workOut(name: string): HolidayDays {
  const Holidays = createRequire(import.meta.url)('date-holidays') as typeof DateHolidays;
  const [country = '', state] = name.split('-');
  const all = new Holidays();
  const countries = Object.keys(all.getCountries());
  if (!countries.includes(country)) return no(name, countries, 'country');
  const states = Object.keys(all.getStates(country) ?? {});
  if (state !== undefined && !states.includes(state))
    return no(
      name,
      states.map((one) => `${country}-${one}`),
      'region',
    );
  const own = state === undefined ? new Holidays(country) : new Holidays(country, state);
  const days = new Set<string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1)
    for (const holiday of own.getHolidays(year)) if (holiday.type === 'public') days.add(holiday.date.slice(0, 10));
  return { ok: true, days: [...days].toSorted() };
}

function no(name: string, names: readonly string[], kind: string): HolidayDays {
  const near = nearest(name, names);
  const meant = near.length > 0 ? near : names.slice(0, 8);
  return { ok: false, say: `There is no holiday calendar of the ${kind} "${name}". There are: ${meant.join(', ')}.` };
}
