import type { Finding, History, KeptEvent, SaidLine } from '../history.ts';

const RULE = 'every acknowledged command is there exactly once';

type Answer = { readonly ok?: boolean; readonly code?: string; readonly incident?: string | null };
const readAnswer = (text: string) => JSON.parse(text) as Answer;

/** Under which id the API keeps what an operator says for somebody. */
export const keptAs = ({ as, delivery }: Pick<SaidLine, 'as' | 'delivery'>) => `api/*/${as}/${delivery}`;

/**
 * What was answered with "done" is on record under its delivery; what it said stands in one event, and never in two, answered
 * or not. A delivery that is on record got one answer, however often and wherever it was asked again.
 */
export function words({ streams, deliveries, said }: Pick<History, 'streams' | 'deliveries' | 'said'>) {
  const events = [...streams].flatMap(([stream, kept]) => kept.map((event) => ({ stream, ...event })));
  const marked = eventsByMark(events);
  return said.flatMap((line): readonly Finding[] => {
    const done = line.answers.map(readAnswer).some(({ ok, code }) => ok === true && code === 'done');
    const isKept = deliveries.has(keptAs(line));
    const times = line.mark === undefined ? undefined : (marked.get(line.mark) ?? 0);
    const wrong = [
      [line.answers.length === 0, 'never got an answer'],
      [done && times === 0, 'was acknowledged and stands nowhere'],
      [done && times !== undefined && !isKept, 'was acknowledged, and its delivery is not on record'],
      [times !== undefined && times > 1, `stands in ${times} events`],
      [done && !isKept && !changedNothing(line, events), 'was acknowledged and changed nothing'],
      [isKept && new Set(line.answers).size > 1, `got two answers: ${line.answers.join(' and ')}`],
    ] as const;
    return wrong.flatMap(([is, say]) => (is ? [{ rule: RULE, say: `${line.delivery} ("${line.words}") ${say}` }] : []));
  });
}

/** In how many events a mark stands. Marks look like `mark-17`. */
function eventsByMark(events: readonly KeptEvent[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { text } of events)
    for (const mark of new Set(text.match(/mark-\d+\b/g))) found.set(mark, (found.get(mark) ?? 0) + 1);
  return found;
}

/** Saying again what one said before is answered as well, and needs no event: an earlier one says it. */
function changedNothing(line: SaidLine, events: readonly (KeptEvent & { readonly stream: string })[]): boolean {
  const incident = line.answers.map((text) => readAnswer(text).incident).find((id) => id !== null && id !== undefined);
  return events.some(({ stream, text }) => stream === incident && text.includes(`"by":"${line.as}"`));
}
