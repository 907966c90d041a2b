import { countedFrom } from '../../measures/facts.ts';
import type { Facts } from '../../measures/facts.ts';
import { between } from '../../measures/measure.ts';
import { functionName, inRow } from '../../timeline/scene.ts';
import { list } from '../markdown.ts';
import { facts as part, questions } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';

/** In four sentences: what the events can say of them, and room for a person's own. */
export const summary: Write = (facts, speech) => ({
  title: 'In four sentences',
  parts: [
    part('summary', list([seen(facts, speech), length(facts, speech), cure(facts, speech), change(facts)])),
    questions('summary'),
  ],
});

function seen({ functions, book }: Facts, speech: Speech): string {
  const hit = functions.length === 0 ? '' : ` Hit: ${inRow(functions.map((id) => functionName(book, id)))}.`;
  return `Reported: ${speech.title}.${hit}`;
}

function length(facts: Facts, speech: Speech): string {
  const { impactStartedAt, restoredAt } = facts;
  if (restoredAt === null)
    return `How long it lasted is not recorded: it began ${speech.since}, and no end is recorded.`;
  const text = between('', countedFrom(facts), restoredAt).text;
  if (impactStartedAt !== null) return `It lasted ${text}: from ${speech.since} to ${speech.both(restoredAt)}.`;
  return `It lasted ${text} up to ${speech.both(restoredAt)}. When it began is ${speech.since}.`;
}

function cure({ events }: Facts, speech: Speech): string {
  const note = events.findLast((event) => event.type === 'restored')?.note ?? '';
  const words = speech.words(note);
  return `What brought it back: ${words === '' ? 'not recorded' : words}.`;
}

function change({ events }: Facts): string {
  const count = events.filter((event) => event.type === 'actionAdded').length;
  return `What we change: ${count === 0 ? 'no action items so far' : `${count} action item${count === 1 ? '' : 's'}, in section 13`}.`;
}
