import type { Refusal } from '../aggregate.ts';
import { refuse } from '../aggregate.ts';
import type { Book } from '../book.ts';
import { severityIds, severityName } from '../book.ts';
import type { FunctionId, SeverityId, SystemId } from '../ids.ts';
import { incidentId, playbookId, policyId, severityId } from '../ids.ts';
import { findSeverity } from '../lookup.ts';
import type { Live } from '../oncall.ts';
import type { Rung, WhoNow } from '../plan/who-now.ts';
import type { Instant } from '../time.ts';
import type { CommandOf } from './commands.ts';
import { decide } from './decide.ts';
import type { EventOf } from './events.ts';
import { MUSTER } from './events.ts';
import type { HitParts } from './hit.ts';
import { partsHit } from './hit.ts';
import { beginIncident } from './incident.ts';
import { rehearse } from './rehearsal.ts';
import { writing } from './writing.ts';

/** What somebody is about to start, as far as they have said it. */
export type AboutToStart = {
  readonly text: string;
  /** Names or ids of the plan. */
  readonly functions: readonly string[];
  readonly systems: readonly string[];
  /** Left out: the playbook says, else it counts as not yet clear. */
  readonly severity: string | undefined;
  readonly drill: boolean;
  readonly private?: boolean;
  readonly at: Instant;
  readonly live: Live;
};

export type WouldBePaged = {
  readonly ok: true;
  readonly kind: 'real' | 'drill';
  readonly severity: SeverityId;
  readonly private: boolean;
  readonly functions: readonly FunctionId[];
  readonly systems: readonly SystemId[];
  /** Which playbook, and why. */
  readonly because: string;
  /** In the order in which they are paged, all rounds; one that reaches nobody passes to the next at the same instant. */
  readonly levels: readonly Rung[];
  /** After the last round. Absent when the pages that quiet hours hold back never end. */
  readonly alarm?: NonNullable<WhoNow['alarm']>;
  /** Called by name at the start, because the playbook begins with it. */
  readonly calls: readonly Pick<EventOf<'paged'>, 'pages' | 'notPaged' | 'why'>[];
};

/** Taken when neither the words nor the playbook say how bad it is (commands/start.ts has the same). */
const UNCLEAR = 'sev3';

/**
 * Whom a start would page if it were said now, level by level, as long as nobody answers. It is decided by the very decision of
 * a real start, on an incident that is kept nowhere.
 */
export function whoWouldBePaged(
  book: Book,
  about: AboutToStart,
): WouldBePaged | { readonly ok: false; readonly refusal: Refusal } {
  const { text, functions, systems, at, live } = about;
  const hit = partsHit(book, { text, functions, systems, playbook: undefined });
  if (!hit.ok) return hit;
  const said = about.severity;
  const severity = said === undefined ? (book.playbooks[hit.playbook]?.severity ?? UNCLEAR) : findSeverity(book, said);
  if (severity === undefined) return noSeverity(book, said ?? '');
  const command = declaration(book, about, { hit, severity: severityId(severity) });
  const moment = { at, by: MUSTER, live } as const;
  const decision = decide(beginIncident, command, moment);
  if (!decision.ok) return decision;
  const story = writing(beginIncident, moment);
  for (const change of decision.events) story.add(change, book);
  const { rungs, alarm } = rehearse(story.now(), decision.events, moment);
  return {
    ok: true,
    kind: command.kind,
    severity: command.severity,
    private: command.private,
    functions: hit.functions,
    systems: hit.systems,
    because: hit.because,
    levels: rungs,
    ...(alarm === undefined ? {} : { alarm }),
    calls: decision.events.flatMap((change) => (change.type === 'paged' ? [change] : [])),
  };
}

type Known = { readonly hit: HitParts; readonly severity: SeverityId };

function declaration(book: Book, about: AboutToStart, { hit, severity }: Known): CommandOf<'declare'> {
  const kind = about.drill ? 'drill' : 'real';
  const playbook = book.playbooks[hit.playbook];
  return {
    type: 'declare',
    id: incidentId(kind, 0),
    kind,
    book,
    severity,
    title: about.text === '' ? 'Nothing has happened' : about.text,
    because: hit.because,
    reporter: '',
    private: about.private === true || playbook?.private === true,
    functions: hit.functions,
    systems: hit.systems,
    playbook: playbookId(hit.playbook),
    policy: policyId(playbook?.policy ?? 'default'),
    impactStartedAt: null,
    paging: true,
  };
}

function noSeverity(book: Book, asked: string) {
  const all = severityIds(book).map((id) => severityName(book, id));
  return refuse('no-such-severity', `There is no severity "${asked}". There are: ${all.join(', ')}.`);
}
