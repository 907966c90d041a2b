import { nameOf, severityName } from '../book.ts';
import type { Asks } from './events.ts';
import type { Page } from './page.ts';
import type { Incident } from './state.ts';

export const DRILL_MARK = 'EXERCISE';

/**
 * What a page says: what is wrong, why you, what to do first, how to answer; complete in itself, for the phone may be all
 * that works. A private incident tells only its number: the medium may be read by others.
 */
export function pageText(
  incident: Incident,
  page: Page,
): { readonly subject: string; readonly text: string; readonly spoken: string } {
  const { lifecycle } = incident;
  const mark = lifecycle.kind === 'drill' ? `${DRILL_MARK}: ` : '';
  const what = lifecycle.private ? 'a private incident' : lifecycle.title;
  const severity = severityName(incident.book, lifecycle.severity);
  const n = lifecycle.id.replace('INC-', '');
  const lines = [
    `${mark}${lifecycle.id} ${severity}: ${what}`,
    reason(incident, page),
    ...(lifecycle.private ? [] : workaround(incident)),
    `Answer ACK ${n} (I have it), CANT ${n} (somebody else), HELP ${n} (I need one more).`,
    ...(page.attempt > 1 ? [`(attempt ${page.attempt}: you may have had this already)`] : []),
    ...(lifecycle.kind === 'drill' ? ['This is an exercise. Nothing is really wrong.'] : []),
  ];
  return {
    subject: `${mark}${lifecycle.id} ${severity}: ${what}`,
    text: lines.join('\n'),
    spoken: spoken(incident, page),
  };
}

/**
 * The same for an ear that was asleep a moment ago: who calls, what is wrong, why you. The keys are said by the call itself.
 */
function spoken(incident: Incident, page: Page): string {
  const { lifecycle, book } = incident;
  const drill = lifecycle.kind === 'drill';
  const n = lifecycle.id.replace(/^[A-Z]+-/, '');
  const what = lifecycle.private ? 'It is private.' : ended(lifecycle.title);
  return [
    ...(drill ? ['This is an exercise. Nothing is really wrong.'] : []),
    `This is Muster, for ${book.plan.plan.company}.`,
    `${drill ? 'Exercise' : 'Incident'} ${n}, ${severityName(book, lifecycle.severity)}.`,
    what,
    reason(incident, page),
    ...(lifecycle.private ? [] : workaround(incident)),
  ].join(' ');
}

function reason(incident: Incident, page: Page): string {
  const { escalation } = incident;
  if (page.group.startsWith('a'))
    return 'Nobody has answered so far. The first person to answer runs the incident; Muster will guide you.';
  if (page.group.startsWith('p'))
    return 'You have it, but nothing was noted for a while. Say how it stands, or it goes to the next person.';
  if (page.group.startsWith('c'))
    return incident.lifecycle.private ? 'You are asked for. Muster says what for.' : asSentence(page.asks, page.via);
  const helps =
    escalation.seeking === null ? '' : ` ${nameOf(incident.book, escalation.seeking)} has it and needs one more.`;
  return `${whyYou(incident, page)}${helps}`;
}

const ended = (words: string) => (/[.?!]$/.test(words) ? words : `${words}.`);

/** What somebody wrote is quoted; what Muster calls for is a sentence of its own. */
export function asSentence(asks: Asks | undefined, why: string): string {
  const whole = ended(why);
  const isOwn = asks !== undefined && asks.what !== 'join';
  return isOwn ? `${whole.charAt(0).toUpperCase()}${whole.slice(1)}` : `You are asked for: ${whole}`;
}

/** A vendor serves many: it is told who asks, and what the plan says its desk needs to hear. */
function whyYou({ book }: Incident, page: Page): string {
  const { vendors, plan } = book.plan;
  const vendor = Object.hasOwn(vendors, page.person) ? vendors[page.person] : undefined;
  if (vendor !== undefined) return [`${plan.company} asks for your help.`, vendor.say ?? ''].join(' ').trim();
  return page.via.startsWith('named in the plan')
    ? `The plan of ${plan.company} names you for this.`
    : `You are paged as ${page.via}.`;
}

function workaround(incident: Incident): readonly string[] {
  const first = incident.lifecycle.functions
    .map((id) => incident.book.plan.functions[id]?.workaround?.do)
    .find((text) => text !== undefined);
  return first === undefined ? [] : [`Meanwhile: ${first}`];
}
