import { badId } from '../plan/leaves.ts';

/** Words of Muster's own (docs/plan.md), and those that mean something to JavaScript. */
const TAKEN = ['bot', 'none', 'anyone', 'caller', 'constructor'];
const LONGEST = 40;

/** Gives out ids that can be read and are given once: `Dana Ruíz` → `dana-ruiz`, the second one `dana-ruiz-2`. */
export function readableIds(): (name: string, otherwise: string) => string {
  const given = new Set(TAKEN);
  return (name, otherwise) => {
    const wish = plainWord(name) ?? otherwise;
    let id = wish;
    for (let n = 2; given.has(id); n += 1) id = `${wish}-${n}`;
    given.add(id);
    return id;
  };
}

function plainWord(name: string): string | undefined {
  const word = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '');
  return badId(word) === undefined ? word : undefined;
}
