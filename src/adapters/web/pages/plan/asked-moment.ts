import type { Instant } from '../../../../core/time.ts';
import { dateTime } from '../../../../core/time.ts';
import { wallTime } from '../../../../core/wall.ts';

export type Asked = {
  readonly at: Instant;
  readonly isNow: boolean;
  /** For the form: the moment on the clocks of the company. */
  readonly typed: string;
  /** Why what was asked for is not what is shown. */
  readonly problem?: string;
};

const FORM = /^(\d{4})(-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d{1,3})?)?$/;
/** Plans are written for these years. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

/** The moment that a field of the type `datetime-local` names, on the clocks of the company's zone; nothing means now. */
export function askedMoment(words: string, { now, zone }: { readonly now: Instant; readonly zone: string }): Asked {
  const present = { at: now, isNow: true, typed: typed(now, zone) };
  if (words === '') return present;
  const [, year = '', day = '', time = ''] = FORM.exec(words) ?? [];
  const isKnown = Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR;
  const at = isKnown ? wallTime(`${year}${day}`, time, zone) : undefined;
  if (at !== undefined) return { at, isNow: false, typed: typed(at, zone) };
  return {
    ...present,
    problem: `"${words.slice(0, 40)}" is not a day and time. Write it like 2026-11-20T14:05. This is how it is now.`,
  };
}

const typed = (at: Instant, zone: string) => dateTime(at, zone).replace(' ', 'T');
