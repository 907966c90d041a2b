import type { AnswerLinks } from './ports/answers.ts';
import type { Reply } from './ports/door.ts';
import type { MediaHost } from './ports/media.ts';

type Parts = {
  readonly host: Pick<MediaHost, 'again' | 'press' | 'readTicket'>;
  /** What was answered to a delivery before, as it was kept. */
  readonly delivered: (id: string) => Promise<string | undefined>;
};

/** One answer for each message: the delivery is named by the attempt, not by what was pressed. */
const deliveryOf = (key: string) => `answer-link/${key}`;

export function answerLinks({ host, delivered }: Parts): AnswerLinks {
  return {
    async look(text) {
      const ticket = host.readTicket(text);
      if (ticket === undefined) return undefined;
      const before = await delivered(deliveryOf(ticket.key));
      const done = before === undefined ? undefined : (JSON.parse(before) as Reply);
      return { ticket, message: await host.again(ticket.key), done };
    },
    async press(text, digit) {
      const ticket = host.readTicket(text);
      return ticket === undefined ? undefined : host.press(ticket, digit, deliveryOf(ticket.key));
    },
  };
}
