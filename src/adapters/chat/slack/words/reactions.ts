import { card, text } from '../../../../core/card.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { quote } from '../../../../core/words/tokens.ts';
import { messageRef } from '../refs.ts';
import type { Envelope } from '../transport/envelope.ts';
import type { AnswerTo } from './answers.ts';
import type { Heard } from './heard.ts';
import { SOMEBODY } from './heard.ts';
import type { WordsParts } from './words-parts.ts';
import type { Written } from './written.ts';
import { asNote } from './written.ts';

type Reaction = Extract<Envelope, { readonly kind: 'reaction' }>;

const PINS: readonly string[] = ['pushpin', 'round_pushpin'];
const CHECKS: readonly string[] = ['white_check_mark', 'heavy_check_mark'];
const NOTHING: Heard = { nothing: true };

/** A pushpin puts a message on the timeline, a check mark on a step's message says that the step is done; only where the firm wants it. */
export async function reaction(parts: WordsParts, envelope: Reaction, delivery: string): Promise<Heard> {
  const { team, user, channel, reaction: name, added } = envelope;
  if (!parts.config.reactions || !added || user === parts.workspaces.get(team)?.botUser) return NOTHING;
  const to: AnswerTo = { delivery, team, user, channel, thread: null };
  if (CHECKS.includes(name)) return stepDone(parts, envelope, to);
  return PINS.includes(name) ? pinned(parts, envelope, to) : NOTHING;
}

const said = (id: IncidentId, words: string, to: AnswerTo): Heard => ({ words, name: SOMEBODY, here: id, to });

async function stepDone({ host }: WordsParts, { team, channel, ts }: Reaction, to: AnswerTo): Promise<Heard> {
  const message = messageRef({ team, channel, ts });
  for (const { lifecycle, rooms } of await host.open()) {
    const steps = Object.entries(rooms.open['slack']?.steps ?? {});
    const step = steps.find(([, reference]) => reference === message)?.[0];
    if (step !== undefined) return said(lifecycle.id, `done ${lifecycle.id} ${step}`, to);
  }
  return NOTHING;
}

/** Pinned by several people, a message is on the timeline once. */
async function pinned(parts: WordsParts, envelope: Reaction, to: AnswerTo): Promise<Heard> {
  const { team, channel, ts } = envelope;
  const here = parts.index.incidentAt({ team, channel, thread: ts });
  if (here === undefined) return NOTHING;
  const message = await read(parts, envelope);
  if (message === undefined) return { answer: CANNOT_READ, to };
  const note = await asNote(parts, team, message);
  const events = await parts.host.events(here);
  if (events.some((event) => event.type === 'noted' && event.text === note)) return NOTHING;
  return said(here, `note ${here} ${quote(note)}`, to);
}

/** A reaction does not carry the message. What stands in a thread is not in the channel's history: then it is none. */
async function read({ api }: WordsParts, { team, channel, ts, itemUser }: Reaction): Promise<Written | undefined> {
  const got = await api.call(
    'conversations.history',
    { channel, latest: ts, inclusive: true, limit: 1 },
    { priority: 'step', team },
  );
  const found = got.ok ? got.value.messages?.find((message) => message.ts === ts) : undefined;
  if (found === undefined) return undefined;
  return { ts, user: found.bot_id === undefined ? (found.user ?? itemUser) : null, text: found.text ?? '' };
}

const CANNOT_READ = card('Muster could not read that message', {
  tone: 'warn',
  blocks: [text('It is not on the timeline. Choose "Add to timeline" in the menu of the message instead.')],
});
