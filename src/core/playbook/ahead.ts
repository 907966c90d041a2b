import { entriesOf, entryOf, isLive, isOver, isPlaying, kidsOf } from './run.ts';
import type { Entry, Frame, Run } from './run.ts';

/** What is still to come, as far as the lists say. */

/** Steps whose turn is sure to come: those in line after the open ones, up to the next decision. */
export function ahead(run: Run): readonly Entry[] {
  const found = new Map<number, Entry>();
  for (const frame of run.frames.filter(isPlaying))
    for (const key of openKeys(run, frame)) follow(run, { frame, found }, key);
  return [...found.values()];
}

type Following = { readonly frame: Frame; readonly found: Map<number, Entry> };

function follow(run: Run, { frame, found }: Following, from: string): void {
  const seen = new Set([from]);
  let at = entryAt(run, frame, from);
  while (at !== undefined && at.step.ask === undefined) {
    at = entryAt(run, frame, nextKey(frame, at));
    if (at === undefined || seen.has(at.key)) return;
    seen.add(at.key);
    if (at.state !== 'waiting' || at.readyAt !== null) continue;
    for (const entry of [at, ...kidsOf(run, at)]) if (!isOver(entry)) found.set(entry.n, entry);
  }
}

/** The next decision: one that is open, or else the first that is sure to come. */
export const nextDecision = (run: Run): Entry | undefined =>
  [...entriesOf(run).filter(isLive), ...ahead(run)].find((entry) => entry.step.ask !== undefined);

/** The step of the list that follows, as far as one knows. */
export function nextKey(frame: Frame, entry: Entry): string | undefined {
  const choice = entry.choice === null ? undefined : entry.step.choices?.[entry.choice];
  return choice?.goto ?? entry.step.then ?? frame.order[frame.order.indexOf(entry.key) + 1];
}

/** The newest occurrence of a step of the list. */
export const entryAt = (run: Run, frame: Frame, key: string | undefined): Entry | undefined =>
  key === undefined || !Object.hasOwn(frame.newest, key) ? undefined : entryOf(run, frame.newest[key] ?? 0);

/** The steps of the list at which the flow stands. */
export const openKeys = (run: Run, frame: Frame): readonly string[] =>
  frame.order.filter((key) => {
    const entry = entryAt(run, frame, key);
    return entry !== undefined && entry.reached && isLive(entry);
  });
