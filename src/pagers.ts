import type { Medium } from './core/media.ts';
import type { Plan } from './core/plan/schema.ts';
import { mediumWord } from './core/timeline/paging-words.ts';
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

/** The media that the plan names for somebody, and that nothing carries; in the plan's words. */
export function mediaNotCarried(plan: Plan, pagers: readonly Pager[]): readonly Medium[] {
  const carried = ({ medium, to }: { readonly medium: Medium; readonly to: string }) =>
    pagers.some(({ media, takes }) => media.includes(medium) && (takes?.(to) ?? true));
  const ways = Object.values(plan.people).flatMap(({ reach }) => reach);
  return [...new Set(ways.filter((way) => !carried(way)).map(({ medium }) => medium))];
}

/** Of these media, in one sentence, that nobody is reached by them; nothing when every one is carried. */
export function notCarriedWords(media: readonly Medium[]): readonly string[] {
  if (media.length === 0) return [];
  const names = media.map(mediumWord).join(', ');
  return [
    `Nothing is set up for ${names}: whoever has only that in the plan CANNOT BE PAGED. docs/media.md says how to.`,
  ];
}
