import { nameOf, roleName, severityName, severityOf } from '../book.ts';
import type { Button } from '../card.ts';
import type { PersonId } from '../ids.ts';
import { fallsTo, nextActions as stepActions } from '../playbook/next-actions.ts';
import { entryOf, textOf } from '../playbook/run.ts';
import type { Instant } from '../time.ts';
import { plusSpan } from '../time.ts';
import { askedNext, reachNext } from './asked-next.ts';
import { requestTo } from './calls.ts';
import { isLive } from './lifecycle.ts';
import type { PageState } from './page.ts';
import { COMMANDER } from './roles.ts';
import { isOut } from './standing.ts';
import type { Incident } from './state.ts';
import { timesOf } from './step-context.ts';
import { whoLeads } from './step-calls.ts';
import { needsConfirmation } from './steps.ts';

/** What one role does next: one thing, with the line of words that says it is done, or until when there is nothing. */
export type NextAction = {
  readonly role: string;
  readonly person: PersonId | null;
  readonly step: number | null;
  readonly text: string;
  readonly words: string;
  readonly buttons: readonly Button[];
  readonly by: Instant | null;
  /** Not to be done yet: the decision that comes next. */
  readonly ahead: boolean;
};

const action = (
  role: string,
  person: PersonId | null,
  rest: Pick<NextAction, 'text' | 'words'> & Partial<NextAction>,
): NextAction => ({
  role,
  person,
  step: null,
  by: null,
  ahead: false,
  buttons: rest.words === '' ? [] : [{ label: 'Do it', words: rest.words }],
  ...rest,
});

/** One next action for every role that is filled, the commander first; never an empty list while the incident is live. */
export function nextActions(incident: Incident): readonly NextAction[] {
  if (!isLive(incident)) return [];
  const { roles, lifecycle } = incident;
  const closing = lifecycle.phase === 'restored' ? [closeIt(incident)] : [];
  const first = [...(isWanted(incident) ? [needsSomebody(incident)] : closing), ...undecided(incident)];
  const actions = withReach(incident, [...first, ...playbookActions(incident)]);
  const named = new Set(actions.map(({ role }) => role));
  const idle = Object.keys(roles.holders).filter((role) => !named.has(role));
  const all = [...actions, ...idle.map((role) => nothing(role, holderOf(incident, role)))];
  return all.length > 0 ? all : [freehand(incident)];
}

/** Where the commander leads and has nothing to do, a step that waits for somebody who never showed up is theirs to see to. */
function withReach(incident: Incident, actions: readonly NextAction[]): readonly NextAction[] {
  const reach = whoLeads(incident) === holderOf(incident, COMMANDER) ? reachNext(incident) : undefined;
  const idle = actions.findIndex(({ role, words }) => role === COMMANDER && words === '');
  const isBusy = actions.some(({ role, words, ahead }) => role === COMMANDER && words !== '' && !ahead);
  return reach === undefined || idle < 0 || isBusy ? actions : actions.with(idle, reach);
}

/** Nobody has it yet, or whoever has it asked for one more. */
const isWanted = ({ escalation }: Incident) => escalation.status === 'paging' || escalation.status === 'exhausted';
const WAITS_FOR_ANSWER = new Set<PageState>(['queued', 'sent', 'timed out']);

const holderOf = ({ roles }: Incident, role: string): PersonId | null => roles.holders[role] ?? null;
const nothing = (role: string, person: PersonId | null) =>
  action(role, person, { text: 'Nothing for you until somebody asks you.', words: '' });

const NOBODY_ANSWERED = { all: 'Nobody has answered.', more: 'Nobody else has answered.' } as const;

