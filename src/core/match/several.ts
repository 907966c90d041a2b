import { type MatchNeed, type MatchPlan, parts, type Scored } from './parts.ts';
import type { Asked, Hit } from './score.ts';

/** One of the things that a text says are down. */
export type Down = {
  readonly playbook: string;
  readonly shown: readonly string[];
  readonly systems: readonly Scored[];
  /** Its place when the plan does not say which one needs the other. */
  readonly place: number;
};

/** In which order things usually come back: what the others hang on first (domain 2.4). */
const USUAL_ORDER: readonly (readonly string[])[] = [
  ['power'],
  ['internet'],
  ['login', 'mfa', 'directory'],
  ['server', 'disk'],
  ['share'],
  ['phone'],
  ['payment'],
  ['cloud', 'mail', 'chat', 'file', 'payroll'],
];
/** A text with such words tells a cause, not just what is down: it is matched as a whole. */
const CAUSES = new Set(
  'update disaster fraud takeover leak ransom misroute loop menu insolvent unusable backup'.split(' '),
);

const BETWEEN = /\s*(?:[,;:&+]|\.\s|\b(?:and|or|plus|but|while|though)\b|(?=\b(?:no|nor)\b))\s*/i;
const APOSTROPHES = /['’`´]/g;
const FAULT =
  /\b(?:down|dead|died|out|gone|off|not|no|nor|none|neither|never|nobody|nothing|without|cant|cannot|couldnt|wont|doesnt|dont|isnt|arent|unavailable|unreachable|broken?|fail\w*|stop\w*|lost|missing|stuck|hangs?|froze\w*|crash\w*|spin\w*|refused|declined|errors?|locked|slow)\b/i;
const NOT =
  /\b(?:not|no|nor|none|neither|never|nobody|nothing|cant|cannot|couldnt|wont|doesnt|dont|isnt|arent|stop\w*)\b/i;
const FINE = /\b(?:fine|ok|okay|works?|working|good)\b/i;
/** `the card machine`, without a word for its state: an item of a list. */
const MOST_WORDS_OF_ITEM = 3;

type Reading = {
  readonly ask: (text: string) => readonly Asked[];
  readonly best: (question: readonly Asked[]) => Hit | undefined;
};

/** `someWork`: the text names something else that works, which is not hit. */
export type AllDown = { readonly down: readonly Down[]; readonly someWork: boolean };
const NO_LIST: AllDown = { down: [], someWork: false };

/**
 * The things that a text says are down, what the others need first: by the plan where it says so, else in the usual order.
 * None when the text does not list two things, of which one may work: then it is matched as a whole.
 */
export function severalDown(text: string, plan: MatchPlan, reading: Reading): AllDown {
  const read = text.replace(APOSTROPHES, '');
  if (!FAULT.test(read)) return NO_LIST;
  const found: Down[] = [];
  let someWork = false;
  for (const clause of read.split(BETWEEN)) {
    const question = reading.ask(clause);
    if (question.some(({ concepts }) => concepts.some((concept) => CAUSES.has(concept)))) return NO_LIST;
    const place = placeOf(question);
    if (place === undefined) continue;
    if (FINE.test(clause) && !NOT.test(clause)) {
      someWork = true;
      continue;
    }
    if (!isDown(clause)) continue;
    const best = reading.best(question);
    if (best === undefined) continue;
    const systems = parts(clause, plan).systems.filter(({ derived }) => !derived);
    found.push({ playbook: best.id, shown: best.shown, systems, place });
  }
  return found.length < 2 && !someWork ? NO_LIST : { down: inOrder(found, plan), someWork };
}

const isDown = (clause: string) => FAULT.test(clause) || clause.trim().split(/\s+/).length <= MOST_WORDS_OF_ITEM;

function placeOf(question: readonly Asked[]): number | undefined {
  const place = USUAL_ORDER.findIndex((kinds) =>
    question.some(({ concepts, weak }) => !weak && concepts.some((concept) => kinds.includes(concept))),
  );
  return place < 0 ? undefined : place;
}

/** What most of the others need comes first. */
function inOrder(found: readonly Down[], plan: MatchPlan): readonly Down[] {
  const users = (one: Down) => found.filter((other) => other !== one && needsAny(plan, other, one)).length;
  return found
    .map((one) => ({ one, users: users(one) }))
    .toSorted((a, b) => b.users - a.users || a.one.place - b.one.place)
    .map(({ one }) => one);
}

function needsAny(plan: MatchPlan, one: Down, needed: Down): boolean {
  const own = one.systems.map(({ id }) => id);
  const wanted = needed.systems.map(({ id }) => id).filter((id) => !own.includes(id));
  const seen = new Set<string>();
  const open = [...own];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.includes(id)) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(
      ...((Object.hasOwn(plan.systems ?? {}, id) ? plan.systems?.[id]?.needs : undefined) ?? []).flatMap(hardOnes),
    );
  }
  return false;
}

const hardOnes = (need: MatchNeed): readonly string[] => {
  if (typeof need === 'string') return [need];
  if ('any' in need) return need.any;
  return need.kind === 'degraded' ? [] : [need.system];
};

/** The systems of all the things that are down count alike: none is less down for being described in fewer words. */
export function systemsDown(down: readonly Down[], score: number): readonly Scored[] {
  const all = down.flatMap(({ systems }) => {
    const best = systems[0]?.score ?? 0;
    return systems.filter((one) => one.score === best).map((one) => ({ ...one, score }));
  });
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
