import { nameOf, roleName, severityName } from '../book.ts';
import type { Block, Button, Card, Tone } from '../card.ts';
import { button, card, facts, list, text } from '../card.ts';
import type { PersonId } from '../ids.ts';
import { currentFrame } from '../playbook/run.ts';
import type { Instant } from '../time.ts';
import { byWhen, distance, inWords, msBetween, shortTime } from '../time.ts';
import { alertLines } from './alert-notes.ts';
import { byHand } from './by-hand.ts';
import { clocksOf, isRestored } from './clocks.ts';
import { sidesBlock } from './sides-block.ts';
import { wouldHaveCalled } from './ladder.ts';
import { clockStart } from './lifecycle.ts';
import { nextActions, whoIs } from './next.ts';
import { DRILL_MARK } from './page-text.ts';
import { COMMANDER } from './roles.ts';
import { STANDING_WORDS, standingOf } from './standing.ts';
import type { Incident } from './state.ts';
import { illness } from './unread.ts';
import { unsentNumbers } from './unsent.ts';
import { nextUpdateAt } from './updates.ts';

/** When and where a card is read. */
export type Reading = { readonly at: Instant; readonly zone: string };

/** `EXERCISE: EX-3 sev2 Major: phones send callers in a loop`. */
export function titleOf({ lifecycle, book }: Incident): string {
  const mark = lifecycle.kind === 'drill' ? `${DRILL_MARK}: ` : '';
  return `${mark}${lifecycle.id} ${severityName(book, lifecycle.severity)}: ${lifecycle.title}`;
}

export function toneOf(incident: Incident): Tone {
  const { lifecycle, escalation } = incident;
  if (lifecycle.phase !== 'open') return 'good';
  if (escalation.status === 'exhausted' || unsentNumbers(incident).length > 0) return 'alarm';
  return escalation.status === 'acknowledged' ? 'plain' : 'warn';
}

/** Who has it, in one sentence; in words when nobody does, with the numbers to call by hand. */
export function whoHasIt(incident: Incident, { at, zone }: Reading): string {
  const { escalation } = incident;
  switch (escalation.status) {
    case 'acknowledged':
      return haveIt(incident);
    case 'exhausted':
      return escalation.seeking === null
        ? 'NOBODY HAS ANSWERED. Call by hand; Muster goes on paging.'
        : `${haveIt(incident)}, but NOBODY ELSE HAS ANSWERED. Call by hand; Muster goes on paging.`;
    case 'off':
      return escalation.acknowledged.length === 0
        ? 'Nobody is being paged'
        : `${namesOf(incident)} had it; the paging has stopped`;
    case 'paging': {
      const called = escalation.pages.filter(
        ({ round, state }) => round === escalation.round && (state === 'queued' || state === 'sent'),
      );
      const names = [...new Set(called.map(({ name }) => name))];
      const held = heldBack(incident, { at, zone });
      if (names.length === 0 && held !== '') return held;
      const who = escalation.seeking === null ? 'Nobody yet' : `${haveIt(incident)} and asked for one more`;
      const paging = `${who}. Paging ${names.join(', ') || 'the next level'}`;
      return held === '' ? paging : `${paging}. ${held}`;
    }
    default:
      return escalation.status satisfies never;
  }
}

/** Held is shown, never silent (domain 2.6). */
function heldBack({ escalation }: Incident, { at, zone }: Reading): string {
  const held = escalation.pages.filter((page) => page.state === 'held');
  const first = held.map((page) => page.at).sort()[0];
  const names = [...new Set(held.map((page) => page.name))].join(', ');
  return first === undefined ? '' : `Held back by quiet hours until ${shortTime(first, zone, at)}: ${names}`;
}

const namesOf = ({ escalation, book }: Incident) =>
  escalation.acknowledged.map(({ person }) => nameOf(book, person)).join(', ');

const haveIt = (incident: Incident) =>
  `${namesOf(incident)} ${incident.escalation.acknowledged.length === 1 ? 'has' : 'have'} it`;

/** The situation card: what is wrong, who has it, the clocks, and one next action for each role. */
export function situation(incident: Incident, reading: Reading, extra: readonly Block[] = []): Card {
  const numbers = byHand(incident);
  const ill = illness(incident);
  const blocks: Block[] = [
    ...(ill === undefined ? [] : [text(ill)]),
    ...ended(incident),
    ...extra,
    ...(numbers === undefined ? [] : [list(numbers.lines, numbers.heading)]),
    facts(...situationFacts(incident, reading)),
    ...(incident.lifecycle.phase === 'open' ? [sidesBlock(incident, reading)] : []),
    ...workarounds(incident),
    list(nextLines(incident, reading), 'Next'),
  ];
  return card(titleOf(incident), { tone: toneOf(incident), blocks, buttons: buttonsOf(incident) });
}

/** A cancelled one says why: an exercise may have ended by itself. */
const ended = ({ lifecycle: { phase, cancelledWhy } }: Incident): readonly Block[] =>
  phase === 'cancelled' && cancelledWhy !== null ? [text(`Cancelled: ${cancelledWhy}.`)] : [];

/** What there is to do, one line for each role that has something; who has nothing to do now is not on the card. */
function nextLines(incident: Incident, { at, zone }: Reading): readonly string[] {
  const all = nextActions(incident);
  const busy = all.filter(({ words, person }) => words !== '' || person === null);
  const due = (by: Instant | null) => (by === null ? '' : ` (${byWhen(by, zone, at)})`);
  const lines = busy.map((next) => `${whoIs(incident, next)}: ${next.text}${due(next.by)}`);
  return lines.length > 0 ? lines : all.slice(0, 1).map((next) => `${whoIs(incident, next)}: ${next.text}`);
}

