import { type PersonId, personId } from '../ids.ts';
import { type Read, block, id, leaf, listOf, refuse, shown, someOf, text } from './leaves.ts';
import type { Schedule } from './schema.ts';
import { dateOrTime, hours, turnSpan, zone } from './times.ts';
import { forward } from './stretch.ts';

const rotation = block({ people: someOf(id(personId)), every: turnSpan, from: dateOrTime });

/** Turns of their own, and the hours of the week in which they count; left out: always. */
const layer = block({ name: text.exactOptional(), rotate: rotation, only: hours.exactOptional() });

/** Where stand-ins are kept as events: a secret that holds the address, an https address, or a file. */
const calendar = leaf((value): Read<string> => {
  const given = typeof value === 'string' ? value.trim() : '';
  if (/^secret:[A-Z][A-Z0-9_]{0,63}$/.test(given) || /^[^\s:]{1,400}\.ics$/i.test(given)) return { value: given };
  if (URL.canParse(given) && new URL(given).protocol === 'https:') return { value: given };
  return refuse(
    'L000',
    `${shown(value)} is not a calendar. Write secret:NAME (its https address stands in NAME), an https address, or a file that ends in .ics.`,
  );
});

/** The block `schedules`: one rotation, or several in layers, where a later one wins where it has somebody. */
export const schedule = block({
  timezone: zone.exactOptional(),
  rotate: rotation.exactOptional(),
  layers: someOf(layer).exactOptional(),
  overrides: listOf(
    block({ who: id(personId), from: dateOrTime, to: dateOrTime, why: text.exactOptional() }).check(forward(false)),
  ).default([]),
  calendar: calendar.exactOptional(),
}).check(({ value, issues }) => {
  const [both, neither] = [value.rotate !== undefined && value.layers !== undefined, !value.rotate && !value.layers];
  const message = 'Write `rotate`, or `layers` with a `rotate` in each, not both.';
  if (both) issues.push({ code: 'custom', message, params: { rule: 'L000' }, input: value, path: ['layers'] });
  if (neither) issues.push({ code: 'custom', message, params: { rule: 'L000' }, input: value, path: ['rotate'] });
});

export type Layer = NonNullable<Schedule['layers']>[number];
export type Rotation = Layer['rotate'];

/** The layers from the lowest to the one that wins; a schedule with one rotation has one. */
export const layersOf = ({ rotate, layers }: Schedule): readonly Layer[] =>
  layers ?? (rotate === undefined ? [] : [{ rotate }]);

/** Everybody who may be on call by the plan: of every rotation and of its overrides. */
export const peopleOf = (one: Schedule): readonly PersonId[] => [
  ...new Set([...layersOf(one).flatMap(({ rotate }) => rotate.people), ...one.overrides.map(({ who }) => who)]),
];
