import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { Book } from '../../../../core/book.ts';
import { card } from '../../../../core/card.ts';
import type { Card } from '../../../../core/card.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { MINUTE_MS, msBetween, SECOND_MS } from '../../../../core/time.ts';
import type { Instant } from '../../../../core/time.ts';
import type { Reply, Speaker } from '../../../../ports/door.ts';
import type { Who } from '../directory.ts';
import { accepted } from '../outcomes.ts';
import type { Envelope } from '../transport/envelope.ts';
import type { AnswerTo } from './answers.ts';
import type { Heard } from './heard.ts';
import { heardOf } from './heard.ts';
import { withPeople } from './mentions.ts';
import type { WordsParts } from './words-parts.ts';
import { tellOfRoom } from './tell-of-room.ts';
import { shortcut } from './shortcuts.ts';
import { reaction } from './reactions.ts';

/** How long Muster goes on asking Slack who somebody is, for words that need to know. */
const WHO_FOR_MS = 2 * MINUTE_MS;
const WHO_AGAIN_MS = 3 * SECOND_MS;
const DONE = accepted('');

/** What one platform delivered, on its way to the one door. Throws when it has to be tried again. */
export async function deliver(parts: WordsParts, body: unknown, delivery: string): Promise<Outcome | Postponed> {
  const envelope = body as Envelope;
  switch (envelope.kind) {
    case 'command':
    case 'mention':
    case 'direct':
      return saidAs(parts, heardOf(parts, envelope, delivery), { entities: true });
    case 'press':
    case 'form':
      return saidAs(parts, heardOf(parts, envelope, delivery));
    case 'shortcut':
      return saidAs(parts, await shortcut(parts, envelope, delivery));
    case 'reaction':
      return saidAs(parts, await reaction(parts, envelope, delivery));
    case 'home':
      await parts.home.publish(envelope.team, envelope.user);
      return DONE;
    case 'joined':
    case 'left':
    case 'channel':
    case 'team':
    case 'user':
      await tellOfRoom(parts, envelope, delivery);
      return DONE;
    default:
      envelope satisfies never;
      return DONE;
  }
}

/** `entities`: Slack writes what people typed with `&lt; &gt; &amp;`; a button's words and a form's come as they are. */
async function saidAs(parts: WordsParts, heard: Heard, { entities = false } = {}): Promise<Outcome | Postponed> {
  if ('nothing' in heard) return DONE;
  if ('answer' in heard) {
    await parts.answers.send(heard.to, parts.draw.card(heard.answer));
    return DONE;
  }
  if ('modal' in heard) {
    const shown = await parts.modals.open(heard.modal, heard.to);
    if (!shown) await parts.answers.send(heard.to, parts.draw.card(heard.otherwise));
    return DONE;
  }
  const who = await parts.directory.whoIs(heard.to.team, heard.to.user);
  const speaker = speakerOf(parts.host.book(), who, heard.name);
  const { here, to } = heard;
  const words = await withPeople(parts.directory, to.team, heard.words);
  const reply = await parts.host.say({
    words,
    entities,
    speaker,
    delivery: `slack/${to.delivery}`,
    ...(here === undefined ? {} : { here }),
  });
  if (!who.known && reply.code === 'not-allowed') return whoIsIt(parts, heard.to);
  await answer(parts, { reply, to, here, account: who.known && who.person === null ? to.user : undefined });
  return DONE;
}

type Answering = {
  readonly reply: Reply;
  readonly to: AnswerTo;
  readonly here: IncidentId | undefined;
  /** Set when the plan does not know whose account it is. */
  readonly account: string | undefined;
};

/** A form is a modal where one can be opened, and else the line to type; everything else is a card. */
async function answer(parts: WordsParts, { reply, to, here, account }: Answering): Promise<void> {
  const isForm = reply.card.blocks.some(({ kind }) => kind === 'form');
  const at = { ...(here === undefined ? {} : { here }), ...(to.channel === null ? {} : { channel: to.channel }) };
  if (isForm && (await parts.modals.open({ card: reply.card, at }, to))) return;
  const isOfAll = reply.ok && to.aloud === true;
  const shown = account !== undefined && reply.code === 'not-allowed' ? unlinked(reply.card, account) : reply.card;
  await parts.answers.send({ ...to, aloud: isOfAll }, parts.draw.card(shown));
}

/** Nobody is taken for somebody else; who is not linked is told how it is done. */
const unlinked = (shown: Card, account: string): Card => ({
  ...shown,
  blocks: [
    ...shown.blocks,
    {
      kind: 'text',
      text: `Your Slack account is not linked to anybody in the plan. Ask whoever looks after the plan to add your e-mail address as Slack has it, or "slack: ${account}", to your entry. "start" and "note" work for everybody.`,
    },
  ],
});

/** Said once; meanwhile the words are kept, and tried again. */
async function whoIsIt(parts: WordsParts, to: AnswerTo): Promise<Outcome | Postponed> {
  const now = parts.host.clock.now();
  const since: Instant = parts.unsure.get(to.delivery) ?? now;
  if (!parts.unsure.has(to.delivery)) {
    parts.unsure.set(to.delivery, now);
    await parts.answers.send(
      to,
      parts.draw.card(
        card('Slack does not tell just now who you are. Your words are kept, and tried again for two minutes.', {
          tone: 'warn',
        }),
      ),
    );
  }
  if (msBetween(since, now) < WHO_FOR_MS)
    return { outcome: 'postponed', afterMs: WHO_AGAIN_MS, reason: 'Slack does not say who it is' };
  parts.unsure.delete(to.delivery);
  await parts.answers.send(
    to,
    parts.draw.card(
      card('Slack did not tell who you are, so nothing was done. Say it again, or answer by SMS or in the console.', {
        tone: 'alarm',
      }),
    ),
  );
  return DONE;
}

/** Whom the plan knows bears the name that it gives them, whatever they call themselves in Slack. */
function speakerOf({ plan }: Book, who: Who, name: string): Speaker {
  const id = who.known ? who.person : null;
  const shown = (id === null ? undefined : plan.people[id]?.name) ?? (who.known ? who.name : name);
  return { id, name: shown, by: id ?? `guest:${shown}` };
}
