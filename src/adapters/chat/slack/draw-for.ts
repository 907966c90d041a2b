import type { Card } from '../../../core/card.ts';
import { situation } from '../../../core/incident/cards.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { stepCard } from '../../../core/incident/step-card.ts';
import { readersZone } from '../../../core/marked-time.ts';
import type { Instant } from '../../../core/time.ts';
import type { ChatHost } from '../../../ports/chat.ts';
import type { Directory } from './directory.ts';
import type { CardMessage } from './draw/card-blocks.ts';
import { cardMessage } from './draw/card-blocks.ts';

/** Draws cards for Slack, with the accounts and the addresses of this Muster. */
export interface DrawFor {
  card(shown: Card, incident?: Incident): CardMessage;
  /** As everybody in the room reads it: hours in each reader's own zone. */
  situation(incident: Incident, at: Instant): CardMessage;
  step(incident: Incident, n: number, at: Instant): CardMessage | undefined;
}

type Parts = { readonly host: ChatHost; readonly directory: Directory; readonly command: string };

export function drawFor({ host, directory, command }: Parts): DrawFor {
  const zoneOf = ({ book }: Incident) => readersZone(book.plan.plan.timezone);
  const draw: DrawFor = {
    card: (shown, incident) =>
      cardMessage(shown, {
        userOf: (person) => directory.accountOf(person)?.user,
        command,
        more: `${host.consoleUrl()}/${incident === undefined ? '' : `incidents/${incident.lifecycle.id}`}`,
      }),
    situation: (incident, at) => draw.card(situation(incident, { at, zone: zoneOf(incident) }), incident),
    step(incident, n, at) {
      const shown = stepCard(incident, n, { at, zone: zoneOf(incident) });
      return shown === undefined ? undefined : draw.card(shown, incident);
    },
  };
  return draw;
}
