import { nameOf } from '../book.ts';
import type { Block } from '../card.ts';
import { facts } from '../card.ts';
import { byWhen } from '../time.ts';
import type { Reading } from './cards.ts';
import { SIDE_NAMES, sidesOf } from './situation.ts';
import type { Side } from './situation.ts';
import type { Incident } from './state.ts';

export const NOBODY_SAID = 'NOBODY HAS SAID';

/** One line of the situation card in words: state, owner, when it was said and when it is said again. Never blank (R07). */
export function sideText({ situation, book }: Incident, side: Side, { at, zone }: Reading): string {
  const said = situation[side];
  if (said === undefined) return NOBODY_SAID;
  const owner = said.owner === null ? '' : `${nameOf(book, said.owner)}, `;
  const next =
    said.againAt === null
      ? 'nobody said when again'
      : said.againAt < at
        ? `WAS DUE AGAIN ${byWhen(said.againAt, zone, at)}`
        : `again ${byWhen(said.againAt, zone, at)}`;
  return `${said.text} (${owner}${byWhen(said.at, zone, at)}; ${next})`;
}

/** *Systems / Staff / Customers / Leadership*, customers first for what customers see (R07, R16). */
export const sidesBlock = (incident: Incident, reading: Reading): Block =>
  facts(...sidesOf(incident).map((side) => [SIDE_NAMES[side], sideText(incident, side, reading)] as const));
