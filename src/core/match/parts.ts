import { perObject } from '../per-object.ts';
import { asked, type Asked, type Doc, type Hit, hits, type Index, indexOf } from './score.ts';
import { terms, wordsOf } from './terms.ts';

export type MatchNeed =
  string | { readonly system: string; readonly kind?: 'hard' | 'degraded' } | { readonly any: readonly string[] };
/** As much of a plan as matching reads. */
export type MatchPlan = {
  readonly functions: Readonly<Record<string, { readonly name: string; readonly needs?: readonly MatchNeed[] }>>;
  readonly systems?: Readonly<Record<string, MatchSystem>>;
  readonly vendors?: Readonly<Record<string, { readonly name: string }>>;
};
type MatchSystem = {
  readonly name: string;
  readonly kind?: string;
  readonly vendor?: string;
  readonly run_by?: string;
  readonly needs?: readonly MatchNeed[];
};

/** Something that was probably meant. */
export type Scored = {
  readonly id: string;
  /** 0 to 1; 1 when it was named outright. */
  readonly score: number;
  /** A half-sentence for people: `because you wrote "callers" and "loop"`. */
  readonly because: string;
  /** Not said, but follows from what was said by the plan's dependencies. */
  readonly derived: boolean;
};
export type Parts = { readonly functions: readonly Scored[]; readonly systems: readonly Scored[] };

/** Everyday words for the plan's kinds of system (domain 2.6). */
const KIND_WORDS: Readonly<Record<string, string>> = {
  'sign-in': 'login password',
  internet: 'internet network',
  power: 'power electricity',
  phones: 'phone call',
  computers: 'computers pcs workstations laptops',
  'remote-access': 'vpn remote access from home',
  chat: 'chat',
  mail: 'mail',
  files: 'files folders share',
  backup: 'backup restore',
  payments: 'payment card',
};
/** A part that is less than this share of the best one is not shown. */
const NEAR_BEST = 0.55;
/** Evidence at which a part counts as half sure. */
const HALF_SURE = 1.5;
/** Something that follows is never surer than this share of what it follows from. */
const DERIVED = 0.6;

const FUNCTION = 'f/';
const SYSTEM = 's/';

/** Which functions and systems of the plan some words are about, the surest first. */
export function parts(text: string, plan: MatchPlan): Parts {
  const index = indexOfPlan(plan);
  const question = asked(text, index);
  const said = hits(question, index).filter(({ strong }) => strong);
  const best = said[0]?.evidence ?? 0;
  const near = said.filter(({ evidence }) => evidence >= best * NEAR_BEST);
  const heard = { near, spoken: ` ${wordsOf(text).join(' ')} ` };
  const functions = direct(FUNCTION, plan.functions, heard);
  const systems = meantFunctionFirst(direct(SYSTEM, plan.systems ?? {}, heard), functions);
  const lost = systems.filter(({ shared }) => !shared).map(({ scored }) => scored);
  return {
    functions: [...functions.map(({ typed: _, ...one }) => one), ...functionsNeeding(lost, plan, functions)],
    systems: systems.length > 0 ? systems.map(({ scored }) => scored) : systemsNeededBy(functions, plan),
  };
}

/** The concepts that the plan lends to a name: that ClaimPoint is a hosted service, PayLane takes payments. */
export const lentConcepts = perObject((plan: MatchPlan): ((term: Asked) => readonly string[]) => {
  const functionStems = new Set(
    Object.values(plan.functions).flatMap(({ name }) => terms(name).map(({ stem }) => stem)),
  );
  const systems = Object.entries(plan.systems ?? {}).map(([id, system]) => ({
    stems: new Set(passagesOfSystem(id, system, plan).flatMap(({ text }) => terms(text).map(({ stem }) => stem))),
    concepts: conceptsOfSystem(system),
  }));
  const vendors = Object.entries(plan.vendors ?? {}).map(
    ([id, { name }]) => new Set(terms(`${id} ${name}`).map(({ stem }) => stem)),
  );
  return ({ stem, concepts, weak }) => {
    if (weak || concepts.length > 0 || functionStems.has(stem)) return [];
    const named = systems.filter(({ stems }) => stems.has(stem));
    // A word in many names, such as the town, names none of them.
    if (named.length > 2) return [];
    const lent = named.flatMap((system) => system.concepts);
    // A hosted product often has its maker's name: it is the product that is meant.
    const supplier = !lent.includes('cloud') && vendors.some((stems) => stems.has(stem));
    return supplier ? [...lent, 'vendor'] : lent;
  };
});

