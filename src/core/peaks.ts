import type { Plan } from './plan/schema.ts';
import type { Instant } from './time.ts';
import { clockTime, DAY_MS, dateOf, plusDays, weekday } from './time.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const LAST_DAYS = /^last (\d+) business days? of (?:the )?month$/i;
const EVERY = /^every (\d+)w on (\w{3})\w* from (\d{4}-\d\d-\d\d)(?:, (\d\d:\d\d)-(\d\d:\d\d))?$/i;
const WEEKLY = /^(\w{3})(?:-(\w{3}))? (\d\d:\d\d)-(\d\d:\d\d)$/i;

type Local = { readonly date: string; readonly time: string; readonly day: number };

/**
 * The peak of the plan that this instant lies in, if any: there `peak_rto` replaces `rto` (domain 2.4). Understood are
 * "last 2 business days of month", "every 2w on Wed from 2026-11-04, 08:00-18:00" and "Mon-Fri 08:00-10:00".
 */
export function peakAt(plan: Plan, at: Instant): string | undefined {
  const zone = plan.plan.timezone;
  const local = { date: dateOf(at, zone), time: clockTime(at, zone), day: weekday(at, zone) };
  return (plan.plan.peaks ?? []).find((peak) => lies(peak.when, local, plan.plan.holidays?.extra ?? []))?.id;
}

function lies(when: string, local: Local, holidays: readonly string[]): boolean {
  const last = LAST_DAYS.exec(when);
  if (last) return isLastBusinessDay(local.date, Number(last[1]), holidays);
  const every = EVERY.exec(when);
  if (every) return isNthWeek(every, local) && within(local.time, every[4], every[5]);
  const weekly = WEEKLY.exec(when);
  if (!weekly) return false;
  const from = dayNumber(weekly[1]);
  const to = weekly[2] === undefined ? from : dayNumber(weekly[2]);
  return between(local.day, from, to) && within(local.time, weekly[3], weekly[4]);
}

const dayNumber = (name: string | undefined) => DAYS.indexOf((name ?? '').toLowerCase()) + 1;
const between = (day: number, from: number, to: number) =>
  from <= to ? day >= from && day <= to : day >= from || day <= to;
const within = (time: string, from = '00:00', to = '24:00') => time >= from && time < to;
const dayCount = (date: string) => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);

function isNthWeek([, weeks, day, from]: RegExpExecArray, local: Local): boolean {
  const since = dayCount(local.date) - dayCount(from ?? local.date);
  return local.day === dayNumber(day) && since >= 0 && since % (7 * Number(weeks)) === 0;
}

function isLastBusinessDay(date: string, count: number, holidays: readonly string[]): boolean {
  const isBusiness = (day: string) =>
    ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.includes(day);
  if (!isBusiness(date)) return false;
  let later = 0;
  for (let day = plusDays(date, 1); day.slice(0, 7) === date.slice(0, 7); day = plusDays(day, 1))
    if (isBusiness(day)) later += 1;
  return later < count;
}
