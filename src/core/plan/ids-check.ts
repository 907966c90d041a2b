import { type Found, pathText } from './finding.ts';
import { isBlock } from './leaves.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Reference, type Target, references } from './references.ts';

type Raw = Readonly<Record<string, unknown>>;

/** The blocks in which each kind of id stands. */
const BLOCKS: Readonly<Record<Target, readonly string[]>> = {
  who: ['people', 'roles', 'schedules', 'vendors'],
  person: ['people'],
  role: ['roles'],
  vendor: ['vendors'],
  system: ['systems'],
  backup: ['systems', 'vendors'],
  site: ['sites'],
  severity: ['severities'],
  policy: ['escalation'],
  function: ['functions'],
  exercise: ['exercises'],
  'phone test': ['phone_tests'],
};
const ONE_OF: Readonly<Record<string, string>> = {
  people: 'a person',
  roles: 'a role',
  schedules: 'a schedule',
  vendors: 'a vendor',
  systems: 'a system',
  sites: 'a site',
  severities: 'a severity',
  escalation: 'an escalation policy',
  functions: 'a function',
  exercises: 'an exercise',
  phone_tests: 'a phone test',
};
const BUILT_IN: Readonly<Record<string, readonly string[]>> = { severities: ['sev1', 'sev2', 'sev3', 'sev4'] };

/** The ids written in a block, broken entries included: what is broken is told once, where it stands. */
const idsOf = (raw: Raw, block: string): readonly string[] => {
  const value = raw[block];
  return [...(isBlock(value) ? Object.keys(value) : []), ...(BUILT_IN[block] ?? [])];
};

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${String(words.at(-1))}`;

/** L003: people, roles, schedules and vendors share one space of ids; functions and systems may share theirs (domain 2.6). */
export function sameIds(raw: Raw): readonly Found[] {
  const first = new Map<string, string>();
  const found: Found[] = [];
  for (const block of BLOCKS.who) {
    for (const id of idsOf(raw, block)) {
      const other = first.get(id);
      if (other === undefined) first.set(id, block);
      else
        found.push({
          rule: 'L003',
          level: 'error',
          path: [block, id],
          message: `\`${id}\` is both ${ONE_OF[other] ?? other} and ${ONE_OF[block] ?? block}. Give one of them another id.`,
        });
    }
  }
  return found;
}

/** L002 and L030: every id that is named must be there. */
export function brokenReferences(raw: Raw): readonly Found[] {
  const known = new Map(Object.keys(ONE_OF).map((block) => [block, new Set(idsOf(raw, block))]));
  const has = (block: string, id: string) => known.get(block)?.has(id) ?? false;
  const all = references(raw);
  return all
    .filter((ref) => !BLOCKS[ref.to].some((block) => has(block, ref.id)))
    .map((ref) => {
      if (ref.does === 'pages' && has('escalation', ref.id)) return policyInPolicy(ref, all);
      const elsewhere = Object.keys(ONE_OF).find((block) => has(block, ref.id));
      return nowhere(ref, { elsewhere, candidates: BLOCKS[ref.to].flatMap((block) => idsOf(raw, block)) });
    });
}

function nowhere(
  ref: Reference,
  hint: { readonly elsewhere: string | undefined; readonly candidates: readonly string[] },
): Found {
  const blocks = BLOCKS[ref.to];
  const from = pathText(ref.path.slice(0, 2));
  const who = ref.to === 'who' || ref.to === 'person' ? 'who' : 'which';
  const is =
    hint.elsewhere === undefined
      ? `${who} is not in ${listed(blocks)}.${didYouMean(ref.id, hint.candidates)}`
      : `${who} is ${ONE_OF[hint.elsewhere] ?? ''}; here goes ${listed(blocks.map((block) => ONE_OF[block] ?? block))}.`;
  return { rule: 'L002', level: 'error', path: ref.path, message: `\`${from}\` ${ref.does} \`${ref.id}\`, ${is}` };
}

/** Levels page people, so a policy never stands there; one that leads back to itself is the worst of it (L030). */
function policyInPolicy(ref: Reference, all: readonly Reference[]): Found {
  const start = String(ref.path[1]);
  const seen = new Set<string>();
  const open = [ref.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...all.filter(({ does, path }) => does === 'pages' && path[1] === id).map((other) => other.id));
  }
  const back = ref.id === start ? 'itself' : `\`${ref.id}\`, which escalates back to \`${start}\``;
  const does = seen.has(start)
    ? `\`${start}\` escalates to ${back}.`
    : `\`escalation.${start}\` pages \`${ref.id}\`, which is another policy.`;
  const message = `${does} Page people, roles, schedules or vendors.`;
  return { rule: seen.has(start) ? 'L030' : 'L002', level: 'error', path: ref.path, message };
}