function needsSomebody(incident: Incident): NextAction {
  const { id } = incident.lifecycle;
  const alarm = incident.escalation.status === 'exhausted';
  const { seeking } = incident.escalation;
  const wanted =
    seeking === null
      ? 'Somebody has to say "I have it".'
      : `${nameOf(incident.book, seeking)} has it and needs one more: say "I have it" to join.`;
  const text = alarm
    ? `${NOBODY_ANSWERED[seeking === null ? 'all' : 'more']} Say that you have it, or call somebody by hand.`
    : wanted;
  return action('anyone', null, {
    text,
    words: `ack ${id}`,
    buttons: [
      { label: "I've got it", words: `ack ${id}` },
      { label: "Can't", words: `cant ${id}` },
      { label: 'Need help', words: `needhelp ${id}` },
    ],
  });
}

function closeIt(incident: Incident): NextAction {
  const words = `close ${incident.lifecycle.id}`;
  return action(COMMANDER, holderOf(incident, COMMANDER), {
    text: 'It is restored. Finish what is open, then close it.',
    words,
    buttons: [{ label: 'Close', words }],
  });
}

/** While nobody has said how bad it is, that is the commander's next decision. */
function undecided(incident: Incident): readonly NextAction[] {
  const { lifecycle, book } = incident;
  const rule = severityOf(book, lifecycle.severity);
  if (rule?.decide_within === undefined || lifecycle.phase !== 'open' || lifecycle.kind === 'drill') return [];
  const by = plusSpan(lifecycle.severitySince, rule.decide_within, book.plan.plan.timezone);
  const others = Object.keys(book.plan.severities)
    .sort()
    .filter((id) => id !== lifecycle.severity);
  const buttons = others.map((id) => ({ label: severityName(book, id), words: `sev ${lifecycle.id} ${id}` }));
  return [
    action(COMMANDER, holderOf(incident, COMMANDER), {
      text: `Say how bad it is. If nobody does, it becomes ${severityName(book, rule.if_undecided ?? lifecycle.severity)}.`,
      words: `sev ${lifecycle.id} sev2`,
      buttons,
      by,
    }),
  ];
}

function playbookActions(incident: Incident): readonly NextAction[] {
  const { steps, roles, lifecycle } = incident;
  const all = stepActions(steps.run, { holders: roles.holders, times: timesOf(incident) });
  return all.flatMap((next) => (next.kind === 'close' ? atTheEnd(incident) : [mayItRun(incident, inWords(next))]));

  function inWords(next: (typeof all)[number]): NextAction {
    return {
      role: next.role,
      person: next.person === null ? holderOf(incident, next.role) : (next.person as PersonId),
      step: next.step,
      text: next.text,
      words: here(next.words, lifecycle.id),
      buttons: next.buttons.map(({ label, words }) => ({ label, words: here(words, lifecycle.id) })),
      by: next.by,
      ahead: next.kind === 'decision ahead',
    };
  }
}

/** A step that Muster runs and that needs a yes is a question to whoever may give it, not something to wait for. */
function mayItRun(incident: Incident, next: NextAction): NextAction {
  const entry = next.step === null ? undefined : entryOf(incident.steps.run, next.step);
  const isAsked = entry?.step.run !== undefined && entry.state === 'doing' && needsConfirmation(incident, entry);
  if (entry === undefined || !isAsked) return next;
  const { id } = incident.lifecycle;
  const asked = incident.book.plan.hooks[entry.step.run ?? '']?.confirm_by ?? next.role;
  const role = holderOf(incident, asked) === null ? next.role : asked;
  const words = `run ${id} ${entry.n}`;
  const buttons = [{ label: 'Run it', words }, ...next.buttons];
  return {
    ...next,
    role,
    person: holderOf(incident, role),
    text: `May Muster do this now? ${textOf(entry.step)}`,
    words,
    buttons,
  };
}

/** The list is at its end. Nobody can close what does not work yet; once it does, `closeIt` says so. */
function atTheEnd(incident: Incident): readonly NextAction[] {
  const { id, phase } = incident.lifecycle;
  if (phase !== 'open') return [];
  const words = `restored ${id}`;
  return [
    action(COMMANDER, holderOf(incident, COMMANDER), {
      text: 'The playbook is at its end. Does it work again? Say so; then it can be closed.',
      words,
      buttons: [{ label: 'It works again', words }],
    }),
  ];
}

