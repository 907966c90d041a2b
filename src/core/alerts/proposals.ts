import type { Button } from '../card.ts';
import { button } from '../card.ts';
import type { Book } from '../book.ts';
import { severityName } from '../book.ts';
import type { Instant } from '../time.ts';
import { byWhen, shortTime } from '../time.ts';
import { sourceName } from './alert.ts';
import type { Group } from './group.ts';
import { countOf } from './group.ts';
import type { AlertSourceState } from './source.ts';

export type Reading = { readonly at: Instant; readonly zone: string };

/** What waits for a person's word, oldest first. */
export const proposalsIn = ({ groups }: AlertSourceState): readonly Group[] =>
  Object.values(groups).filter(({ stage }) => stage === 'proposed' || stage === 'opening');

/** What stands for the title of a proposal that not everybody may read. */
export const A_PRIVATE_MATTER = 'a private matter';

/** `AL-7 Alertmanager: node01 is down (and 3 more)`. */
export function proposalTitle(group: Group): string {
  const more = countOf(group) - 1;
  return `${group.id} ${sourceName(group.source)}: ${group.title}${more > 0 ? ` (and ${more} more)` : ''}`;
}

/** What becomes of it, in one sentence. */
export function proposalOutlook(group: Group, { at, zone }: Reading): string {
  if (group.stage === 'opening') return `It is being opened as ${group.reserved ?? 'an incident'}.`;
  if (group.resolvedAt !== null)
    return `${sourceName(group.source)} took it back at ${shortTime(group.resolvedAt, zone, at)}; nobody is paged while it stays so.`;
  if (group.pageAt === null) return 'Nobody is paged for it unless somebody confirms it.';
  return `At ${byWhen(group.pageAt, zone, at)}, it pages the plan unless somebody says that it is nothing.`;
}

/** What it is about, as far as the plan knows. */
export function proposalAbout({ hit }: Group, book: Book): string {
  const systems = hit.systems.map((id) => book.plan.systems[id]?.name ?? id);
  const functions = hit.functions.map((id) => book.plan.functions[id]?.name ?? id);
  const severity = hit.severity === null ? [] : [severityName(book, hit.severity)];
  return [...severity, ...functions, ...systems].join(', ');
}

export const proposalButtons = ({ id, stage }: Group): readonly Button[] =>
  stage === 'opening' ? [] : [button('It is an incident', `confirm ${id}`), button('It is nothing', `dismiss ${id}`)];
