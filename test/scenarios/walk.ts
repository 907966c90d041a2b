import { isLive } from '../../src/core/incident/lifecycle.ts';
import type { NextAction } from '../../src/core/incident/next.ts';
import { nextActions } from '../../src/core/incident/next.ts';
import { COMMANDER } from '../../src/core/incident/roles.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { entryOf } from '../../src/core/playbook/run.ts';
import type { Entry } from '../../src/core/playbook/run.ts';
import { HOUR_MS, msBetween } from '../../src/core/time.ts';
import type { Story } from '../support/story.ts';

/** Answers a question of a playbook with one of its choices. */
export type Choose = (
  asked: { readonly playbook: string; readonly step: string },
  choices: readonly string[],
) => string;
type Walking = {
  readonly id: string;
  readonly choose: Choose;
  /** Everybody is stuck with every step at first. */
  readonly badDay?: boolean;
};
type Said = { readonly as: string; readonly words: string; readonly answer: string };

const MOST_WORDS = 250;
/** Longer waits are ended by whoever sees that it happened. */
const LONGEST_WAIT_MS = HOUR_MS;

/**
 * Drives an incident through its playbook by nothing but the next actions: each role says the words of its own button, time
 * passes for waits, until it is closed. Throws with the last words when one is refused or they lead nowhere.
 */
export async function walk(told: Story, { id, choose, badDay = false }: Walking): Promise<readonly Said[]> {
  const said: Said[] = [];
  const seen = new Set<string>();
  for (;;) {
    const incident = await told.incident(id);
    if (!isLive(incident)) return said;
    const next = theNext(incident);
    if (next === undefined || said.length > MOST_WORDS) throw new Error(`it led nowhere:${lastOf(said)}`);
    const waitMs = waitOf(told, entryFor(incident, next));
    if (waitMs > 0) await told.pass(waitMs);
    else {
      const isStuck = badDay && isFirst(seen, entryFor(incident, next));
      const words = (isStuck ? stuckWords(next) : undefined) ?? wordsOf(incident, next, choose);
      const as = next.person ?? incident.roles.holders[COMMANDER] ?? firstPaged(incident);
      const reply = await told.say(words, as);
      said.push({ as, words, answer: reply.card.title });
      if (!reply.ok) throw new Error(`a next action was refused:${lastOf(said)}`);
    }
  }
}

/** How long to wait for a step's time to pass; 0 when it does not wait, or so long that somebody says it happened. */
function waitOf(told: Story, entry: Entry | undefined): number {
  if (entry === undefined || entry.waitsUntil === null || entry.again) return 0;
  const left = msBetween(told.clock.now(), entry.waitsUntil);
  return left > 0 && left <= LONGEST_WAIT_MS ? left : 0;
}

function isFirst(seen: Set<string>, entry: Entry | undefined): boolean {
  if (entry === undefined) return false;
  const before = seen.size;
  return seen.add(`${entry.frame}/${entry.key}`).size > before;
}

const lastOf = (said: readonly Said[]) =>
  said
    .slice(-8)
    .map(({ as, words, answer }) => `\n  ${as}: ${words} -> ${answer}`)
    .join('');

const entryFor = (incident: Incident, { step }: NextAction): Entry | undefined =>
  step === null ? undefined : entryOf(incident.steps.run, step);

const firstPaged = ({ escalation, book }: Incident): string =>
  escalation.pages.find(({ person }) => book.plan.people[person] !== undefined)?.person ?? '';

/** What can be done now comes before a wait, and the close comes last. */
function theNext(incident: Incident): NextAction | undefined {
  const able = nextActions(incident).filter(({ ahead, words }) => !ahead && words !== '');
  const isClose = ({ words }: NextAction) => words.startsWith('close ');
  const open = able.filter((next) => !isClose(next));
  return open.find((next) => entryFor(incident, next)?.step.wait === undefined) ?? open[0] ?? able.find(isClose);
}

function stuckWords({ buttons }: NextAction): string | undefined {
  const words = buttons.find((button) => button.words.startsWith('stuck '))?.words;
  return words === undefined ? undefined : `${words} it does not work`;
}

/** The words of the main button, with the choice and what a clock's button needs filled in; a step that goes on until it works again is ended by saying so. */
function wordsOf(incident: Incident, next: NextAction, choose: Choose): string {
  const entry = entryFor(incident, next);
  if (next.words.startsWith('clock ')) return `${next.words} no it was looked at`;
  if (entry?.again === true && entry.step.repeat_until === 'restored' && incident.lifecycle.phase === 'open')
    return `restored ${incident.lifecycle.id}`;
  if (entry === undefined || !next.words.startsWith('choose ')) return next.words;
  const playbook = incident.steps.run.frames[entry.frame]?.playbook.playbook ?? '';
  return next.words.replace(/\S+$/, choose({ playbook, step: entry.key }, Object.keys(entry.step.choices ?? {})));
}
