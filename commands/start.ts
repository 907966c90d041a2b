import { z } from 'zod';
import type { Book } from '../src/core/book.ts';
import { severityIds, severityName } from '../src/core/book.ts';
import type { Block } from '../src/core/card.ts';
import { text } from '../src/core/card.ts';
import { playbookId, policyId, severityId } from '../src/core/ids.ts';
import { situation } from '../src/core/incident/cards.ts';
import type { CommandOf } from '../src/core/incident/commands.ts';
import type { HitParts } from '../src/core/incident/hit.ts';
import { partsHit } from '../src/core/incident/hit.ts';
import { findSeverity } from '../src/core/lookup.ts';
import type { Instant } from '../src/core/time.ts';
import { HOUR_MS, inWords, msBetween } from '../src/core/time.ts';
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
  since: z.custom<Instant>().optional(),
});
type Args = z.output<typeof args>;

/** The longest title that still reads on a phone; the rest belongs in a note. */
const LONGEST_TITLE = 300;
/** A beginning so long ago is said out loud, for it may be meant otherwise. */
const LONG_AGO_MS = 12 * HOUR_MS;
/** Taken when neither the words nor the playbook say how bad it is: the worse of what is not known. */
const UNCLEAR = 'sev3';

export default command({
  group: 'core',
  summary: 'Start an incident: a few words about what is wrong are enough',
  usage:
    'start WHAT IS WRONG [since 9:40] [--sev 2] [--function claims] [--system files] [--playbook ID] [--private] [--drill] [--no-page]',
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
  },
  args,
  fields: [{ name: 'text', label: 'What is wrong, in a few words?' }],
  run: start,
});

async function start({ args: given, desk, speaker, zone }: Asked<Args>): Promise<Answer> {
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
  const id = await desk.nextId(kindOf(given));
  return {
    of: id,
    command: declaration({ given, hit, book }, { id, severity: severityId(severity), reporter: speaker.name }),
    reply: (after, _events, at) => situation(after, { at, zone }, [text(hit.because), ...longAgo(id, given.since, at)]),
  };
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

type Known = { readonly given: Args; readonly hit: HitParts; readonly book: Book };

function declaration(
  { given, hit, book }: Known,
  named: Pick<CommandOf<'declare'>, 'id' | 'severity' | 'reporter'>,
): CommandOf<'declare'> {
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
  };
}

const refusal = (code: string, say: string) => ({ refuse: { code, say } });

function noSeverity(book: Book, asked: string) {
  const all = severityIds(book).map((id) => severityName(book, id));
  return refusal('no-such-severity', `There is no severity "${asked}". There are: ${all.join(', ')}.`);
}
