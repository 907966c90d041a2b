import type { Facts } from '../../measures/facts.ts';
import { against, functionPoint, outUntil, rtoOf, systemPoint } from '../../measures/recovery.ts';
import { between } from '../../measures/measure.ts';
import type { Measure } from '../../measures/measure.ts';
import { entry } from '../../plan/schema.ts';
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
  const out = between('', facts.impactStartedAt, back);
  const { mtd } = entry(facts.book.plan.functions, id) ?? {};
  const met = typeof out.value === 'number' ? out.value : undefined;
  const versus = (target: Parameters<typeof against>[1], word: 'RTO' | 'MTD') =>
    met === undefined
      ? `${target === undefined ? `the plan names no ${word}` : `${word} ${target}`}, not recorded`
      : against(met, target, word);
  const point = functionPoint(facts, id);
  return [
    functionName(facts.book, id),
    speech.both(facts.impactStartedAt),
    speech.both(back),
    out.text,
    versus(rtoOf(facts, id), 'RTO'),
    point === undefined ? 'not recorded' : withNote(point),
    versus(mtd, 'MTD'),
    workarounds(facts, id, speech),
  ];
}

const withNote = ({ text, note }: Measure) => (note === undefined ? text : `${text}; ${note}`);

function workarounds({ workarounds: used }: Facts, id: string, speech: Speech): string {
  const uses = used.get(id) ?? [];
  if (uses.length === 0) return 'not used';
  return uses
    .map(({ from, to }) => `${speech.when(from)} to ${to === null ? 'no end recorded' : speech.when(to)}`)
    .join('; ');
}

function systemsTable(facts: Facts) {
  if (facts.points.size === 0) return [];
  const rows = [...facts.points.keys()].map((id) => [systemName(facts.book, id), withNote(systemPoint(facts, id))]);
  return [table(['System', 'Newest record kept'], rows)];
}