function situationFacts(incident: Incident, reading: Reading): readonly (readonly [string, string])[] {
  const { lifecycle, roles, book } = incident;
  const { at, zone } = reading;
  const commander = roles.holders[COMMANDER];
  const update = nextUpdateAt(incident);
  const spared = wouldHaveCalled(incident);
  return [
    ['State', stateText(incident, reading)],
    [lifecycle.phase === 'open' ? 'What is down' : 'What was down', hitText(incident)],
    ['Who has it', whoHasIt(incident, reading)],
    ...(spared.length === 0 ? [] : [['Would have called', `${spared.join(', ')} (not in an exercise)`] as const]),
    ['In charge', commander === undefined ? 'nobody yet' : nameOf(book, commander)],
    ...clockFacts(incident, reading),
    ...(update === undefined ? [] : [['Next update', byWhen(update, zone, at)] as const]),
    ['Playbook', playbookTitle(incident)],
    ...alertLines(incident).map((line) => ['Alerts', line] as const),
  ];
}

/** The one in play: people may have changed to another since the start. */
export const playbookTitle = ({ steps, lifecycle, book }: Incident): string =>
  currentFrame(steps.run)?.playbook.title ?? book.playbooks[lifecycle.playbook]?.title ?? lifecycle.playbook;

/** `open, began 16:20 EST (20 min ago)`; what is over says when that was, and not only when it began. */
function stateText({ lifecycle }: Incident, { at, zone }: Reading): string {
  const began = clockStart(lifecycle);
  const over = lifecycle.closedAt ?? lifecycle.restoredAt;
  const end = over === null ? '' : ` ${shortTime(over, zone, at)}`;
  return `${lifecycle.phase}${end}, began ${shortTime(began, zone, at)} (${distance(began, zone, at)})`;
}

export function hitText({ lifecycle, book }: Incident): string {
  const functions = lifecycle.functions.map((id) => book.plan.functions[id]?.name ?? id);
  const systems = lifecycle.systems.map((id) => book.plan.systems[id]?.name ?? id);
  return [...functions, ...systems].join(', ') || 'nobody has said yet what is hit';
}

/** The plain question beside the field's own term (R11). */
const LABELS = { rto: 'Back by (RTO)', mtd: 'At the latest (MTD)', workaround: 'Workaround holds' } as const;

/** One line for each clock that runs or ran: RTO and MTD of the functions hit, workarounds in use. */
export function clockFacts(incident: Incident, { at, zone }: Reading): readonly (readonly [string, string])[] {
  return clocksOf(incident).map((clock) => {
    const name = incident.book.plan.functions[clock.of]?.name ?? clock.of;
    const label = LABELS[clock.kind];
    if (clock.kind !== 'workaround' && isRestored(incident, clock.of)) {
      const restored = incident.clocks.restored[clock.of] ?? incident.lifecycle.restoredAt ?? at;
      return [
        label,
        `${name}: back at ${shortTime(restored, zone, at)}, ${restored <= clock.dueAt ? 'in time' : 'too late'}`,
      ] as const;
    }
    const words =
      clock.dueAt <= at
        ? `PASSED ${shortTime(clock.dueAt, zone, at)}, ${inWords(msBetween(clock.dueAt, at))} late`
        : byWhen(clock.dueAt, zone, at);
    return [label, `${name}: ${words}`] as const;
  });
}

/** What people do meanwhile, before any technical step (R22). */
function workarounds({ lifecycle, book, clocks }: Incident): readonly Block[] {
  const lines = lifecycle.functions.flatMap((id) => {
    const hit = book.plan.functions[id];
    const used = clocks.workarounds[id];
    if (hit?.workaround === undefined) return [];
    const state =
      used === undefined
        ? `say "workaround ${lifecycle.id} ${id}" when it runs`
        : used.to === null
          ? 'in use'
          : 'ended';
    return [`${hit.name}: ${hit.workaround.do} (${state})`];
  });
  return lines.length === 0 || lifecycle.phase !== 'open' ? [] : [list(lines, 'Meanwhile')];
}

/** The same for every reader, for the card is pinned: what a role does is behind *Next for me*. */
function buttonsOf({ lifecycle, escalation }: Incident): readonly Button[] {
  const { id, phase } = lifecycle;
  if (phase === 'closed' || phase === 'cancelled')
    return [button('Postmortem', `postmortem ${id}`), button('Timeline', `timeline ${id}`)];
  const answer = [
    button("I've got it", `ack ${id}`),
    button("Can't", `cant ${id}`),
    button('Need help', `needhelp ${id}`),
  ];
  const work = [button('Next for me', `next ${id}`), button('Steps', `steps ${id}`)];
  if (phase === 'restored') return [...work, button('Close', `close ${id}`)];
  return escalation.status === 'acknowledged'
    ? [...work, button('It works again', `restored ${id}`), ...answer.slice(1).toReversed()]
    : [...answer, ...work];
}

/** The roles of an incident, who holds them, and whether they have shown up. */
export function rolesBlock(incident: Incident): Block {
  const { roles, book } = incident;
  return Object.keys(roles.holders).length === 0 && roles.gaps.length === 0
    ? text('No roles yet: whoever says "ack" first leads.')
    : list(
        [
          ...Object.entries(roles.holders).map(
            ([role, person]) => `${roleName(role)}: ${nameOf(book, person)}${standingWords(incident, person)}`,
          ),
          ...roles.gaps.map((role) => `${roleName(role)}: NOBODY. Give it to somebody with "role ${role} @name"`),
        ],
        'Roles',
      );
}

function standingWords(incident: Incident, person: PersonId): string {
  const words = STANDING_WORDS[standingOf(incident, person)];
  return words === '' ? '' : ` (${words})`;
}