function conceptsOfSystem(system: MatchSystem): readonly string[] {
  const kind = terms(`${KIND_WORDS[system.kind ?? ''] ?? ''} ${system.name}`).flatMap(({ concepts }) => concepts);
  return [...new Set([...kind, ...(system.run_by === 'vendor' ? ['cloud'] : [])])];
}

const indexOfPlan = perObject((plan: MatchPlan) => indexOf(docsOf(plan)));

function docsOf(plan: MatchPlan): readonly Doc[] {
  const functions = Object.entries(plan.functions).map(([id, { name }]) => ({
    id: FUNCTION + id,
    passages: [{ text: spaced(id), weight: 1 }, ...passagesOfName(name)],
  }));
  const systems = Object.entries(plan.systems ?? {}).map(([id, system]) => ({
    id: SYSTEM + id,
    passages: passagesOfSystem(id, system, plan),
  }));
  return [...functions, ...systems];
}

function passagesOfSystem(id: string, system: MatchSystem, plan: MatchPlan) {
  const vendor = system.vendor ?? '';
  const vendorName = Object.hasOwn(plan.vendors ?? {}, vendor) ? (plan.vendors?.[vendor]?.name ?? '') : '';
  return [
    { text: spaced(id), weight: 1 },
    ...passagesOfName(system.name),
    { text: KIND_WORDS[system.kind ?? ''] ?? '', weight: 0.8 },
    { text: `${spaced(vendor)} ${vendorName}`, weight: 0.6 },
  ];
}

/** What stands in brackets or tells how ("by phone and portal") is less what the thing is. */
function passagesOfName(name: string) {
  const [main = '', ...how] = shortName(name).split(/\s(?:by|with|via|using|through)\s/i);
  const aside = [...how, ...[...name.matchAll(/\(([^)]*)\)/g)].map(([, inner = '']) => inner)];
  return [{ text: main, weight: 1 }, ...aside.map((text) => ({ text, weight: 0.4 }))];
}

const shortName = (name: string) => name.replace(/\s*\([^)]*\)/g, '');
const spaced = (id: string) => id.replace(/[-_]/g, ' ');

type Heard = { readonly near: readonly Hit[]; readonly spoken: string };
type Direct = Scored & { readonly typed: readonly string[] };
/** `shared`: the words that point to it point to a function as well. */
type System = { readonly scored: Scored; readonly shared: boolean };
type Named = Readonly<Record<string, { readonly name: string }>>;

function direct(prefix: string, record: Named, { near, spoken }: Heard): readonly Direct[] {
  return Object.entries(record)
    .flatMap(([id, { name }]) => {
      const named = [spaced(id), shortName(name)].some((text) => isSpoken(text, spoken));
      const hit = near.find((one) => one.id === prefix + id);
      if (named) return { id, score: 1, because: 'because you named it', derived: false, typed: hit?.typed ?? [] };
      if (hit === undefined) return [];
      const score = round(hit.evidence / (hit.evidence + HALF_SURE));
      return { id, score, because: youWrote(hit.shown), derived: false, typed: hit.typed };
    })
    .toSorted(surest);
}

const isSpoken = (text: string, spoken: string) => {
  const words = wordsOf(text).join(' ');
  return words.length >= 3 && spoken.includes(` ${words} `);
};

