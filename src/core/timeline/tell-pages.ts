import { entry } from '../plan/schema.ts';
import { MUSTER } from '../incident/events.ts';
import type { EventOf, NotPaged, PlannedPage } from '../incident/events.ts';
import type { Medium } from '../media.ts';
import { earliest, inWords, msBetween, shortTime } from '../time.ts';
import type { Instant } from '../time.ts';
import { says, saysDetail } from './entry.ts';
import type { Said } from './entry.ts';
import { oneLine } from './names.ts';
import { mediumWord, placeWords, readPageKey, waysByPerson, waysInWords } from './paging-words.ts';
import type { Scene } from './scene.ts';
import { inRow, tail, who, words } from './scene.ts';

type Told = EventOf<
  | 'levelPaged'
  | 'paged'
  | 'exhausted'
  | 'pageSent'
  | 'pageFailed'
  | 'pageDelivered'
  | 'pageUndelivered'
  | 'nothingSent'
  | 'progressAsked'
>;

/** Who was looked for, by which way, and what became of each page. */
export function tellPages(event: Told, scene: Scene): readonly Said[] {
  switch (event.type) {
    case 'levelPaged': {
      const again = event.round === 0 ? '' : `, round ${event.round + 1}`;
      const head = `Paged level ${event.level + 1}${again}${targets(event, scene)}`;
      const none = `Level ${event.level + 1}${again}${targets(event, scene)} has nobody who can be paged now`;
      return [
        ...unanswered(event, scene),
        { kind: 'page', text: paging(event, scene, { head, none }) + reasons(event, scene) },
      ];
    }
    case 'paged':
      return says(
        'page',
        paging(event, scene, { head: 'Paged', none: 'Nobody could be paged' }) + reasons(event, scene),
      );
    case 'exhausted': {
      const head = `Nobody has answered on any level, alarm ${event.alarm}. Paged`;
      const none = `Nobody has answered on any level, alarm ${event.alarm}, and nobody could be paged`;
      // The numbers are personal data: the card shows them, the timeline says that it did.
      const numbers = event.numbers.length === 0 ? '' : '. The numbers to call by hand were shown';
      return [...unanswered(event, scene), { kind: 'page', text: paging(event, scene, { head, none }) + numbers }];
    }
    case 'progressAsked':
      return says(
        'page',
        paging(event, scene, { head: 'Asked how it stands', none: 'Nobody could be asked how it stands' }),
      );
    case 'pageSent':
      return saysDetail('page', `${page(event, scene)} was taken over by the provider${attempt(event)}`);
    case 'pageFailed': {
      const missing = NOT_SET_UP.exec(event.reason)?.[1];
      if (missing !== undefined)
        return says('page', `${page(event, scene)} was not sent: ${mediumWord(missing as Medium)} is not set up here`);
      const next = event.permanent ? 'this address does not work' : 'it is tried again';
      const why = reason(event.reason, scene);
      return says('page', `${page(event, scene)} failed${attempt(event)}, ${next}${why === '' ? '' : `: ${why}`}`);
    }
    case 'pageDelivered':
      return saysDetail('page', `${page(event, scene)} was delivered${attempt(event)}, as the provider reports`);
    case 'pageUndelivered': {
      const next = event.permanent ? 'this address does not work' : 'it is tried again if it is still needed';
      const why = reason(event.reason, scene);
      return says(
        'page',
        `${page(event, scene)} was taken over but not delivered${attempt(event)}, ${next}${why === '' ? '' : `: ${why}`}`,
      );
    }
    case 'nothingSent':
      return says(
        'page',
        `NOTHING CAN BE SENT: every page since ${shortTime(event.since, scene.zone, event.at)} has failed. Call by hand: the numbers are on the incident's card and in the printed pack`,
      );
    default:
      return event satisfies never;
  }
}

/** `engine/paging.ts` says so where nothing carries a medium: the address is not to blame. */
const NOT_SET_UP = /^nothing is set up for (chat|sms|call|desk|email|push)$/;

const attempt = ({ attempt: nth }: { readonly attempt: number }) => (nth === 1 ? '' : ` at attempt ${nth}`);

