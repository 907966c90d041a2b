import { SIMULATED } from './adapters/pagers/simulated/simulated-pager.ts';
import { MEDIA } from './core/media.ts';
import type { Medium } from './core/media.ts';
import type { Plan } from './core/plan/schema.ts';
import { mediumWord } from './core/timeline/paging-words.ts';
import { inRow } from './core/timeline/scene.ts';
import type { Chat } from './ports/chat.ts';
import type { Provider } from './ports/media.ts';
import type { Pager } from './ports/pager.ts';

type Parts = {
  readonly chats: readonly Chat[];
  readonly providers: readonly Provider[];
  readonly phones: Pager;
  /** Whether phones that do not exist carry what nothing real does. */
  readonly simulate: boolean;
};

/**
 * All that carry pages, in the order in which they are tried. Phones that do not exist carry only where nothing real is set up,
 * or where that is asked for, and never what a real one carries: a page that is taken by one counts as sent.
 */
export function pagersOf({ chats, providers, phones, simulate }: Parts): readonly Pager[] {
  const real = [...chats.map(({ pager }) => pager), ...providers.flatMap(({ pagers }) => pagers)];
  if (real.length > 0 && !simulate) return real;
  const media = phones.media.filter((medium) => !real.some((pager) => pager.media.includes(medium)));
  return [...real, { ...phones, media }];
}

/** Whether one of these carries messages to an address. */
export const carriedBy =
  (pagers: readonly Pick<Pager, 'media' | 'takes'>[]) =>
  ({ medium, to }: { readonly medium: Medium; readonly to: string }): boolean =>
    pagers.some(({ media, takes }) => media.includes(medium) && (takes?.(to) ?? true));

/** The media that the plan names for somebody, and that nothing carries; in the plan's words. */
export function mediaNotCarried(plan: Plan, pagers: readonly Pager[]): readonly Medium[] {
  const carried = carriedBy(pagers);
  const ways = Object.values(plan.people).flatMap(({ reach }) => reach);
  return [...new Set(ways.filter((way) => !carried(way)).map(({ medium }) => medium))];
}

/** The media that the plan names for somebody, and that a simulated phone takes beside real ones; none where all are simulated. */
export function mediaSimulated(plan: Plan, pagers: readonly Pick<Pager, 'name' | 'media'>[]): readonly Medium[] {
  const all = pagers.filter(({ media }) => media.length > 0);
  if (all.every(({ name }) => name === SIMULATED)) return [];
  const media = new Set(all.flatMap((pager) => (pager.name === SIMULATED ? pager.media : [])));
  const used = new Set(Object.values(plan.people).flatMap(({ reach }) => reach.map(({ medium }) => medium)));
  return MEDIA.filter((medium) => media.has(medium) && used.has(medium));
}

/** `SMS and call go to simulated phones …`; nothing when no medium does. */
export function simulatedWords(media: readonly Medium[]): readonly string[] {
  if (media.length === 0) return [];
  const verb = media.length === 1 ? 'goes' : 'go';
  const them = media.length === 1 ? 'it' : 'them';
  const names = firstUp(inRow(media.map(mediumWord)));
  return [`${names} ${verb} to simulated phones (MUSTER_SIMULATE=yes): nobody real is reached by ${them}.`];
}

/** Of these media, in one sentence, that nobody is reached by them; nothing when every one is carried. */
export function notCarriedWords(media: readonly Medium[]): readonly string[] {
  if (media.length === 0) return [];
  const names = media.map(mediumWord).join(', ');
  return [
    `Nothing is set up for ${names}: whoever has only that in the plan CANNOT BE PAGED. docs/media.md says how to.`,
  ];
}

const firstUp = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