function freehand(incident: Incident): NextAction {
  const words = `restored ${incident.lifecycle.id}`;
  return action(COMMANDER, holderOf(incident, COMMANDER), {
    text: 'No playbook step is open. Say what you do with "note", and "restored" when it works again.',
    words,
  });
}

/** `done 3` → `done INC-42 3`: a line of words that means the same wherever it is pressed. */
const here = (words: string, id: string) => words.replace(/^(\S+)(.*)$/, `$1 ${id}$2`);

/**
 * The next action of one person: what they were called for by name, then that of a role they hold, else what anybody may do.
 * Undefined when they have no part in it and there is nothing that anybody may do.
 */
export function nextFor(incident: Incident, person: PersonId): NextAction | undefined {
  if (!isLive(incident)) return undefined;
  const { escalation, lifecycle } = incident;
  if (lifecycle.phase === 'open' && isOut(incident, person)) return outOfIt(incident, person);
  const asked = askedNext(incident, person);
  if (asked !== undefined && escalation.acknowledged.length > 0) return asked;
  const all = nextActions(incident);
  const isSeeking = escalation.seeking === person;
  const isPaged = escalation.pages.some((page) => page.person === person && WAITS_FOR_ANSWER.has(page.state));
  if (isPaged && isWanted(incident) && !isSeeking) return needsSomebody(incident);
  const own = all.filter((next) => next.person === person && !next.ahead);
  const mine = ownWork(incident, person, own);
  if (mine !== undefined) return mine;
  if (isSeeking && isWanted(incident)) return isBeingHelped(incident, person);
  return own[0] ?? all.find((next) => next.person === null);
}

function ownWork(incident: Incident, person: PersonId, own: readonly NextAction[]): NextAction | undefined {
  const leads = whoLeads(incident) === person;
  const stuck = leads ? nextActions(incident).find((next) => isStuckElsewhere(incident, next)) : undefined;
  const found =
    stuck ?? own.find(({ step, words }) => step !== null && words !== '') ?? own.find(({ words }) => words !== '');
  if (found === undefined) return leads ? reachNext(incident) : undefined;
  const isCalled = requestTo(incident, person)?.asks.what === 'step';
  if (!isCalled || found.step === null) return found;
  return { ...found, buttons: [...found.buttons, { label: "Can't", words: `cant ${incident.lifecycle.id}` }] };
}

/** A step of somebody else that is stuck with no other way is what whoever leads sees to first. */
function isStuckElsewhere({ steps, roles }: Incident, { role, step }: NextAction): boolean {
  const entry = step === null ? undefined : entryOf(steps.run, step);
  return role === COMMANDER && entry?.state === 'stuck' && fallsTo(entry, roles) !== COMMANDER;
}

const isBeingHelped = (incident: Incident, person: PersonId) =>
  action(COMMANDER, person, {
    text:
      incident.escalation.status === 'exhausted'
        ? 'Nobody else has answered yet; Muster goes on calling. Call somebody by hand too.'
        : 'Somebody is being called to help you.',
    words: '',
  });

function outOfIt({ lifecycle: { id }, escalation }: Incident, person: PersonId): NextAction {
  const others = escalation.acknowledged.length > 0 ? 'somebody else has it' : 'somebody else is being called';
  return action('anyone', person, {
    text: `Thank you, you are out of this one; ${others}.`,
    words: '',
    buttons: [{ label: 'I can after all', words: `ack ${id}` }],
  });
}

/** "tech lead (Marcus Feld)". */
export function whoIs(incident: Incident, next: Pick<NextAction, 'role' | 'person'>): string {
  const role = roleName(next.role);
  return next.person === null ? role : `${role} (${nameOf(incident.book, next.person)})`;
}
