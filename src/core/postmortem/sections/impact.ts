import { countedFrom } from '../../measures/facts.ts';
import type { Facts } from '../../measures/facts.ts';
import { against, functionPoint, outUntil, rtoOf, systemPoint } from '../../measures/recovery.ts';
import { between } from '../../measures/measure.ts';
import type { Measure } from '../../measures/measure.ts';
import { entry } from '../../plan/schema.ts';
import type { Instant } from '../../time.ts';
import { functionName, systemName } from '../../timeline/scene.ts';
import { m, table } from '../markdown.ts';
import { facts as part, questions } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';

export const impact: Write = (facts, speech) => ({
  title: 'Impact',
  parts: [part('impact', ...functionsTable(facts, speech), ...systemsTable(facts)), questions('impact')],
});

function functionsTable(facts: Facts, speech: Speech) {
  if (facts.functions.length === 0) return [m`No function of the plan is named as hit.`];
  const head = ['Function', 'Out from', 'Back', 'Out for', 'Against RTO', 'Data lost', 'Against MTD', 'Workaround'];
  return [
    table(
      head,
      facts.functions.map((id) => functionRow(facts, id, speech)),
    ),
  ];
}

function functionRow(facts: Facts, id: string, speech: Speech): readonly string[] {
  const back = outUntil(facts, id);
  const out = between('', countedFrom(facts), back);
  const { mtd } = entry(facts.book.plan.functions, id) ?? {};
  const met = typeof out.value === 'number' ? out.value : undefined;
  const versus = (target: Parameters<typeof against>[1], word: 'RTO' | 'MTD') =>
    met === undefined
      ? `${target === undefined ? `the plan names no ${word}` : `${word} ${target}`}, not recorded`
      : against(met, target, word);
  const point = functionPoint(facts, id);
  return [
    functionName(facts.book, id),
    speech.since,
    speech.both(back),
    out.text,
    versus(rtoOf(facts, id), 'RTO'),
    point === undefined ? 'not recorded' : withNote(point),
    versus(mtd, 'MTD'),
    workarounds(facts, id, { speech, back }),
  ];
}

const withNote = ({ text, note }: Measure) => (note === undefined ? text : `${text}; ${note}`);

type Back = { readonly speech: Speech; readonly back: Instant | null };

/** Nobody need say that a workaround ended: then it was in use until the function was back, or until the incident was over. */
function workarounds(facts: Facts, id: string, { speech, back }: Back): string {
  const uses = facts.workarounds.get(id) ?? [];
  if (uses.length === 0) return 'not used';
  const isOver = facts.closedAt !== null || facts.cancelledAt !== null;
  return uses
    .map(({ from, to }) => {
      const begun = speech.when(from);
      if (to !== null) return `${begun} to ${speech.when(to)}`;
      if (back !== null && back > from) return `${begun} to ${speech.when(back)}, when it was back`;
      return `${begun}, ${isOver ? 'in use until the end' : 'still in use'}`;
    })
    .join('; ');
}

function systemsTable(facts: Facts) {
  if (facts.points.size === 0) return [];
  const rows = [...facts.points.keys()].map((id) => [systemName(facts.book, id), withNote(systemPoint(facts, id))]);
  return [table(['System', 'Newest record kept'], rows)];
}
