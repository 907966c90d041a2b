import { z } from 'zod';
import type { Reading } from '../src/core/incident/cards.ts';
import { situation } from '../src/core/incident/cards.ts';
import type { PlannedPage } from '../src/core/incident/events.ts';
import type { Incident } from '../src/core/incident/state.ts';
import { text } from '../src/core/card.ts';
import { findTarget } from '../src/core/lookup.ts';
import type { Medium } from '../src/core/media.ts';
import { seesNumbers } from '../src/core/plan/numbers.ts';
import { entry } from '../src/core/plan/schema.ts';
import { personProved } from '../src/core/reach/picture.ts';
import { shortTime } from '../src/core/time.ts';
import type { AskedIn } from '../src/command.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  times: [],
  summary: 'Page somebody by name or role; without a name, the next level',
  usage: 'page [INC-42] [WHO …] [--for "WHY"]',
  examples: ['page', 'page @nina', 'page tech_lead --for "the router"'],
  aliases: ['escalate'],
  flags: { for: 'value' },
  args: z.object({ words: z.array(z.string()), for: z.string().optional() }),
  run({ incident, args, zone, speaker, desk }) {
    const why = args.for ?? `${speaker.name} asks for you`;
    const of = incident.lifecycle.id;
    if (args.words.length === 0)
      return {
        of,
        command: { type: 'escalate', why: `${speaker.name} asked for the next level` },
        reply: (after, _events, at) => situation(after, { at, zone }, [text('The next level is being paged.')]),
      };
    const targets: string[] = [];
    for (const words of args.words) {
      const found = findTarget(incident.book, words);
      if (!found.ok) return { refuse: found.refusal };
      targets.push(found.id);
    }
    return {
      of,
      command: { type: 'page', targets, why },
      reply(after, events, at) {
        const pages = events.flatMap((event) => (event.type === 'paged' ? event.pages : []));
        const lost = notReached(incident, pages, { desk, speaker });
        const paged = new Map(pages.map(({ person, name }) => [person, name]));
        const proved = [...paged].flatMap(([person, name]) => {
          const note = personProved(incident.book.plan, desk.live, { person, at });
          return note === '' ? [] : [`${name}: ${note}.`];
        });
        return situation(after, { at, zone }, [
          text(
            [
              whoIsPaged(
                pages.filter(({ person }) => !lost.has(person)),
                { at, zone },
              ),
              ...lost.values(),
              ...proved,
            ]
              .filter((words) => words !== '')
              .join(' '),
          ),
        ]);
      },
    };
  },
});

/** Whom nothing that is set up reaches, with the number to call by hand for whoever may see numbers. */
function notReached(
  incident: Incident,
  pages: readonly PlannedPage[],
  { desk, speaker }: Pick<AskedIn<unknown>, 'desk' | 'speaker'>,
): ReadonlyMap<string, string> {
  const { book } = incident;
  const maySee = speaker.id !== null && seesNumbers(book, speaker.id, [incident]);
  const lost = [...Map.groupBy(pages, ({ person }) => person)].flatMap(([person, own]) => {
    const [first] = own;
    if (first === undefined || own.some(desk.carries)) return [];
    const { plan } = book;
    const ways = (entry(plan.people, person) ?? entry(plan.vendors, person))?.reach ?? own;
    const number = PHONES.flatMap((medium) => ways.find((way) => way.medium === medium) ?? [])[0]?.to;
    const then =
      number === undefined
        ? 'The plan has no number to call.'
        : maySee
          ? `Call ${number}.`
          : 'Call by hand: the printed pack has the number.';
    return [[person, `Nothing that is set up reaches ${first.name}. ${then}`] as const];
  });
  return new Map(lost);
}

/** A way to be called by hand, the best first. */
const PHONES: readonly Medium[] = ['call', 'sms', 'desk'];

/** Who sleeps is said: a page that waits for the morning is not one that rings now. */
function whoIsPaged(pages: readonly PlannedPage[], { at, zone }: Reading): string {
  const now = [...new Set(pages.filter(({ heldUntil }) => heldUntil === null).map(({ name }) => name))];
  const held = new Map(
    pages.toReversed().flatMap(({ name, heldUntil }) => (heldUntil === null ? [] : [[name, heldUntil] as const])),
  );
  const waiting = [...held].map(
    ([name, until]) => `${name} has quiet hours and is paged at ${shortTime(until, zone, at)}.`,
  );
  const worse = held.size === 0 ? [] : ['Cannot wait? Say "sev sev2": that wakes people.'];
  return [...(now.length === 0 ? [] : [`Paging ${now.join(', ')}.`]), ...waiting, ...worse].join(' ');
}
