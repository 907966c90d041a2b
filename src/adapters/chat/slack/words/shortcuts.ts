import type { Card } from '../../../../core/card.ts';
import { button, card, text } from '../../../../core/card.ts';
import type { IncidentId, PersonId } from '../../../../core/ids.ts';
import { isMember } from '../../../../core/incident/members.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { dateOf, plusDays } from '../../../../core/time.ts';
import { quote } from '../../../../core/words/tokens.ts';
import { cut, front } from '../draw/clamp.ts';
import type { ShortcutEnvelope } from '../transport/envelope.ts';
import type { AnswerTo } from './answers.ts';
import type { Heard } from './heard.ts';
import { SOMEBODY } from './heard.ts';
import { LONGEST_WHAT } from './start-words.ts';
import type { WordsParts } from './words-parts.ts';
import { asNote, plainWords } from './written.ts';

/** Incidents that are offered to choose from; of more, a list would be no help. */
const MOST_OFFERED = 8;
const LONGEST_ACTION = 500;
/** When an action item is to be done, in days from today. */
const DUE = [
  [7, 'In a week'],
  [14, 'In two weeks'],
  [30, 'In a month'],
  [90, 'In three months'],
] as const;

/**
 * Something chosen in the menu of a message. What the message says is always one quoted token of the line: it cannot become
 * a flag, a time, another incident or another word.
 */
export async function shortcut(parts: WordsParts, envelope: ShortcutEnvelope, delivery: string): Promise<Heard> {
  const { team, user, channel, thread, message, callbackId } = envelope;
  const to: AnswerTo = { delivery, team, user, channel, thread };
  switch (callbackId) {
    case 'start_from_message':
      return start(await plainWords(parts, team, message.text), to);
    case 'add_to_timeline': {
      const note = await asNote(parts, team, message);
      return inIncident(parts, envelope, { to, words: (id) => line('note', id, note) });
    }
    case 'make_action': {
      const what = cut(await plainWords(parts, team, message.text), LONGEST_ACTION) || 'what this message is about';
      const words = (id: IncidentId | undefined) => line('action', id, what);
      const heard = await inIncident(parts, envelope, { to, words });
      return 'words' in heard ? action(parts, heard, what) : heard;
    }
    case 'report_near_miss':
      // Taken before anything is kept: see near-miss/.
      return { nothing: true };
    default:
      return { nothing: true };
  }
}

const line = (verb: string, id: IncidentId | undefined, said: string) =>
  `${verb} ${id === undefined ? '' : `${id} `}${quote(said)}`;

function start(said: string, to: AnswerTo): Heard {
  const what = front(said, LONGEST_WHAT);
  const otherwise = card('What is wrong? Say it in a few words', {
    blocks: [text('For example: start phones send callers in a loop since 9:40')],
    buttons: what === '' ? [] : [button('Start with the words of this message', `start ${quote(what)}`)],
  });
  return { modal: { start: { text: what, channel: to.channel } }, to, otherwise };
}

type InIncident = {
  readonly to: AnswerTo;
  /** The line for this incident; for none when nothing is open, which the door says better. */
  readonly words: (id: IncidentId | undefined) => string;
};

/** In the incident whose room it is, else the only one open; of several, one is chosen by a button. */
async function inIncident(
  parts: WordsParts,
  { team, user, channel, thread, message }: ShortcutEnvelope,
  { to, words }: InIncident,
): Promise<Heard> {
  const said = (id: IncidentId | undefined): Heard => ({ words: words(id), name: SOMEBODY, here: id, to });
  const here = parts.index.incidentAt({ team, channel, thread: thread ?? message.ts });
  if (here !== undefined) return said(here);
  const who = await parts.directory.whoIs(team, user);
  const person = who.known ? who.person : null;
  const open = (await parts.host.open()).filter((incident) => isMember(incident, person));
  if (open.length <= 1) return said(open[0]?.lifecycle.id);
  return { answer: whichOne(open, { person, words }), to };
}

/** A stranger is told the numbers, and not what it is about. */
function whichOne(
  open: readonly Incident[],
  { person, words }: Pick<InIncident, 'words'> & { readonly person: PersonId | null },
): Card {
  const left = open.length - MOST_OFFERED;
  const buttons = open
    .slice(0, MOST_OFFERED)
    .map(({ lifecycle: { id, title } }) => button(person === null ? id : `${id} ${title}`, words(id)));
  return card('Which incident is it about?', {
    blocks: [
      text(
        left > 0 ? `${left} more are open: choose the message in the incident's own channel.` : 'Nothing was done yet.',
      ),
    ],
    buttons,
  });
}

/** Whose it is and by when is asked of whoever may know the people of the plan; the door refuses everybody else. */
async function action(
  parts: WordsParts,
  heard: Extract<Heard, { readonly words: string }>,
  what: string,
): Promise<Heard> {
  const { to, here } = heard;
  const who = await parts.directory.whoIs(to.team, to.user);
  const person = who.known ? who.person : null;
  const incident = here === undefined ? undefined : await parts.host.incident(here);
  if (incident === undefined || person === null || !isMember(incident, person)) return heard;
  const { id } = incident.lifecycle;
  const zone = incident.book.plan.plan.timezone;
  const today = dateOf(await parts.host.now(), zone);
  const people = Object.entries(incident.book.plan.people).toSorted(
    ([a], [b]) => Number(b === person) - Number(a === person),
  );
  const form: Card = card('Action item', {
    blocks: [
      text(what),
      {
        kind: 'form',
        words: `${heard.words} --owner`,
        fields: [
          {
            name: 'owner',
            label: 'Whose is it?',
            choices: people.map(([value, { name }]) => ({ value, label: name })),
          },
          {
            name: 'due',
            label: 'By when?',
            choices: DUE.map(([days, label]) => {
              const due = plusDays(today, days);
              return { value: `--due ${due}`, label: `${label}, ${due}` };
            }),
          },
        ],
      },
    ],
  });
  const at = { here: id, ...(to.channel === null ? {} : { channel: to.channel }) };
  const otherwise = card('Whose is it?', {
    blocks: [text(what)],
    buttons: [button('Keep it as mine', heard.words)],
  });
  return { modal: { card: form, at }, to, otherwise };
}
