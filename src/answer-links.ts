import type { IncidentId } from './core/ids.ts';
import { pageEnding } from './core/incident/page-ending.ts';
import type { Incident } from './core/incident/state.ts';
import { entry } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import { pageOf, readPageKeyOf } from './media-host.ts';
import type { AnswerLinks } from './ports/answers.ts';
import type { Reply } from './ports/door.ts';
import type { MediaHost, Ticket } from './ports/media.ts';

type Parts = {
  readonly host: Pick<MediaHost, 'again' | 'press' | 'readTicket'>;
  /** What was answered to a delivery before, as it was kept. */
  readonly delivered: (id: string) => Promise<string | undefined>;
  /** Undefined when there is none of that number. */
  readonly incident: (id: IncidentId) => Promise<Incident | undefined>;
  readonly now: () => Promise<Instant>;
};

/** One answer for each message: the delivery is named by the attempt, not by what was pressed. */
const deliveryOf = (key: string) => `answer-link/${key}`;

export function answerLinks({ host, delivered, incident, now }: Parts): AnswerLinks {
  /** Somebody else has it, or it is over: whoever opens the page late is told so first. */
  async function endingOf({ key, person }: Ticket): Promise<string | undefined> {
    const named = readPageKeyOf(key);
    const found = named === undefined ? undefined : await incident(named.incident);
    const page = named === undefined || found === undefined ? undefined : pageOf(found, named.page);
    if (found === undefined || page === undefined) return undefined;
    const { plan } = found.book;
    const zone = entry(plan.people, person)?.timezone ?? plan.plan.timezone;
    return pageEnding(found, page, { at: await now(), zone })?.say;
  }

  return {
    async look(text) {
      const ticket = host.readTicket(text);
      if (ticket === undefined) return undefined;
      const before = await delivered(deliveryOf(ticket.key));
      const done = before === undefined ? undefined : (JSON.parse(before) as Reply);
      return { ticket, message: await host.again(ticket.key), ending: await endingOf(ticket), done };
    },
    async press(text, digit) {
      const ticket = host.readTicket(text);
      return ticket === undefined ? undefined : host.press(ticket, digit, deliveryOf(ticket.key));
    },
  };
}