/** A word that could mean a function or a system means the function (domain 2.6). */
function meantFunctionFirst(systems: readonly Direct[], functions: readonly Direct[]): readonly System[] {
  const functionWords = new Set(functions.flatMap(({ typed }) => typed));
  return systems
    .map(({ typed, ...system }) => {
      const shared = typed.length > 0 && typed.every((word) => functionWords.has(word));
      return { shared, scored: shared ? { ...system, score: round(system.score * 0.8) } : system };
    })
    .toSorted((a, b) => surest(a.scored, b.scored));
}

/** What cannot be done without. One of several is enough, unless all of them are lost. */
const hard = (needs: readonly MatchNeed[] = [], lost: ReadonlySet<string> = new Set()) =>
  needs.flatMap((need) => {
    if (typeof need === 'string') return [need];
    if ('any' in need) return need.any.length === 1 || need.any.every((id) => lost.has(id)) ? need.any : [];
    return need.kind === 'degraded' ? [] : [need.system];
  });

/** Functions that cannot go on without a system that was named, straight or by way of other systems. */
function functionsNeeding(systems: readonly Scored[], plan: MatchPlan, already: readonly Scored[]): readonly Scored[] {
  const found = new Map<string, Scored>();
  const lost = new Set(systems.map(({ id }) => id));
  for (const system of systems) {
    const above = systemsAbove(system.id, plan, lost);
    for (const [id, { needs }] of Object.entries(plan.functions)) {
      const score = round(system.score * DERIVED);
      const need = hard(needs, lost).filter((one) => above.has(one));
      const by = need.includes(system.id) ? system.id : need[0];
      if (by === undefined || already.some((one) => one.id === id) || (found.get(id)?.score ?? 0) >= score) continue;
      const way =
        by === system.id ? nameOf(by, plan) : `${nameOf(by, plan)}, which depends on ${nameOf(system.id, plan)}`;
      found.set(id, { id, score, because: `because it needs ${way}`, derived: true });
    }
  }
  return [...found.values()].toSorted(surest);
}

/** A system and all systems that cannot go on without it. */
function systemsAbove(system: string, plan: MatchPlan, lost: ReadonlySet<string>): ReadonlySet<string> {
  const above = new Set([system]);
  // A set hands out what is added while it is walked through.
  for (const down of above) {
    for (const [id, { needs }] of Object.entries(plan.systems ?? {}))
      if (hard(needs, lost).includes(down)) above.add(id);
  }
  return above;
}

const nameOf = (id: string, { systems = {} }: MatchPlan) =>
  shortName((Object.hasOwn(systems, id) ? systems[id]?.name : undefined) ?? id);

/** What a function that was named hangs on, when no system was named: where to look first. */
function systemsNeededBy(functions: readonly Scored[], plan: MatchPlan): readonly Scored[] {
  const found = new Map<string, Scored>();
  for (const { id, score } of functions) {
    const { name, needs } = plan.functions[id] ?? { name: id };
    for (const need of hard(needs)) {
      if (found.has(need)) continue;
      found.set(need, {
        id: need,
        score: round(score * DERIVED),
        because: `because ${shortName(name)} needs it`,
        derived: true,
      });
    }
  }
  return [...found.values()];
}

/** `because you wrote "callers", "menu" and "loop"`. */
export function youWrote(shown: readonly string[]): string {
  return `because you wrote ${inQuotes(shown)}`;
}

/** `"callers", "menu" and "loop"`. */
export function inQuotes(shown: readonly string[]): string {
  const quoted = shown.map((word) => `"${word}"`);
  const last = quoted.at(-1) ?? '';
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} and ${last}` : last;
}

export const round = (score: number) => Math.round(score * 100) / 100;
const surest = (a: Scored, b: Scored) => b.score - a.score || (a.id < b.id ? -1 : 1);

/** The question with what the plan knows about its words; for the playbooks. */
export const enriched = (text: string, index: Index, lend: (term: Asked) => readonly string[]): readonly Asked[] =>
  asked(text, index).map((term) => ({ ...term, concepts: [...term.concepts, ...lend(term)] }));
