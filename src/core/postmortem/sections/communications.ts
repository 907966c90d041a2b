import { audiencesTold, cadenceKept, longestSilence } from '../../measures/cadence.ts';
import type { Facts } from '../../measures/facts.ts';
import { audiencesOf, entriesOf } from '../../playbook/run.ts';
import { list, m, quotation, table } from '../markdown.ts';
import type { Md } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';
import { HELD_BACK } from '../speech.ts';
import type { Speech } from '../speech.ts';

export const communications: Write = (facts, speech) => ({
  title: 'Communications',
  parts: [
    part(
      'communications',
      table(['Audience', 'First word', 'Against the plan'], audiences(facts, speech)),
      list([
        `Updates: ${cadenceKept(facts).text}`,
        `Longest silence: ${longestSilence(facts).text}`,
        'Channels that failed: not recorded',
      ]),
      ...messages(facts, speech),
    ),
  ],
});

const audiences = (facts: Facts, speech: Speech) =>
  audiencesTold(facts).map(({ audience, first, measure }) => [
    audience.replaceAll(/[-_]/g, ' '),
    first === undefined ? 'not recorded' : `${speech.both(first)}, after ${measure.text}`,
    measure.note ?? 'the plan names no time',
  ]);

/** Updates and approved words in full, and the `say` steps of the playbook that were done. */
function messages(facts: Facts, speech: Speech): readonly Md[] {
  const updates = facts.events.filter((event) => event.type === 'updatePosted');
  const approved = facts.events.filter((event) => event.type === 'published');
  const said = entriesOf(facts.run).filter(({ step, state }) => step.say !== undefined && state === 'done');
  const all = [
    ...updates.map(({ at, text }) => ({ at, head: m`Update, ${speech.both(at)}:`, text })),
    ...approved.map(({ at, audience, text }) => ({
      at,
      head: m`To ${audience.replaceAll(/[-_]/g, ' ')}, approved, ${speech.both(at)}:`,
      text,
    })),
    ...said.map(({ endedAt, step, n, note }) => ({
      at: endedAt ?? '',
      head: m`To ${audiencesOf(step).join(' or ')}, template ${step.say?.template ?? ''}, step ${n}, marked as sent by hand ${speech.both(endedAt)}:`,
      text: note ?? '',
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (all.length === 0) return [m`No messages are recorded.`];
  return all.flatMap(({ head, text }) => [head, quotation(inFull(text, speech))]);
}

/** Line by line, for the lines of a message are part of it. */
function inFull(text: string, speech: Speech): string {
  if (speech.naming.withheld) return HELD_BACK;
  return text.trim() === ''
    ? 'no words recorded'
    : text
        .split('\n')
        .map((line) => speech.words(line))
        .join('\n');
}
