import { actedIn, authorOf } from './authors.ts';
import type { Kept, Kind, Told, TimelineEntry } from './entry.ts';
import { labelOf, namingOf } from './names.ts';
import { after, firstScene, withSteps } from './scene.ts';
import { tell } from './tell.ts';

export type TimelineOptions = {
  /** Roles instead of names, in free text too: for the postmortem. */
  readonly roles?: boolean;
  /** Leaves out every word that a person wrote: for private incidents. */
  readonly factsOnly?: boolean;
  /** Only these kinds; all when left out. */
  readonly kinds?: readonly Kind[];
};

/** The incident told: every event as one entry or more, in the order of what they are about. Pure; times are the events' own. */
export function timeline(told: Told, options: TimelineOptions = {}): readonly TimelineEntry[] {
  const naming = namingOf(told, { roles: options.roles ?? false, withheld: options.factsOnly ?? false });
  let scene = firstScene(told.book, naming);
  const entries: TimelineEntry[] = [];
  for (const [index, event] of told.events.entries()) {
    scene = { ...scene, run: withSteps(scene.run, event, told.book) };
    const [id, as] = [authorOf(event, told.events[index - 1]), actedIn(event, scene.run)];
    const by = labelOf(naming, { id, holders: scene.holders, as });
    for (const { kind, text, at, detail = false } of tell(event, scene))
      entries.push({ at: at ?? event.at, by, kind, text, source: sourceOf(event, index), detail });
    scene = after(scene, event);
  }
  // The sort is stable: what has the same hour stays in the order in which it was recorded.
  const ordered = entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return options.kinds === undefined ? ordered : ofKinds(ordered, options.kinds);
}

export const ofKinds = (entries: readonly TimelineEntry[], kinds: readonly Kind[]) =>
  entries.filter(({ kind }) => kinds.includes(kind));

/** What there is to read, and how much plumbing was left out of it. */
export function withoutDetails(entries: readonly TimelineEntry[]) {
  const told = entries.filter(({ detail }) => !detail);
  return { told, left: entries.length - told.length };
}

/** A stream's versions count from 1. */
const sourceOf = (event: Kept, index: number) => event.version ?? index + 1;
