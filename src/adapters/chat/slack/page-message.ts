import { answersTo } from '../../../core/answers.ts';
import { button, card, text } from '../../../core/card.ts';
import { readIncidentId } from '../../../core/ids.ts';
import type { PageMessage } from '../../../core/message.ts';
import type { CardMessage } from './draw/card-blocks.ts';
import type { DrawFor } from './draw-for.ts';
import type { RoomRef } from './refs.ts';

type With = { readonly room: RoomRef | undefined; readonly consoleUrl: string; readonly draw: DrawFor };

/**
 * A page, complete in itself: what is wrong, why you, what to do first, three buttons to answer, and where it is worked. A
 * message that is about no incident has none of them; a test has one, which says that chat was the way.
 */
export function pageMessage(message: PageMessage, { room, consoleUrl, draw }: With): CardMessage {
  const id = readIncidentId(message.incident);
  const [first = message.subject, ...rest] = message.text.split('\n');
  const isTitled = first === message.subject;
  const own = `Press a button, or write here: "ack ${id ?? ''}", "cant ${id ?? ''}" or "needhelp ${id ?? ''}".`;
  // Text messages are answered in capitals; here there are buttons, and the words of everywhere else.
  const lines = (isTitled ? rest : [first, ...rest]).map((line) => (line.startsWith('Answer ACK ') ? own : line));
  const answers = id === undefined ? answersTo(message.incident) : [];
  const where = id === undefined ? '' : `In the console: ${consoleUrl}/incidents/${id}`;
  const drawn = draw.card(
    card(message.subject, {
      tone: answers.length > 0 ? 'plain' : 'alarm',
      blocks: [...lines, ...(where === '' ? [] : [where])].map(text),
      buttons:
        id === undefined
          ? answers.map(({ label, words }) => button(label, `${words} chat`))
          : [button("I've got it", `ack ${id}`), button("Can't", `cant ${id}`), button('Need help', `needhelp ${id}`)],
    }),
  );
  if (room === undefined || room.thread !== undefined) return drawn;
  const link = { type: 'mrkdwn', text: `Channel: <#${room.channel}>` } as const;
  return { ...drawn, blocks: [...drawn.blocks, { type: 'context', elements: [link] }] };
}
