import type { Medium } from '../media.ts';
import { readPushAddress } from '../push-address.ts';
import { mediumWord } from '../timeline/paging-words.ts';
import { inRow } from '../timeline/scene.ts';
import type { Found } from './finding.ts';
import { behind } from './lint-people.ts';
import { type Plan, type Way, entry } from './schema.ts';

type IsCarried = (way: Pick<Way, 'medium' | 'to'>) => boolean;

const RINGS: readonly Medium[] = ['sms', 'call', 'desk'];

/** Whether a way makes a noise in the night: a telephone, or a push to a phone. Mail, chat and other systems do not. */
function rings({ medium, to }: Pick<Way, 'medium' | 'to'>): boolean {
  if (medium !== 'push') return RINGS.includes(medium);
  const by = readPushAddress(to)?.by;
  return by === 'app' || by === 'ntfy';
}

/**
 * L106: the media of the plan's people that nothing carries, in one sentence, with how many have them. `simulated` ones are left
 * out: that they reach nobody is said in another.
 */
export function mediaMissing(plan: Plan, carried: IsCarried, simulated: readonly Medium[]): readonly Found[] {
  const people = Object.values(plan.people).map(({ reach }) =>
    reach.filter((way) => !simulated.includes(way.medium) && !carried(way)),
  );
  const media = [...new Set(people.flat().map(({ medium }) => medium))];
  if (media.length === 0) return [];
  const count = people.filter((ways) => ways.length > 0).length;
  const who = count === 1 ? 'one person has' : `${count} people have`;
  const message = `Nothing carries ${inRow(media.map(mediumWord))}, which ${who} in the plan. docs/media.md says how to set it up.`;
  return [{ rule: 'L106', level: 'warn', path: ['people'], message }];
}

/**
 * L107: levels that are reached, but by nothing that rings. Silent about a level that reaches nobody (L026), and about one whose
 * people have nothing that rings in the plan (L010).
 */
export function nobodyRung(plan: Plan, carried: IsCarried): readonly Found[] {
  return Object.entries(plan.escalation).flatMap(([id, { levels }]) =>
    levels.flatMap(({ page }, nth): readonly Found[] => {
      const people = new Set(page.flatMap((target) => behind(plan, target)));
      const ways = [...people].flatMap((who) => (entry(plan.people, who) ?? entry(plan.vendors, who))?.reach ?? []);
      const ringing = ways.filter(rings);
      if (ringing.length === 0 || ringing.some(carried) || !ways.some(carried)) return [];
      const media = inRow([...new Set(ringing.map(({ medium }) => mediumWord(medium)))]);
      const message = `Nobody of level ${nth + 1} of \`${id}\` can be rung: nothing real carries ${media} to them, and what is carried does not ring.`;
      return [{ rule: 'L107', level: 'error', path: ['escalation', id, 'levels', nth, 'page'], message }];
    }),
  );
}
