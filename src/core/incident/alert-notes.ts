import type { Decision } from '../aggregate.ts';
import { decided } from '../aggregate.ts';
import { sourceName } from '../alerts/alert.ts';
import type { CommandOf } from './commands.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import type { Facet, Incident } from './state.ts';

/** What monitors say of this incident, by the group of alerts that says it. */
export type AlertNotes = {
  readonly groups: Readonly<Record<string, { readonly source: string; readonly upTo: number; readonly over: boolean }>>;
};

const begin: AlertNotes = { groups: {} };

function evolve(slice: AlertNotes, event: IncidentEvent): AlertNotes {
  if (event.type !== 'alertNoted') return slice;
  const { group, source, n, all } = event;
  return { groups: { ...slice.groups, [group]: { source, upTo: n, over: all } } };
}

/** Each line once: what was written by a run that did not live to say so is not written again. */
export function noteAlerts(
  { alerts }: Incident,
  { source, group, facts }: CommandOf<'noteAlerts'>,
): Decision<IncidentChange> {
  const upTo = Object.hasOwn(alerts.groups, group) ? (alerts.groups[group]?.upTo ?? 0) : 0;
  return decided(
    ...facts.filter(({ n }) => n > upTo).map((fact) => ({ ...fact, type: 'alertNoted', source, group }) as const),
  );
}

/** For the situation card: that a monitor says it is over. Nothing is closed by that. */
export function alertLines({ alerts, lifecycle }: Incident): readonly string[] {
  if (lifecycle.phase !== 'open') return [];
  const sources = [...new Set(Object.values(alerts.groups).map(({ source }) => source))];
  return sources
    .filter((source) => Object.values(alerts.groups).every((group) => group.source !== source || group.over))
    .map(
      (source) =>
        `${sourceName(source)} says that it is resolved. Nothing is closed by itself: "restored ${lifecycle.id}" when it works`,
    );
}

export const alertNotes: Facet<AlertNotes> = { begin, evolve };
