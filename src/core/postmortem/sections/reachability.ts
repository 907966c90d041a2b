import type { Facts } from '../../measures/facts.ts';
import { attemptsOf } from '../../measures/reach.ts';
import type { Attempt } from '../../measures/reach.ts';
import { responseMeasures } from '../../measures/response.ts';
import { inWords } from '../../time.ts';
import { wordsOf } from '../../timeline/names.ts';
import { mediumWord, placeWords } from '../../timeline/paging-words.ts';
import { withoutAddresses } from '../../timeline/tell-pages.ts';
import { list, m, table } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';

/** Where the path reached somebody and where it did not: by level and medium, without names (domain 5.1). */
export const reachability: Write = (facts, speech) => {
  const rows = attemptsOf(facts.events).map((attempt) => [
    placeWords(attempt.place),
    mediumWord(attempt.medium),
    speech.both(attempt.at),
    resultWords(attempt.result),
  ]);
  const able = responseMeasures(facts).filter(
    ({ name }) => name === 'Time to first answer' || name === 'Time to commander',
  );
  const left = leftOut(facts, speech);
  return {
    title: 'Reachability',
    parts: [
      part(
        'reachability',
        rows.length === 0 ? m`No page was tried.` : table(['Where', 'Medium', 'When', 'Result'], rows),
        ...(left.length === 0 ? [] : [m`Could not be paged, or only later:`, list(left)]),
        list(able.map(({ name, text }) => `${name}: ${text}`)),
      ),
    ],
  };
};

function resultWords(result: Attempt['result']): string {
  switch (result.kind) {
    case 'acknowledged':
      return `answered in ${inWords(result.afterMs)}`;
    case 'declined':
      return `answered "can't" in ${inWords(result.afterMs)}`;
    case 'no answer':
      return `no answer in ${inWords(result.afterMs)}`;
    case 'answered elsewhere':
      return `not needed any more: somebody else answered after ${inWords(result.afterMs)}`;
    case 'open':
      return 'no answer recorded';
    case 'failed':
      return `failed, ${result.permanent ? 'the address does not work' : 'tried again'}: ${withoutAddresses(result.reason)}`;
    default:
      return result satisfies never;
  }
}

/** Quiet hours and absences, with Muster's own reasons: names in them become roles. */
function leftOut({ events }: Facts, speech: Speech): readonly string[] {
  const { naming } = speech;
  return events.flatMap((event) => {
    if (event.type !== 'levelPaged' && event.type !== 'exhausted') return [];
    const place = event.type === 'levelPaged' ? placeWords({ kind: 'level', ...event }) : `alarm ${event.alarm}`;
    const held = new Set(event.pages.filter((page) => page.heldUntil !== null).map(({ person }) => person)).size;
    return [
      ...(held === 0 ? [] : [`${place}: ${held === 1 ? 'one person' : `${held} people`} held back by quiet hours`]),
      ...event.notPaged.map(({ why }) => `${place}: ${wordsOf({ ...naming, withheld: false }, {}, why)}`),
    ];
  });
}
