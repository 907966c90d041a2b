import { severityName } from '../book.ts';
import { MUSTER } from '../incident/events.ts';
import type { EventOf } from '../incident/events.ts';
import { shortTime } from '../time.ts';
import type { Instant } from '../time.ts';
import { says } from './entry.ts';
import type { Said } from './entry.ts';
import type { Scene } from './scene.ts';
import { functionName, inRow, playbookTitle, systemName, tail, words } from './scene.ts';

type Told = EventOf<
  | 'declared'
  | 'impactMoved'
  | 'severityChanged'
  | 'hitChanged'
  | 'madePrivate'
  | 'planAdopted'
  | 'functionRestored'
  | 'restored'
  | 'closed'
  | 'reopened'
  | 'cancelled'
>;

/** What the incident is, and where it stands. */
export function tellIncident(event: Told, scene: Scene): readonly Said[] {
  const { book, zone } = scene;
  const when = (at: Instant) => shortTime(at, zone, event.at);
  switch (event.type) {
    case 'declared':
      return declared(event, scene);
    case 'impactMoved':
      return [
        { kind: 'observed', text: `It began to hurt, as was found out at ${when(event.at)}`, at: event.to },
        {
          kind: 'change',
          text: `The start of the impact is ${when(event.to)}${event.from === null ? '' : `, not ${when(event.from)}`}${tail(scene, event.why)}`,
        },
      ];
    case 'severityChanged': {
      const named = (id: string) => severityName(book, id);
      const kind = event.by === MUSTER ? 'clock' : 'decision';
      if (event.from === event.to) return says(kind, `Severity stays ${named(event.to)}${tail(scene, event.why)}`);
      return says(kind, `Severity is now ${named(event.to)}, before ${named(event.from)}${tail(scene, event.why)}`);
    }
    case 'hitChanged':
      return says('change', hitChanged(event, scene));
    case 'madePrivate':
      return says('change', `The incident is private from now on${tail(scene, event.why)}`);
    case 'planAdopted':
      return says('change', `The incident goes on with the newer plan ${event.planHash.slice(0, 12)}`);
    case 'functionRestored':
      return says('observed', `${functionName(book, event.function)} is back since ${when(event.restoredAt)}`);
    case 'restored':
      return says('observed', `Restored since ${when(event.restoredAt)}${tail(scene, event.note)}`);
    case 'closed': {
      const open = event.openSteps.map((step) => words(scene, step)).filter((step) => step !== '');
      const left = open.length === 0 ? '' : `. Left open: ${open.join('; ')}`;
      return says('decision', `Closed${tail(scene, event.note)}${left}`);
    }
    case 'reopened':
      return says('decision', `Opened again${tail(scene, event.why)}`);
    case 'cancelled':
      return says('decision', `Cancelled${tail(scene, event.why)}`);
    default:
      return event satisfies never;
  }
}

function declared(event: EventOf<'declared'>, scene: Scene): readonly Said[] {
  const { book } = scene;
  const title = words(scene, event.title);
  // Who said so first may be anybody; a text by role does not guess.
  const reporter = scene.naming.roles ? 'a colleague' : words(scene, event.reporter);
  const hit = [
    ...event.functions.map((id) => functionName(book, id)),
    ...event.systems.map((id) => systemName(book, id)),
  ];
  const parts = [
    `${event.kind === 'drill' ? 'EXERCISE: ' : ''}Declared ${event.id}, ${severityName(book, event.severity)}${title === '' ? '' : `: ${title}`}`,
    ...(hit.length === 0 ? [] : [`Hit: ${inRow(hit)}`]),
    `Playbook: ${playbookTitle(book, event.playbook)}`,
    ...(event.private ? ['Private'] : []),
    ...(event.paging ? [] : ['Nobody is paged']),
  ];
  return [
    ...(event.impactStartedAt === null
      ? []
      : [
          {
            kind: 'observed',
            text: 'It began to hurt, as far as was known at the start',
            at: event.impactStartedAt,
          } as const,
        ]),
    { kind: 'observed', text: `First reported${reporter === '' ? '' : ` by ${reporter}`}`, at: event.firstReportedAt },
    { kind: 'decision', text: parts.join('. ') },
  ];
}

function hitChanged(event: EventOf<'hitChanged'>, { book, functions, systems }: Scene): string {
  const name = { function: (id: string) => functionName(book, id), system: (id: string) => systemName(book, id) };
  const more = [
    ...event.functions.filter((id) => !functions.includes(id)).map(name.function),
    ...event.systems.filter((id) => !systems.includes(id)).map(name.system),
  ];
  const less = [
    ...functions.filter((id) => !event.functions.some((other) => other === id)).map(name.function),
    ...systems.filter((id) => !event.systems.some((other) => other === id)).map(name.system),
  ];
  const parts = [
    ...(more.length === 0 ? [] : [`Hit as well: ${inRow(more)}`]),
    ...(less.length === 0 ? [] : [`Not hit after all: ${inRow(less)}`]),
  ];
  return parts.length === 0 ? 'What is hit stays as it was' : parts.join('. ');
}