/** A provider's reason may name the number or the address: they are no part of the timeline. */
export const withoutAddresses = (reason: string) =>
  oneLine(reason)
    .replaceAll(/[^\s@<>"']+@[^\s@<>"']+/g, '(address)')
    .replaceAll(/\+?\d(?:[\s().-]*\d){6,}/g, '(number)');
const reason = (text: string, scene: Scene) => withoutAddresses(ownWords(text, scene));
/** What Muster or a provider says is told in private incidents too. */
const ownWords = (text: string, scene: Scene) =>
  words({ ...scene, naming: { ...scene.naming, withheld: false } }, text);

function page({ page: key }: { readonly page: string }, scene: Scene): string {
  const read = readPageKey(key);
  if (read === undefined) return 'A page';
  const to = scene.naming.roles ? '' : ` to ${who(scene, read.person)}`;
  return `The ${mediumWord(read.medium)}${to} (${placeWords(read.place)})`;
}

/** Roles and schedules of the level; people and vendors are named as those who were paged. */
function targets({ level }: EventOf<'levelPaged'>, { book, policy }: Scene): string {
  const { plan } = book;
  const rule = (entry(plan.escalation, policy) ?? entry(plan.escalation, 'default'))?.levels[level];
  const named =
    rule?.page.filter((id) => entry(plan.people, id) === undefined && entry(plan.vendors, id) === undefined) ?? [];
  return named.length === 0 ? '' : ` (${named.map((id) => id.replaceAll('_', ' ')).join(', ')})`;
}

type Heads = { readonly head: string; readonly none: string };
type Paged = { readonly pages: readonly PlannedPage[]; readonly notPaged: readonly NotPaged[]; readonly at: Instant };

function paging({ pages, notPaged, at }: Paged, scene: Scene, { head, none }: Heads): string {
  const now = people(
    pages.filter((one) => one.heldUntil === null),
    scene,
  );
  const held = [...waysByPerson(pages.filter((one) => one.heldUntil !== null))].map(([person, ways]) => {
    const until = shortTime(
      earliest(...(ways.map((way) => way.heldUntil ?? way.at) as [Instant, ...Instant[]])),
      scene.zone,
      at,
    );
    return `${scene.naming.roles ? 'one person' : who(scene, person)} until ${until}`;
  });
  const left = notPaged.map((one) => leftOut(one, scene));
  return [
    now === '' ? none : `${head}: ${now}`,
    ...(held.length === 0 ? [] : [`Held back by quiet hours: ${held.join('; ')}`]),
    ...(left.length === 0 ? [] : [`Not paged: ${left.join('; ')}`]),
  ].join('. ');
}

/** The reason is Muster's own sentence, names included; in a text by role they become roles. */
function leftOut(one: NotPaged, scene: Scene): string {
  const why = ownWords(one.why, scene);
  const name = who(scene, one.who);
  return scene.naming.roles || why.includes(name) ? why : `${name} (${why})`;
}

/** By name "Marcus Feld by SMS, then call"; by role "2 people by SMS, then call". */
function people(pages: readonly PlannedPage[], scene: Scene): string {
  const ways = [...waysByPerson(pages)].map(([person, own]) => ({ person, by: waysInWords(own) }));
  if (!scene.naming.roles) return inRow(ways.map(({ person, by }) => `${who(scene, person)} ${by}`));
  const same = Map.groupBy(ways, ({ by }) => by);
  return inRow([...same].map(([by, all]) => `${all.length === 1 ? 'one person' : `${all.length} people`} ${by}`));
}

const USUAL = ['the incident was declared', 'nobody answered in time'];

function reasons(event: EventOf<'levelPaged' | 'paged'>, scene: Scene): string {
  const late =
    event.type === 'levelPaged' && event.lateMs > 0
      ? `. This was ${inWords(event.lateMs)} late: Muster was not running, or its database was away`
      : '';
  const because = USUAL.includes(event.why) ? '' : tail(scene, event.why).replace(': ', '. Reason: ');
  return because + late;
}

/** Said when the turn of a level is over and nobody has it; not when a person moved it on. */
function unanswered(event: EventOf<'levelPaged' | 'exhausted'>, { turn }: Scene): readonly Said[] {
  if (turn === null || turn.levels.length === 0 || event.by !== MUSTER || event.at <= turn.at) return [];
  if (event.type === 'levelPaged' && event.round === turn.round && turn.levels.includes(event.level)) return [];
  const levels = turn.levels.map((level) => level + 1);
  const which = `level${levels.length === 1 ? '' : 's'} ${inRow(levels)}${turn.round === 0 ? '' : `, round ${turn.round + 1},`}`;
  return says('clock', `Nobody answered ${which} in ${inWords(msBetween(turn.at, event.at))}`);
}
