import type { Card } from '../../../../core/card.ts';
import { card, text } from '../../../../core/card.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { readIncidentId } from '../../../../core/ids.ts';
import { answersOf, readFormMetadata } from '../draw/form-modal.ts';
import type { CommandEnvelope, FormEnvelope, PressEnvelope, SpeechEnvelope } from '../transport/envelope.ts';
import type { AnswerTo } from './answers.ts';
import { START_CALLBACK, startWords } from './start-words.ts';
import type { Modal, WordsParts } from './words-parts.ts';

/** What somebody meant: words for the one door, a modal, an answer at once, or nothing at all. */
export type Heard =
  | {
      readonly words: string;
      /** What to call somebody whom Slack does not name. */
      readonly name: string;
      readonly here: IncidentId | undefined;
      readonly to: AnswerTo;
    }
  | { readonly modal: Modal; readonly to: AnswerTo; readonly otherwise: Card }
  | { readonly answer: Card; readonly to: AnswerTo }
  | { readonly nothing: true };

export const SOMEBODY = 'somebody in Slack';
const START = /^(?:start|open|declare|new)\s*$/i;

type Speech = CommandEnvelope | PressEnvelope | FormEnvelope | SpeechEnvelope;

export function heardOf(parts: WordsParts, envelope: Speech, delivery: string): Heard {
  const to: AnswerTo = { delivery, team: envelope.team, user: envelope.user, channel: null, thread: null };
  switch (envelope.kind) {
    case 'command': {
      const { channel } = envelope;
      const here = parts.index.ofChannel(envelope.team, channel);
      // Alone it asks what is wrong: whoever types it at 16:40 wants to begin, and "help" is a word of its own.
      const said = envelope.text.trim() || 'start';
      return meant({ words: said, name: envelope.userName, here, to: { ...to, channel } });
    }
    case 'press': {
      // A field of a form that is still being filled in: nothing was said.
      if (envelope.view !== undefined) return { nothing: true };
      const { team, channel, message, thread, words } = envelope;
      const at = channel === null ? undefined : { team, channel, thread: thread ?? message };
      const here = at === undefined ? undefined : parts.index.incidentAt(at);
      return meant({ words, name: SOMEBODY, here, to: { ...to, channel, thread } });
    }
    case 'form':
      return filledIn(envelope, to);
    case 'mention':
    case 'direct': {
      const { team, channel, thread, ts } = envelope;
      const here = parts.index.incidentAt({ team, channel, thread });
      const words = spoken(parts, envelope);
      if (envelope.kind === 'direct')
        return meant({ words, name: SOMEBODY, here, to: { ...to, channel, direct: true } });
      return meant({ words, name: SOMEBODY, here, to: { ...to, channel, thread: thread ?? ts, aloud: true } });
    }
    default:
      return envelope satisfies never;
  }
}

/** Without any words `start` asks what is wrong; the rest goes to the one door, entities and mentions as Slack wrote them. */
function meant(heard: Extract<Heard, { words: string }>): Heard {
  const { words, to } = heard;
  if (!START.test(words)) return heard;
  return { modal: { start: { text: '', channel: to.channel } }, to, otherwise: HOW_TO_START };
}

const HOW_TO_START = card('What is wrong? Say it in a few words', {
  blocks: [text('For example: start phones send callers in a loop since 9:40')],
});

/** `@Muster incident start …`, `@Muster start …` and `/incident start …` typed as text are the same words. */
function spoken({ workspaces, config }: WordsParts, { team, text: said }: SpeechEnvelope): string {
  const bot = workspaces.get(team)?.botUser ?? '';
  const own = new RegExp(`^(?:\\s*<@${bot}(?:\\|[^<>]*)?>)+`, 'i');
  const words = (bot === '' ? said : said.replace(own, '')).trim();
  const root = config.command.slice(1);
  return words.replace(new RegExp(`^/?${root.replaceAll(/[^\w-]/g, '')}(?:\\s+|$)`, 'i'), '').trim();
}

function filledIn({ callbackId, metadata, values }: FormEnvelope, to: AnswerTo): Heard {
  if (callbackId === START_CALLBACK) {
    const { words, channel } = startWords(values, metadata);
    return { words, name: SOMEBODY, here: undefined, to: { ...to, channel } };
  }
  const form = readFormMetadata(metadata);
  if (form === undefined) return { nothing: true };
  const here = form.here === undefined ? undefined : readIncidentId(form.here);
  return { words: answersOf(values, form), name: SOMEBODY, here, to: { ...to, channel: form.channel ?? null } };
}
