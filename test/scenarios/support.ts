import { cardText } from '../../src/core/card.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import type { Instant } from '../../src/core/time.ts';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS, msBetween } from '../../src/core/time.ts';
import type { Reply } from '../../src/ports/door.ts';
import { bookOf, story } from '../support/story.ts';
import type { Story, StoryParts } from '../support/story.ts';

export const min = (minutes: number) => minutes * MINUTE_MS;
export const hours = (count: number) => count * HOUR_MS;
export const days = (count: number) => count * DAY_MS;

/** Friday 20 November 2026, 23:00 in Detroit: everybody but Owen and Ivy has quiet hours. Marcus and Priya are on call. */
export const FRIDAY_NIGHT = instant('2026-11-21T04:00:00Z');
export const MINIMAL = bookOf('examples/minimal.plan.yaml');

/** INC-1: the phones send callers in a loop, said by Owen; sev2, patient calls are hit, Marcus and Priya are paged. */
export async function phones(parts: StoryParts = {}, more = ''): Promise<Story> {
  const told = await story(parts);
  await told.say(`start phones send callers in a loop${more}`, 'owen');
  return told;
}

/** The card as a person reads it. */
export const read = ({ card }: Reply) => cardText(card);
export const textAfter = async (told: Story, words: string, as: string) => read(await told.say(words, as));

export async function eventsOf<Type extends IncidentEvent['type']>(told: Story, type: Type, id = 'INC-1') {
  const events = await told.events(id);
  return events.filter((event): event is Extract<IncidentEvent, { readonly type: Type }> => event.type === type);
}

export const minutesAfter = (from: Instant, at: Instant) => Math.round((msBetween(from, at) / MINUTE_MS) * 1000) / 1000;
/** Minutes after the start at which an event of this type happened. */
export async function minutesOf(told: Story, type: IncidentEvent['type'], id = 'INC-1') {
  const { declaredAt } = (await told.incident(id)).lifecycle;
  return (await eventsOf(told, type, id)).map(({ at }) => minutesAfter(declaredAt, at));
}

/** Who was paged since the story had so many pages: `['marcus', 'priya']`, each once. */
export const paged = (told: Story, since = 0) => [...new Set(told.pager.sent.slice(since).map(({ person }) => person))];
/** The pages that reached one person since then, by medium. */
export const pagesTo = (told: Story, person: string, since = 0) =>
  told.pager.sent.slice(since).flatMap((page) => (page.person === person ? [page.medium] : []));

/** What is done from here on, and the new pages that it led to. */
export async function pagedBy(told: Story, happens: () => Promise<unknown>) {
  const before = told.pager.sent.length;
  await happens();
  return told.pager.sent.slice(before);
}
/** Pages of the ladder: who is called by name, for a step that is theirs, is not among them. */
export const ofLadder = <Page extends { readonly key: string }>(pages: readonly Page[]) =>
  pages.filter(({ key }) => !key.includes('/page/c'));
export const names = (pages: readonly { readonly person: string }[]) => [...new Set(pages.map(({ person }) => person))];
