import { nameOf, roleName } from '../book.ts';
import type { Block, Button, Card } from '../card.ts';
import { button, card, text } from '../card.ts';
import { personId } from '../ids.ts';
import type { Entry } from '../playbook/run.ts';
import { entryOf, roleOf, textOf } from '../playbook/run.ts';
import { byWhen, shortTime } from '../time.ts';
import type { Reading } from './cards.ts';
import { isLive } from './lifecycle.ts';
import { nextActions } from './next.ts';
import { DRILL_MARK } from './page-text.ts';
import type { NextAction } from './next.ts';
import type { Incident } from './state.ts';

/** What has become of a step, in words; empty while it is open. */
const ENDINGS: Readonly<Partial<Record<Entry['state'], string>>> = {
  done: 'Done',
  skipped: 'Left out',
  'not possible': 'Not possible',
  superseded: 'Not needed any more',
};

/**
 * One step as its own card: what to do, who, by when, and every way to answer it. When it is over the card says how, by whom
 * and when, and has no buttons, so that nobody presses an old one. Undefined for a step that does not exist.
 */
export function stepCard(incident: Incident, n: number, reading: Reading): Card | undefined {
  const entry = entryOf(incident.steps.run, n);
  if (entry === undefined) return undefined;
  const next = nextActions(incident).find(({ step, ahead }) => step === n && !ahead);
  const mark = incident.lifecycle.kind === 'drill' ? `${DRILL_MARK}: ` : '';
  const title = `${mark}Step ${n}: ${textOf(entry.step)}`;
  const ending = endingOf(incident, entry, reading);
  if (ending !== undefined)
    return card(title, { tone: entry.state === 'done' ? 'good' : 'plain', blocks: [text(ending)] });
  const person = next?.person ?? null;
  const who = person === null ? roleName(next?.role ?? roleOf(entry)) : nameOf(incident.book, person);
  return {
    ...card(title, {
      tone: entry.state === 'stuck' ? 'warn' : 'plain',
      blocks: blocksOf(entry, { who, next, reading }),
      buttons: next === undefined ? [] : buttonsOf(incident, next),
    }),
    ...(person === null ? {} : { for: [person] }),
  };
}

type Shown = { readonly who: string; readonly next: NextAction | undefined; readonly reading: Reading };

function blocksOf(entry: Entry, { who, next, reading: { at, zone } }: Shown): readonly Block[] {
  const by = next?.by ?? null;
  const due = by === null ? '' : `, by ${byWhen(by, zone, at)}`;
  const stuck = entry.state === 'stuck' ? [text(`STUCK${entry.reason === null ? '' : `: ${entry.reason}`}`)] : [];
  const asks = next === undefined || next.text === textOf(entry.step) ? [] : [text(next.text)];
  return [text(`${who}${due}`), ...stuck, ...asks];
}

/** Beside the ways to answer: hand it on, or take ten minutes more. */
function buttonsOf({ lifecycle: { id } }: Incident, { step, buttons }: NextAction): readonly Button[] {
  return [
    ...buttons.map(({ label, words }) => button(label, words)),
    button('Give to…', `assign ${id} ${step ?? ''}`),
    button('+10 min', `extend ${id} ${step ?? ''} 10m`),
  ];
}

function endingOf(incident: Incident, entry: Entry, { at, zone }: Reading): string | undefined {
  const { book, lifecycle } = incident;
  const ending = ENDINGS[entry.state];
  // What is restored is finished step by step before it is closed.
  if (ending === undefined) return isLive(incident) ? undefined : `The incident is ${lifecycle.phase}.`;
  const by = entry.endedBy === null ? '' : ` by ${nameOf(book, personId(entry.endedBy))}`;
  const when = entry.endedAt === null ? '' : `, ${shortTime(entry.endedAt, zone, at)}`;
  const how = entry.choice ?? entry.reason ?? entry.note;
  return `${ending}${by}${when}${how === null ? '' : `: ${how}`}`;
}
