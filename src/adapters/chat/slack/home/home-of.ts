import { isWorse } from '../../../../core/book.ts';
import type { Book } from '../../../../core/book.ts';
import { button } from '../../../../core/card.ts';
import type { PersonId } from '../../../../core/ids.ts';
import { titleOf, toneOf, whoHasIt } from '../../../../core/incident/cards.ts';
import { isMember } from '../../../../core/incident/members.ts';
import type { NextAction } from '../../../../core/incident/next.ts';
import { nextFor } from '../../../../core/incident/next.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { readersZone } from '../../../../core/marked-time.ts';
import type { Live } from '../../../../core/oncall.ts';
import { onCall } from '../../../../core/oncall.ts';
import type { Instant } from '../../../../core/time.ts';
import { byWhen, shortTime } from '../../../../core/time.ts';
import type { Home } from '../draw/home-view.ts';

/** What there is to be seen, at one moment; the same for everybody who looks then. */
export type World = {
  readonly book: Book;
  readonly at: Instant;
  readonly live: Live;
  /** Newest first, private ones too. */
  readonly open: readonly Incident[];
  /** What is not set up yet; told to the plan's owner alone. */
  readonly missing: readonly string[];
};

/** What one person of the plan sees in their home tab. Private incidents of others are not there. */
export function homeOf(world: World, person: PersonId): Pick<Home, 'mine' | 'open' | 'onCall' | 'missing'> {
  const { book, at, open, missing } = world;
  const zone = readersZone(book.plan.plan.timezone);
  const known = open.filter((incident) => isMember(incident, person)).toSorted(worstFirst);
  const mine = known
    .flatMap((incident) => {
      const next = nextFor(incident, person);
      return next === undefined || next.buttons.length === 0 ? [] : [{ incident, next }];
    })
    .toSorted((a, b) => soonestFirst(a.next, b.next));
  return {
    mine: mine.map(({ incident, next }) => ({
      incident: titleOf(incident),
      text: next.text,
      due: next.by === null ? '' : byWhen(next.by, zone, at),
      buttons: next.buttons,
    })),
    open: known.map((incident) => {
      const { id } = incident.lifecycle;
      return {
        title: titleOf(incident),
        tone: toneOf(incident),
        who: `${whoHasIt(incident, { at, zone })}.`,
        buttons: [button('How it stands', `status ${id}`), button('Join', `join ${id}`)],
      };
    }),
    onCall: onCallNow(world, zone),
    missing: person === book.plan.plan.owner ? missing : [],
  };
}

function onCallNow({ book: { plan }, at, live }: World, zone: string): Home['onCall'] {
  return Object.keys(plan.schedules).map((schedule) => {
    const { person, until, why } = onCall(plan, schedule, { at, live });
    const who = person === undefined ? `NOBODY: ${why}` : (plan.people[person]?.name ?? person);
    return { schedule, who: person === undefined ? who : `${who} until ${shortTime(until, zone, at)}` };
  });
}

/** What nobody has comes first, then the worst; else as they came, newest first. */
function worstFirst(a: Incident, b: Incident): number {
  const isWanted = ({ escalation: { status } }: Incident) => status === 'exhausted' || status === 'paging';
  if (isWanted(a) !== isWanted(b)) return isWanted(a) ? -1 : 1;
  const [one, other] = [a.lifecycle.severity, b.lifecycle.severity];
  return one === other ? 0 : isWorse(one, other) ? -1 : 1;
}

/** What has an hour comes before what has none. */
function soonestFirst({ by: a }: NextAction, { by: b }: NextAction): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
