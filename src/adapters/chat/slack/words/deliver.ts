import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { Book } from '../../../../core/book.ts';
import { card } from '../../../../core/card.ts';
import type { Card } from '../../../../core/card.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { MINUTE_MS, msBetween, SECOND_MS } from '../../../../core/time.ts';
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
/** Slack writes what people typed with `&lt; &gt; &amp;`; a button's words and a form's come as they are. */
const TYPED = new Set<Envelope['kind']>(['command', 'mention', 'direct']);
const OF_ANOTHER_FIRM = card(
  'Muster serves the people of this firm only. Tell somebody here what is wrong: they can start it.',
  {
    tone: 'warn',
  },
);

/** What one platform delivered, on its way to the one door. Throws when it has to be tried again. */
export async function deliver(parts: WordsParts, body: unknown, delivery: string): Promise<Outcome | Postponed> {
  const envelope = body as Envelope;
  switch (envelope.kind) {
    case 'command':
    case 'mention':
    case 'direct':
    case 'press':
    case 'form':
      return saidAs(parts, heardOf(parts, envelope, delivery), envelope);
    case 'shortcut':
      return saidAs(parts, await shortcut(parts, envelope, delivery), envelope);
    case 'reaction':
      return saidAs(parts, await reaction(parts, envelope, delivery), envelope);
    case 'home':
      void parts.home.publish(envelope.team, envelope.user);
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

async function saidAs(parts: WordsParts, heard: Heard, from: Envelope): Promise<Outcome | Postponed> {
  if ('nothing' in heard) return DONE;
  if ('stranger' in from && from.stranger === true) {
    aside(parts, parts.answers.send({ ...heard.to, aloud: false }, parts.draw.card(OF_ANOTHER_FIRM)));
    return DONE;
  }
  if ('answer' in heard) {
    aside(parts, parts.answers.send({ ...heard.to, aloud: false }, parts.draw.card(heard.answer)));
    return DONE;
  }
  if ('modal' in heard) {
    aside(parts, openOr(parts, heard));
    return DONE;
  }
  const who = await parts.directory.whoIs(heard.to.team, heard.to.user);
  const speaker = speakerOf(parts.host.book(), who, heard.name);
  const { here, to } = heard;
  const words = await withPeople(parts.directory, to.team, heard.words);
  const reply = await parts.host.say({
    words,
    entities: TYPED.has(from.kind),
    speaker,
    delivery: `slack/${to.delivery}`,
    ...(here === undefined ? {} : { here }),
  });
  if (!who.known && reply.code === 'not-allowed') return whoIsIt(parts, heard.to);
  parts.unsure.delete(to.delivery);
  const account = who.known && who.person === null ? to.user : undefined;
  aside(parts, answer(parts, { reply, to, here, account }));
  return DONE;
}

/**
 * What was said is done; the answer goes its own way. A delivery that waited for it would be worked again when it took long, and
 * words that were refused might be carried out then; and it would hold a place in the lane of pages.
 */
function aside({ host }: WordsParts, work: Promise<void>): void {
  work.catch((error: unknown) => host.log.warn({ reason: String(error) }, 'an answer in Slack failed'));
}

async function openOr(parts: WordsParts, { modal, to, otherwise }: Extract<Heard, { modal: unknown }>): Promise<void> {
  if (await parts.modals.open(modal, to)) return;
  await parts.answers.send({ ...to, aloud: false }, parts.draw.card(otherwise));
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
  // Aloud only in the incident's own room: elsewhere anybody may read, and what is private stays with who asked.
  const isOfAll = reply.ok && to.aloud === true && here !== undefined && reply.incident === here;
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
      text: `Your Slack account is not linked to anybody in the plan. Ask whoever looks after it to write { email: your address as Slack has it } or { chat: ${account} } under your "reach" there. "start", "note" and /nearmiss work for everybody.`,
    },
  ],
});

const WHO_FIRST = card(
  'Slack does not tell just now who you are. Your words are kept, and tried again for two minutes.',
  {
    tone: 'warn',
  },
);
const WHO_NEVER = card(
  'Slack did not tell who you are, so nothing was done. Say it again, or answer by SMS or in the console.',
  { tone: 'alarm' },
);

/** Said once; meanwhile the words are kept, and tried again. */
function whoIsIt(parts: WordsParts, to: AnswerTo): Outcome | Postponed {
  const now = parts.host.clock.now();
  const before = parts.unsure.get(to.delivery);
  const tell = (shown: Card) => aside(parts, parts.answers.send({ ...to, aloud: false }, parts.draw.card(shown)));
  if (before === undefined) {
    parts.unsure.set(to.delivery, now);
    tell(WHO_FIRST);
  }
  if (before === undefined || msBetween(before, now) < WHO_FOR_MS)
    return { outcome: 'postponed', afterMs: WHO_AGAIN_MS, reason: 'Slack does not say who it is' };
  parts.unsure.delete(to.delivery);
  tell(WHO_NEVER);
  return DONE;
}

/**
 * Whom the plan knows bears the name that it gives them, whatever they call themselves in Slack. Everybody else is marked: a
 * display name can be that of somebody of the plan.
 */
function speakerOf({ plan }: Book, who: Who, name: string): Speaker {
  const id = who.known ? who.person : null;
  const known = id === null ? undefined : plan.people[id]?.name;
  if (id !== null && known !== undefined) return { id, name: known, by: id };
  const shown = `${who.known ? who.name : name} (in Slack, not in the plan)`;
  return { id, name: shown, by: id ?? `guest:${shown}` };
}
