import { z } from 'zod';
import type { Book } from '../src/core/book.ts';
import { nameOf, severityIds, severityName } from '../src/core/book.ts';
import type { Block } from '../src/core/card.ts';
import { button, text } from '../src/core/card.ts';
import { playbookId, policyId, severityId } from '../src/core/ids.ts';
import { situation } from '../src/core/incident/cards.ts';
import type { CommandOf } from '../src/core/incident/commands.ts';
import type { HitParts } from '../src/core/incident/hit.ts';
import { partsHit } from '../src/core/incident/hit.ts';
import type { Incident } from '../src/core/incident/state.ts';
import { findSeverity } from '../src/core/lookup.ts';
import { alike } from '../src/core/match/alike.ts';
import { firstAsked, reachLine } from '../src/core/reach/picture.ts';
import type { Instant } from '../src/core/time.ts';
import { fromNow, HOUR_MS, inWords, msBetween } from '../src/core/time.ts';
import { quote } from '../src/core/words/tokens.ts';
import type { Answer, Asked } from '../src/command.ts';
import { command } from '../src/command.ts';

const many = z
  .string()
  .transform((all) => all.split(',').map((one) => one.trim()))
  .optional();
const args = z.object({
  text: z.string().min(1, 'What is wrong? A few words are enough.'),
  sev: z.string().optional(),
  function: many,
  system: many,
  playbook: z.string().optional(),
  private: z.literal(true).optional(),
  drill: z.literal(true).optional(),
  'no-page': z.literal(true).optional(),
  new: z.literal(true).optional(),
  since: z.custom<Instant>().optional(),
});
type Args = z.output<typeof args>;

/** The longest title that still reads on a phone; the rest belongs in a note. */
const LONGEST_TITLE = 300;
/** A beginning so long ago is said out loud, for it may be meant otherwise. */
const LONG_AGO_MS = 12 * HOUR_MS;
/** Taken when neither the words nor the playbook say how bad it is: the worse of what is not known. */
const UNCLEAR = 'sev3';
/** Among so many of the newest incidents one is looked for that may be the same; a start must not wait for more. */
const LOOKED_AT = 30;

export default command({
  group: 'core',
  summary: 'Start an incident: a few words about what is wrong are enough',
  usage:
    'start WHAT IS WRONG [since 9:40] [--sev 2] [--function claims] [--system files] [--playbook ID] [--private] [--drill] [--no-page] [--new]',
  examples: ['start phones send callers in a loop', 'start nobody can sign in since 9:40 --sev 2'],
  aliases: ['open', 'declare', 'new'],
  number: 'text',
  times: ['since'],
  flags: {
    sev: 'value',
    function: 'value',
    system: 'value',
    playbook: 'value',
    private: 'switch',
    drill: 'switch',
    'no-page': 'switch',
    new: 'switch',
  },
  args,
  fields: [{ name: 'text', label: 'What is wrong, in a few words?' }],
  run: start,
});

async function start(asked: Asked<Args>): Promise<Answer> {
  const { args: given, desk, speaker, zone } = asked;
  if (given.text.length > LONGEST_TITLE)
    return refusal(
      'too-long',
      `That is ${given.text.length} letters. Say what is wrong in at most ${LONGEST_TITLE}, and the rest with "note".`,
    );
  const { book } = desk;
  const hit = partsHit(book, {
    text: given.text,
    functions: given.function ?? [],
    systems: given.system ?? [],
    playbook: given.playbook,
  });
  if (!hit.ok) return { refuse: hit.refusal };
  const severity =
    given.sev === undefined ? (book.playbooks[hit.playbook]?.severity ?? UNCLEAR) : findSeverity(book, given.sev);
  if (severity === undefined) return noSeverity(book, given.sev ?? '');
  const wanted = declaration(
    { given, hit, book, rooms: desk.rooms },
    { severity: severityId(severity), reporter: speaker.name },
  );
  const same = await sameAs(wanted, asked);
  if (same?.enough === true) return isItTheSame(same.incident, asked);
  const id = await desk.nextId(wanted.kind);
  return {
    of: id,
    command: { ...wanted, id },
    reply: (after, _events, at) =>
      situation(after, { at, zone }, [
        text(hit.because),
        ...notATime(id, given),
        ...longAgo(id, given.since, at),
        ...(same === undefined ? [] : [text(mayBeTheSame(same.incident, id))]),
        ...whoIsProved(wanted, asked),
      ]),
  };
}

/** Whether those who are paged first can be reached at all: last proved, and who never was. */
function whoIsProved({ policy, paging }: Wanted, { desk, at, zone }: Asked<Args>): readonly Block[] {
  const { plan } = desk.book;
  const rules = plan.escalation[policy];
  if (!paging || rules === undefined) return [];
  const people = firstAsked(plan, rules, { at, live: desk.live });
  const line = reachLine({ plan, people, reach: desk.live.reach, at, zone });
  return line === undefined ? [] : [text(line)];
}

