import type { ClockAnswer, Facts } from '../../measures/facts.ts';
import { entry } from '../../plan/schema.ts';
import { isExact, plusMs, readSpan, spanMs } from '../../time.ts';
import type { Span } from '../../time.ts';
import { m, table } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';

/** Each clock that was asked about or decided; never a ruling, and nothing inferred (domain 7.2). */
export const legalClocks: Write = (facts, speech) => {
  const ids = [...new Set([...facts.clocksAsked, ...facts.clocks.keys()])];
  const rows = ids.map((id) => clockRow(facts, id, speech));
  const head = ['Clock', 'Answer', 'Moment recorded', 'By', 'Due', 'Done'];
  return {
    title: 'Legal clocks',
    parts: [
      part('legal-clocks', rows.length === 0 ? m`No legal or contract clock was asked about.` : table(head, rows)),
    ],
  };
};

function clockRow(facts: Facts, id: string, speech: Speech): readonly string[] {
  const answers = facts.clocks.get(id) ?? [];
  const last = answers.at(-1);
  const to = entry(facts.book.plan.obligations, id)?.to;
  const name = to === undefined ? id : `${id}, to ${to}`;
  if (last === undefined) return [name, 'asked, not decided', 'not recorded', '', 'not recorded', 'not recorded'];
  const moment = last.startedAt === null ? 'not recorded' : speech.both(last.startedAt);
  return [
    name,
    answerWords(answers, speech),
    moment,
    speech.role(last.by, last.at),
    dueWords(facts, id, { last, speech }),
    'not recorded',
  ];
}

/** Earlier answers stay visible: a changed mind is a new entry, not an overwrite. */
function answerWords(answers: readonly ClockAnswer[], speech: Speech): string {
  return answers
    .map(({ answer, why, at }) => {
      const reason = speech.words(why);
      const told = answer === 'does not apply' ? 'decided not to apply' : answer;
      return `${told}${reason === '' ? '' : `: ${reason}`} (${speech.when(at)})`;
    })
    .join(', then ');
}

/**
 * Only limits in hours are counted here: they are elapsed time. Days, months and business days follow each rule's own
 * counting (domain 7.3), so the limit is named and not turned into a moment.
 */
function dueWords(
  facts: Facts,
  id: string,
  { last, speech }: { readonly last: ClockAnswer; readonly speech: Speech },
): string {
  if (last.answer === 'does not apply') return 'none';
  const rule = entry(facts.book.plan.obligations, id);
  const limits = [rule?.within, rule?.contract_within].filter((limit) => limit !== undefined);
  if (limits.length === 0) return 'not recorded';
  const { startedAt } = last;
  return limits
    .map((limit) => {
      const hours = hoursOf(limit);
      if (hours === undefined || startedAt === null || last.answer !== 'starts')
        return `within ${limit.replaceAll(/[-_]/g, ' ')}`;
      return `${speech.both(plusMs(startedAt, spanMs(hours)))}, within ${limit}`;
    })
    .join('; ');
}

const hoursOf = (limit: string): Span | undefined => {
  const span = readSpan(limit);
  return span !== undefined && isExact(span) && /^[0-9hms]+$/.test(span) ? span : undefined;
};
