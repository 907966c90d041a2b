import type { Book } from '../book.ts';
import { companyZone, nameOf, severityName } from '../book.ts';
import type { IncidentId, PersonId } from '../ids.ts';
import { personId, playbookId, policyId, severityId } from '../ids.ts';
import type { CommandOf } from '../incident/commands.ts';
import type { HitParts } from '../incident/hit.ts';
import { partsHit } from '../incident/hit.ts';
import type { Live } from '../oncall.ts';
import { whoNow } from '../plan/who-now.ts';
import type { Instant } from '../time.ts';
import { shortTime } from '../time.ts';
import { sourceName } from './alert.ts';
import type { Group } from './group.ts';
import { countOf } from './group.ts';
import { answerWays } from './answer-ways.ts';
import type { Ways } from './answer-ways.ts';
import { A_PRIVATE_MATTER, proposalAbout, proposalOutlook, proposalTitle } from './proposals.ts';

/** Taken when neither the plan, the monitor nor the playbook says how bad it is. */
const UNCLEAR = 'sev3';

type Parts = { readonly book: Book; readonly rooms: readonly string[]; readonly at: Instant };

/**
 * The words that open the incident of a proposal, as a person would have said them: what the plan says of the source counts,
 * the rest is found by the alert's words. It began at the latest when Muster first heard of it.
 */
export function declarationOf(group: Group, id: IncidentId, { book, rooms, at }: Parts): CommandOf<'declare'> {
  const hit = partsOf(group, book);
  const { playbook, severity } = paging(group, hit, book);
  const more = countOf(group) - 1;
  const zone = companyZone(book);
  const said = `${sourceName(group.source)} said so at ${shortTime(group.firstAt, zone, at)}`;
  const words = [said, group.text, group.link ?? ''].filter((one) => one !== '').join('. ');
  return {
    type: 'declare',
    id,
    title: more > 0 ? `${group.title} (and ${more} more ${more === 1 ? 'alert' : 'alerts'})` : group.title,
    kind: 'real',
    severity,
    private: playbook?.private === true,
    functions: hit.functions,
    systems: hit.systems,
    playbook: playbookId(hit.playbook),
    policy: policyId(playbook?.policy ?? 'default'),
    impactStartedAt: group.firstAt < at ? group.firstAt : null,
    reporter: group.confirmedBy === null ? sourceName(group.source) : reporter(group.confirmedBy, group, book),
    paging: true,
    because: `${words}. ${hit.because}`,
    book,
    ...(rooms.length === 0 ? {} : { rooms }),
  };
}

const reporter = (who: string, { source }: Group, book: Book) => `${nameOf(book, who)}, from ${sourceName(source)}`;

/** A name that the plan has lost meanwhile must not keep the incident from being opened. */
function partsOf({ title, hit }: Group, book: Book): HitParts {
  const named = { text: title, functions: hit.functions, systems: hit.systems, playbook: hit.playbook ?? undefined };
  const found = partsHit(book, named);
  if (found.ok) return found;
  const plain = partsHit(book, { text: title, functions: [], systems: [], playbook: undefined });
  if (!plain.ok) throw new Error(plain.refusal.say);
  return plain;
}

function paging({ hit: { severity } }: Group, parts: HitParts, book: Book) {
  const playbook = Object.hasOwn(book.playbooks, parts.playbook) ? book.playbooks[parts.playbook] : undefined;
  const known = severity !== null && Object.hasOwn(book.plan.severities, severity) ? severity : undefined;
  return { playbook, severity: known ?? severityId(playbook?.severity ?? UNCLEAR) };
}

/** Whether the incident that it would open is a private one. */
export const opensPrivate = (group: Group, book: Book): boolean =>
  paging(group, partsOf(group, book), book).playbook?.private === true;

/**
 * What it would be opened as, in one sentence, so that nobody is surprised by it. Empty when it is being opened, and for what
 * is private: a playbook's name tells what it is about.
 */
export function opensAs(group: Group, book: Book): string {
  const { playbook, severity } = paging(group, partsOf(group, book), book);
  if (group.stage !== 'proposed' || playbook?.private === true || isMasked(group)) return '';
  const by = playbook === undefined ? '' : ` with the playbook "${playbook.title}"`;
  return `It would be opened as ${severityName(book, severity)}${by}.`;
}

/** Shown to somebody who may not know what it is about: a proposal as it is has a title for the first of its alerts. */
const isMasked = ({ keys }: Group) => Object.values(keys).every(({ title }) => title === '');

export type Asked = { readonly book: Book; readonly at: Instant; readonly live: Live };

/** Who would be paged first, were it opened now. */
export function firstPeople(group: Group, { book, at, live }: Asked): readonly PersonId[] {
  const { playbook, severity } = paging(group, partsOf(group, book), book);
  const { rungs } = whoNow(book, { policy: policyId(playbook?.policy ?? 'default'), severity, at, live });
  return [...new Set((rungs[0]?.pages ?? []).map(({ person }) => person))].map(personId);
}

/**
 * What they are told, in plain words. A note goes by mail and chat: of a private matter it says only that there is one.
 */
export function tellingOf(
  group: Group,
  { book, at, ...where }: Asked & Ways,
): { readonly subject: string; readonly text: string } {
  const about = proposalAbout(group, book);
  const outlook = proposalOutlook(group, { at, zone: companyZone(book) });
  if (opensPrivate(group, book)) return privately(group, outlook, where);
  const known = about === '' ? '' : `About: ${about}`;
  const lines = [proposalTitle(group), group.text, known, opensAs(group, book), outlook];
  const ways = answerWays(group.id, where);
  return {
    subject: `${group.id}: ${group.title}`,
    text: [...lines, ways].filter((one) => one !== '').join('\n'),
  };
}

function privately(group: Group, outlook: string, ways: Ways) {
  const title = proposalTitle({ ...group, title: A_PRIVATE_MATTER });
  const where =
    'What it is about is on the console, and "alerts" shows it to you and to nobody who is not paged first.';
  return {
    subject: `${group.id}: ${A_PRIVATE_MATTER}`,
    text: [title, outlook, where, answerWays(group.id, ways)].join('\n'),
  };
}