/**
 * An open incident that this may be. Not looked for when somebody says that it is another one, in a drill, and when it is
 * private: to ask would carry its words into an incident that everybody reads.
 */
async function sameAs(wanted: Wanted, { args: given, desk, at }: Asked<Args>) {
  if (given.new === true || wanted.kind === 'drill' || wanted.private) return undefined;
  return alike(wanted, await desk.recent(LOOKED_AT), at);
}

/** Asked, not decided: while the one that is open has its page, nothing is lost by asking. */
function isItTheSame(
  { lifecycle, escalation, book }: Incident,
  { args: given, speaker, desk, at }: Asked<Args>,
): Answer {
  const { id } = lifecycle;
  const known = speaker.id !== null && Object.hasOwn(desk.book.plan.people, speaker.id);
  const [has] = escalation.acknowledged;
  const who = has === undefined ? 'nobody has it yet, Muster goes on paging' : `${nameOf(book, has.person)} has it`;
  const opened = `opened ${fromNow(lifecycle.declaredAt, at)}`;
  const about = known ? `"${lifecycle.title}", ${opened} by ${lifecycle.reporter}; ${who}` : opened;
  const join = known ? `"ack ${id}" or "note ${id} …"` : `"note ${id} …"`;
  return {
    refuse: {
      code: 'looks-the-same',
      say: `${id} looks the same (${about}). Nothing new was opened. Is it the same? Join it: ${join}. If it is another one: "start --new …".`,
    },
    buttons: [
      button('It is the same (note it there)', `note ${id} Reported again by ${speaker.name}: ${given.text}`),
      button('Open another', againAsNew(given)),
    ],
  };
}

const mayBeTheSame = ({ lifecycle }: Incident, id: string) =>
  `${lifecycle.id} is open too and may be the same, but it pages others or wakes fewer. If it is the same: cancel ${id} same as ${lifecycle.id}`;

/** The same words once more, every value in quotes, with the word that opens it whatever else is open. */
function againAsNew(given: Args): string {
  const valued = (['sev', 'function', 'system', 'playbook'] as const).flatMap((name) =>
    [given[name] ?? []].flat().map((value) => `--${name} ${quote(value)}`),
  );
  const page = given['no-page'] === true ? ['--no-page'] : [];
  const since = given.since === undefined ? [] : [`since ${given.since}`];
  return ['start --new', ...valued, ...page, quote(given.text), ...since].join(' ');
}

/** `since the cows came home` stays in the title: whoever said it thinks that the clocks run from there. */
function notATime(id: string, { text: title, since }: Args): readonly Block[] {
  const said = since === undefined ? /\bsince\s+\S+(?:\s+\S+){0,4}/i.exec(title)?.[0] : undefined;
  if (said === undefined) return [];
  return [
    text(
      `"${said}" is no time that Muster understands: it stays in the title, and the clocks run from now. If you know when it began: clock ${id} since 9:40`,
    ),
  ];
}

/** `since 9:40` said at five in the morning is yesterday's: clocks that ran out overnight may be a slip of the tongue. */
function longAgo(id: string, since: Instant | undefined, at: Instant): readonly Block[] {
  if (since === undefined || msBetween(since, at) < LONG_AGO_MS) return [];
  return [
    text(
      `It began ${inWords(msBetween(since, at))} ago, as you said. If you meant another time: clock ${id} since 20 minutes ago`,
    ),
  ];
}

const kindOf = (given: Args) => (given.drill === true ? 'drill' : 'real');

/** The declaration before it has a number. */
type Wanted = Omit<CommandOf<'declare'>, 'id'>;
type Known = {
  readonly given: Args;
  readonly hit: HitParts;
  readonly book: Book;
  readonly rooms: readonly string[];
};

function declaration(
  { given, hit, book, rooms }: Known,
  named: Pick<CommandOf<'declare'>, 'severity' | 'reporter'>,
): Wanted {
  const playbook = book.playbooks[hit.playbook];
  return {
    ...named,
    type: 'declare',
    kind: kindOf(given),
    book,
    title: given.text,
    because: hit.because,
    private: given.private === true || playbook?.private === true,
    functions: hit.functions,
    systems: hit.systems,
    playbook: playbookId(hit.playbook),
    policy: policyId(playbook?.policy ?? 'default'),
    impactStartedAt: given.since ?? null,
    paging: given['no-page'] !== true,
    ...(rooms.length === 0 ? {} : { rooms }),
  };
}

const refusal = (code: string, say: string) => ({ refuse: { code, say } });

function noSeverity(book: Book, asked: string) {
  const all = severityIds(book).map((id) => severityName(book, id));
  return refusal('no-such-severity', `There is no severity "${asked}". There are: ${all.join(', ')}.`);
}
