import { z } from 'zod';
import { isWorse, severityIds } from '../src/core/book.ts';
import { text } from '../src/core/card.ts';
import { functionId, playbookId, policyId, severityId, systemId } from '../src/core/ids.ts';
import type { FunctionId, SystemId } from '../src/core/ids.ts';
import { situation } from '../src/core/incident/cards.ts';
import { findFunction, findSystem } from '../src/core/lookup.ts';
import { match, TRIAGE } from '../src/core/match/match.ts';
import type { Scored } from '../src/core/match/parts.ts';
import { nearest } from '../src/core/nearest.ts';
import { functionsHit } from '../src/core/plan/depends.ts';
import type { Instant } from '../src/core/time.ts';
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
/** A part of the plan counts as hit from this score on, and only when it is nearly as good as the best one. */
const LEAST_SCORE = 0.5;
const NEARLY = 0.95;

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
    severity: 'value',
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

async function start(asked: Asked<Args>): Promise<Answer> {
  const { args: given, desk, speaker, zone } = asked;
  if (given.text.length > LONGEST_TITLE)
    return refusal(
      'too-long',
      `That is ${given.text.length} letters. Say what is wrong in at most ${LONGEST_TITLE}, and the rest with "note".`,
    );
  const parts = partsHit(asked);
  if ('refuse' in parts) return parts;
  const severity = severityOf(asked, parts.severity);
  if ('refuse' in severity) return severity;
  const { book } = desk;
  const playbook = book.playbooks[parts.playbook];
  const kind = given.drill === true ? 'drill' : 'real';
  const id = await desk.nextId(kind);
  return {
    of: id,
    command: {
      type: 'declare',
      id,
      kind,
      book,
      title: given.text,
      severity: severityId(severity.id),
      because: parts.because,
      private: given.private === true || playbook?.private === true,
      functions: parts.functions,
      systems: parts.systems,
      playbook: playbookId(parts.playbook),
      policy: policyId(playbook?.policy ?? 'default'),
      impactStartedAt: given.since ?? null,
      reporter: speaker.name,
      paging: given['no-page'] !== true,
    },
    reply: (after, _events, at) => situation(after, { at, zone }, [text(parts.because)]),
  };
}

const refusal = (code: string, say: string) => ({ refuse: { code, say } });

type Parts = {
  readonly functions: readonly FunctionId[];
  readonly systems: readonly SystemId[];
  readonly playbook: string;
  readonly severity: string | undefined;
  readonly because: string;
};

/** What is hit, from the flags or from the words, with the reason. When nothing fits it is the triage playbook. */
function partsHit({
  args: given,
  desk,
}: Asked<Args>): Parts | { readonly refuse: { readonly code: string; readonly say: string } } {
  const { book } = desk;
  const found = match(given.text, book.plan, book.playbooks);
  const functions: FunctionId[] = [];
  const systems: SystemId[] = [];
  for (const words of given.function ?? []) {
    const named = findFunction(book, words);
    if (!named.ok) return { refuse: named.refusal };
    functions.push(named.id);
  }
  for (const words of given.system ?? []) {
    const named = findSystem(book, words);
    if (!named.ok) return { refuse: named.refusal };
    systems.push(named.id);
  }
  const asked = given.playbook;
  if (asked !== undefined && !Object.hasOwn(book.playbooks, asked)) {
    const near = nearest(asked, Object.keys(book.playbooks), { most: 1 })[0];
    return refusal(
      'no-such-playbook',
      `There is no playbook "${asked}". ${near === undefined ? `There are: ${Object.keys(book.playbooks).join(', ')}.` : `Did you mean ${near}?`}`,
    );
  }
  const best = found.fits ? found.playbooks[0] : undefined;
  const playbook = asked ?? best?.id ?? TRIAGE;
  const guessed = functions.length === 0 && systems.length === 0;
  const systemsMeant = guessed ? meant(found.systems).map(({ id }) => systemId(id)) : [];
  const functionsMeant = guessed ? meant(found.functions).map(({ id }) => functionId(id)) : [];
  const hit = functionsHit(book.plan, [...systems, ...systemsMeant]).flatMap((one) =>
    one.how === 'stops' ? [one.function] : [],
  );
  return {
    functions: functions.length + functionsMeant.length > 0 ? [...functions, ...functionsMeant] : hit,
    systems: [...systems, ...systemsMeant],
    playbook,
    severity: book.playbooks[playbook]?.severity,
    because: becauseOf({ asked, best, title: book.playbooks[playbook]?.title ?? playbook }),
  };
}

/** What the words name themselves, and nearly as well as the best: a guess that is worse would start clocks for nothing. */
function meant(all: readonly Scored[]): readonly Scored[] {
  const named = all.filter(({ derived }) => !derived);
  const best = named[0]?.score ?? 0;
  return named.filter(({ score }) => score >= LEAST_SCORE && score >= NEARLY * best).slice(0, 3);
}

function becauseOf({
  asked,
  best,
  title,
}: {
  readonly asked: string | undefined;
  readonly best: { readonly because: string } | undefined;
  readonly title: string;
}): string {
  if (asked !== undefined) return `Playbook: ${title}, as you said.`;
  if (best === undefined)
    return `Nothing in the plan fits these words, so Muster begins with "${title}". Say how bad it is as soon as you can.`;
  return `Playbook: ${title}, ${best.because}. Wrong? Start again with --playbook, or say "sev", "note".`;
}

/** `2`, `sev2` or the severity's name; else the playbook's, else *unclear*. */
function severityOf(
  { args: given, desk }: Asked<Args>,
  proposed: string | undefined,
): { readonly id: string } | { readonly refuse: { readonly code: string; readonly say: string } } {
  const known = severityIds(desk.book);
  const asked = (given.sev ?? '').toLowerCase();
  if (asked === '') return { id: proposed ?? (known.includes('sev3') ? 'sev3' : (known[0] ?? 'sev3')) };
  const found = known.find(
    (id) => id === asked || id === `sev${asked}` || desk.book.plan.severities[id]?.name.toLowerCase() === asked,
  );
  const list = known
    .toSorted((a, b) => (isWorse(a, b) ? -1 : 1))
    .map((id) => `${id} ${desk.book.plan.severities[id]?.name ?? ''}`);
  return found === undefined
    ? refusal('no-such-severity', `There is no severity "${given.sev ?? ''}". There are: ${list.join(', ')}.`)
    : { id: found };
}
