import { MUSTER } from '../../src/core/incident/events.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import type { PageMessage } from '../../src/core/message.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Ledger } from './ledger.ts';

export type PageLook = {
  readonly message: PageMessage;
  readonly reached: boolean;
  readonly now: Instant;
  readonly ledger: Ledger;
  readonly plan: Plan;
  /** The incident after the step before this one. */
  readonly known: Incident | undefined;
  /** Two processes: what one of them wrote in this very instant the other may not have read yet. */
  readonly several: boolean;
};

/** Judges each page at the moment in which it is handed over. Answers what is wrong, or nothing. */
export function pageRules() {
  const reachedAt = new Map<string, { readonly key: string; readonly at: number }>();

  return function judge(look: PageLook): string | undefined {
    return notAfterTheAnswer(look) ?? marked(look) ?? nobodyOutside(look) ?? notTwice(look);
  };

  /**
   * The same person never gets two pages by one medium at one instant for one incident. What was under way, or went out in
   * the instant in which somebody asked for the second, could not be known; and what was planned well apart comes together
   * when nobody ran meanwhile, or when a provider that failed is back.
   */
  function notTwice({ message, reached, now, ledger, several, known: earlier }: PageLook): string | undefined {
    const account = ledger.accounts.get(message.incident);
    if (!reached || account === undefined) return undefined;
    const name = `${message.incident} ${message.person} ${message.medium} ${message.to} ${now}`;
    const before = reachedAt.get(name);
    reachedAt.set(name, { key: message.key, at: account.events.length });
    if (before === undefined || [before.key, message.key].some(isRepeat)) return undefined;
    const second = account.planned.get(groupOf(message)) ?? { at: 0, by: MUSTER };
    const known = account.sentAt.get(before.key.slice(message.incident.length + 1)) ?? Number.POSITIVE_INFINITY;
    const hours = [before.key, message.key].map((key) => earlier && hourOf(earlier, key));
    if (hours[0] !== undefined && hours[1] !== undefined && hours[0] !== hours[1]) return undefined;
    const excused = second.by === MUSTER ? known > second.at : several || before.at < second.at;
    return excused ? undefined : `${message.person} got ${before.key} and ${message.key} by one medium at once`;
  }
}

/** Nobody is paged after an answer is on record, except by name or to ask how it stands; nor after the end, nor after a no. */
function notAfterTheAnswer({ message, ledger, now, several }: PageLook): string | undefined {
  const account = ledger.accounts.get(message.incident);
  const group = groupOf(message);
  if (account === undefined) return `a page for ${message.incident}, which nobody declared`;
  const young = several && account.since === now;
  if (account.ended.has(group)) return young ? undefined : `${message.key} was handed over after the incident's end`;
  const saidNo = account.declined.get(message.person);
  if (saidNo !== undefined && !(several && saidNo === now)) return `${message.key} was handed over after a no`;
  if (account.wants === 'looking' || /^[cp]/.test(group)) return undefined;
  return young ? undefined : `${message.key} was handed over after the answer was recorded`;
}

const isRepeat = (key: string) => !key.endsWith('/1');

/** When the page with this key was to go out. */
const hourOf = ({ lifecycle, escalation }: Incident, key: string) =>
  escalation.pages.find((page) => key.startsWith(`${lifecycle.id}/${page.key}/`))?.at;
const groupOf = ({ key }: PageMessage) => key.split('/')[2] ?? '';

/** Every page of a drill says EXERCISE before anything else; no other page does. */
function marked({ message }: PageLook): string | undefined {
  const drill = message.incident.startsWith('EX-');
  const says = message.text.startsWith('EXERCISE') && message.subject.startsWith('EXERCISE') && message.drill;
  return drill === says
    ? undefined
    : `${message.key}: a page of a drill is marked, and no other is: ${message.subject}`;
}

/** A drill reaches nobody outside who has not agreed to it. */
function nobodyOutside({ message, plan }: PageLook): string | undefined {
  const vendor = plan.vendors[message.person];
  const stranger = vendor !== undefined && vendor.drills !== 'allowed' && message.incident.startsWith('EX-');
  return stranger ? `${message.key}: an exercise called ${vendor.name}` : undefined;
}
