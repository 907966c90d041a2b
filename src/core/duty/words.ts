import type { PersonId } from '../ids.ts';
import { type Live, NO_LAYER } from '../oncall.ts';
import type { Change, Gap } from '../oncall-ahead.ts';
import { heldUntil } from '../oncall-ahead.ts';
import { whoToPage } from '../people.ts';
import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { dayAndTime } from '../time.ts';
import type { DutyNote, News } from './state.ts';
import { holderAt, named } from './state.ts';

/** What people are told about their turns, each in their own zone. */
type Around = { readonly plan: Plan; readonly live: Live; readonly at: Instant };
type Words = (time: (at: Instant) => string) => { readonly subject: string; readonly text: string };

const nameOf = (plan: Plan, id: PersonId) => entry(plan.people, id)?.name ?? id;

function note(
  plan: Plan,
  person: PersonId | null | undefined,
  { key, words }: { key: string; words: Words },
): readonly DutyNote[] {
  const who = person === null || person === undefined ? undefined : entry(plan.people, person);
  if (person === null || person === undefined || who === undefined) return [];
  return [{ person, key, ...words((at) => dayAndTime(at, who.timezone)) }];
}

const isOrNobody = (plan: Plan, id: PersonId | null | undefined, why: string) =>
  id === null || id === undefined ? `NOBODY has it then: ${why}.` : `${nameOf(plan, id)} has it then.`;

type HandOver = { readonly schedule: string; readonly change: Change; readonly last: PersonId | null };

/** To the one who ends and the one who begins; hours that the plan gives to no layer end and begin nobody's turn. */
export function handOverNotes({ plan }: Around, { schedule, change, last }: HandOver): readonly DutyNote[] {
  const { at, from, to, until, why } = change;
  const key = `handover/${schedule}/${named(at)}`;
  const before = from === undefined ? 'Nobody has it before you.' : `You take it over from ${nameOf(plan, from)}.`;
  const pauses = to === undefined && why === NO_LAYER;
  const goesOn = from === undefined && to === last;
  return [
    ...note(plan, pauses ? null : from, {
      key: `${key}/ends`,
      words: (time) => ({
        subject: `Your turn in ${schedule} ends ${time(at)}`,
        text: `Your turn on call in ${schedule} ends ${time(at)}. ${isOrNobody(plan, to, why)}`,
      }),
    }),
    ...note(plan, goesOn ? null : to, {
      key: `${key}/begins`,
      words: (time) => ({
        subject: `You are on call in ${schedule} from ${time(at)}`,
        text: `You are on call in ${schedule} from ${time(at)} until ${time(until)}. ${before} If you cannot: "override ${schedule} WHO until TIME".`,
      }),
    }),
  ];
}

export function newsNotes(around: Around, news: News): readonly DutyNote[] {
  switch (news.kind) {
    case 'swap':
    case 'swap off':
      return swapNotes(around, news);
    case 'off':
      return offNotes(around, news.schedule, news.change);
    case 'sudden':
      return suddenNotes(around, news);
    default:
      return news satisfies never;
  }
}

/** To the one who stands in, and to whoever has that time otherwise. */
function swapNotes({ plan, live, at: now }: Around, { kind, override }: Extract<News, { readonly override: unknown }>) {
  const { schedule, who, from, to } = override;
  const others = { overrides: live.overrides.filter((one) => !isSame(one, override)) };
  const replaced = holderAt(plan, schedule, { at: from > now ? from : now, live: others });
  const [isOff, name] = [kind === 'swap off', nameOf(plan, who)];
  const key = `${isOff ? 'swap-off' : 'swap'}/${schedule}/${who}/${named(from)}/${named(to)}`;
  const stretch = (time: (at: Instant) => string) => `from ${time(from)} until ${time(to)}`;
  const inFor = replaced === null || replaced === who ? '' : ` for ${nameOf(plan, replaced)}`;
  return [
    ...note(plan, who, {
      key: `${key}/stands-in`,
      words: (time) =>
        isOff
          ? {
              subject: `You no longer stand in on ${schedule}`,
              text: `You no longer stand in on ${schedule} ${stretch(time)}: it was taken back.`,
            }
          : {
              subject: `You stand in on ${schedule} from ${time(from)}`,
              text: `You stand in on call in ${schedule} ${stretch(time)}${inFor}. If you cannot: "override list" shows how to take it back.`,
            },
    }),
    ...note(plan, replaced === who ? null : replaced, {
      key: `${key}/replaced`,
      words: (time) =>
        isOff
          ? {
              subject: `Nobody stands in for you on ${schedule}`,
              text: `${name} does not stand in on ${schedule} ${stretch(time)} after all: what is your turn in that time is yours again.`,
            }
          : {
              subject: `${name} stands in for you on ${schedule}`,
              text: `${name} stands in for you on call in ${schedule} ${stretch(time)}.`,
            },
    }),
  ];
}
const isSame = (a: { who: string; from: string; to: string; schedule: string }, b: typeof a) =>
  a.who === b.who && a.from === b.from && a.to === b.to && a.schedule === b.schedule;

function offNotes({ plan, live, at: now }: Around, schedule: string, { at, from, to }: Change): readonly DutyNote[] {
  const holder = holderAt(plan, schedule, { at: at > now ? at : now, live });
  const has = holder === null ? 'NOBODY is on call then.' : `${nameOf(plan, holder)} is on call then.`;
  const key = `off/${schedule}/${named(at)}/${named(now)}`;
  const words: Words = (time) => ({
    subject: `The hand-over of ${schedule} has changed`,
    text: `The hand-over of ${schedule} at ${time(at)}, of which you were told, has changed. ${has} "who ${schedule}" shows the next turns.`,
  });
  return [...new Set([from, to])].flatMap((person) => note(plan, person, { key, words }));
}

function suddenNotes({ plan, live, at }: Around, { schedule, from, to }: Extract<News, { readonly kind: 'sudden' }>) {
  const key = `sudden/${schedule}/${named(at)}`;
  const until = heldUntil(plan, schedule, { at, live });
  return [
    ...note(plan, from, {
      key: `${key}/ends`,
      words: (time) => ({
        subject: `You are no longer on call in ${schedule}`,
        text: `The plan or its calendar has changed: you are no longer on call in ${schedule} since ${time(at)}. ${to === null ? 'NOBODY has it now.' : `${nameOf(plan, to)} has it.`}`,
      }),
    }),
    ...note(plan, to, {
      key: `${key}/begins`,
      words: (time) => ({
        subject: `You are on call in ${schedule} now`,
        text: `You are on call in ${schedule} from now (${time(at)}) until ${time(until)}. If you cannot: "override ${schedule} WHO until TIME".`,
      }),
    }),
  ];
}

/** To whoever keeps the plan true. */
export function gapNotes({ plan, live, at: now }: Around, gap: Gap & { readonly schedule: string }, isNear: boolean) {
  const { schedule, from, to, why } = gap;
  const owner = ownerOf(plan, { live, at: now });
  return note(plan, owner, {
    key: `gap/${schedule}/${named(from)}${isNear ? '/near' : ''}`,
    words: (time) => ({
      subject: `${isNear ? 'Soon nobody' : 'Nobody'} is on call in ${schedule} from ${time(from)}`,
      text: `NOBODY is on call in ${schedule} from ${time(from)} until ${time(to)}: ${why}. Say "override ${schedule} WHO at … until …", or name a cover in the plan.`,
    }),
  });
}

/** The person behind `plan.owner`; undefined when it is a vendor, or a role that nobody holds now. */
export function ownerOf(plan: Plan, { live, at }: Pick<Around, 'live' | 'at'>): PersonId | undefined {
  const { owner } = plan.plan;
  const isPerson = (id: string): id is PersonId => entry(plan.people, id) !== undefined;
  if (isPerson(owner)) return owner;
  const { reach } = whoToPage(plan, [owner], { at, wakes: true, live, holders: {}, without: [] });
  return reach.map(({ person }) => person).find(isPerson);
}
