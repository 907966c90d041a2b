import type { Answer, Asked, AskedIn, CommandSpec, Desk, Raw, Speaker } from '../command.ts';
import type { Refusal } from '../core/aggregate.ts';
import { refuse } from '../core/aggregate.ts';
import type { Card } from '../core/card.ts';
import { card, text } from '../core/card.ts';
import type { IncidentId } from '../core/ids.ts';

import type { IncidentEvent } from '../core/incident/events.ts';
import { isMember, placeOf } from '../core/incident/members.ts';
import type { Incident } from '../core/incident/state.ts';
import { nearest } from '../core/nearest.ts';
import type { Place } from '../core/permissions.ts';
import { mayDo } from '../core/permissions.ts';
import type { Instant } from '../core/time.ts';
import { UPKEEP } from '../core/upkeep/upkeep.ts';
import type { Line } from '../core/words/line.ts';
import { readLine, verbOf } from '../core/words/line.ts';
import type { Engine } from './engine.ts';

/** One line of words, wherever it came from. The adapter has made sure who says it. */
export type Said = {
  readonly words: string;
  readonly speaker: Speaker;
  /** The incident whose channel or page this was said in. */
  readonly here?: IncidentId;
  /** Unique id of the click or message; the same one twice is one event and gets the same answer. */
  readonly delivery?: string;
};
export type Reply = {
  readonly ok: boolean;
  readonly card: Card;
  readonly code: string;
  readonly incident: IncidentId | null;
};

export type Words = Readonly<Record<string, CommandSpec>>;
export type DispatchParts = {
  readonly engine: Engine;
  readonly words: Words;
  /** The desk for one speaker at one moment. */
  readonly desk: (speaker: Speaker, incident: Incident | undefined) => Promise<Desk>;
  readonly now: () => Promise<Instant>;
  readonly delivered: (id: string) => Promise<string | undefined>;
};

/** With so many incidents open Muster does not guess which one is meant. */
const MOST_TO_GUESS_AMONG = 50;

/** The one door: words → person → verb → incident → permission → decision → card. Never throws for what a person said. */
export function dispatcher({ engine, words, desk, now, delivered }: DispatchParts) {
  const verbs = new Map(
    Object.entries(words).flatMap(([verb, spec]) =>
      [verb, ...(spec.aliases ?? [])].map((name) => [name, verb] as const),
    ),
  );

  return async function dispatch(said: Said): Promise<Reply> {
    const before = said.delivery === undefined ? undefined : await delivered(said.delivery);
    if (before !== undefined) return JSON.parse(before) as Reply;
    const asked = verbOf({ line: said.words }) || 'help';
    const verb = verbs.get(asked);
    const spec = verb === undefined ? undefined : words[verb];
    if (verb === undefined || spec === undefined) return refused(unknownVerb(asked));
    const at = await now();
    const open = await desk(said.speaker, undefined);
    const zone = zoneOf(open, said.speaker);
    const line = readLine({ line: said.words, zone, now: at, ...readingOf(spec) });
    if (!line.ok) return refused(line.refusal);
    const [stray] = spec.free === true ? [] : line.unknownFlags;
    if (stray !== undefined) return refused(unknownFlag(stray, spec));
    // A stranger is refused before being told what is open.
    const first = mayDo(verb, { ...STRANGER, known: isKnown(open, said.speaker), responder: true, commander: true });
    if (!first.ok) return refused({ code: 'not-allowed', say: first.say });
    const found = await theIncident(spec, { line, said, open });
    if ('refusal' in found) return refused(found.refusal);
    const allowed = mayDo(verb, placeOf(found.incident, open.book, said.speaker.id));
    if (!allowed.ok) return refused({ code: 'not-allowed', say: allowed.say });
    return answer({ spec, verb, line, at, zone, said, incident: found.incident });
  };

  type Turn = {
    readonly spec: CommandSpec;
    readonly verb: string;
    readonly line: Line;
    readonly at: Instant;
    readonly zone: string;
    readonly said: Said;
    readonly incident: Incident | undefined;
  };

  async function answer({ spec, line, at, zone, said, incident }: Turn): Promise<Reply> {
    const args = spec.args.safeParse(rawOf(line));
    if (!args.success) return formFor(spec, line, args.error.issues[0]?.message ?? '');
    const asked: Asked<unknown> = {
      args: args.data,
      line,
      at,
      zone,
      speaker: said.speaker,
      desk: await desk(said.speaker, incident),
    };
    const turn = incident === undefined ? asked : ({ ...asked, incident } satisfies AskedIn<unknown>);
    return carryOut(await spec.answer(turn), said, incident);
  }

  async function carryOut(answered: Answer, said: Said, incident: Incident | undefined): Promise<Reply> {
    const here = incident?.lifecycle.id ?? null;
    if ('say' in answered) return { ok: true, card: answered.say, code: 'said', incident: here };
    if ('refuse' in answered) return refused(answered.refuse, here);
    if ('form' in answered) return formReply(answered.form, here);
    const stream = 'of' in answered ? answered.of : UPKEEP;
    const handled = await engine.handle({
      stream,
      command: 'of' in answered ? answered.command : answered.upkeep,
      by: said.speaker.by,
      ...(said.delivery === undefined ? {} : { delivery: said.delivery }),
      reply(state, events, at) {
        const shown = drawn(() =>
          'of' in answered
            ? answered.reply(state as Incident, events as readonly IncidentEvent[], at)
            : answered.reply(),
        );
        return JSON.stringify({
          ok: true,
          card: shown,
          code: 'done',
          incident: 'of' in answered ? answered.of : null,
        } satisfies Reply);
      },
    });
    return handled.ok ? (JSON.parse(handled.reply) as Reply) : refused(handled.refusal, here);
  }

  type Looking = { readonly line: Line; readonly said: Said; readonly open: Desk };

  /** The incident that was named, or the one whose page this is, or the only one open. */
  async function theIncident(
    spec: CommandSpec,
    { line, said, open }: Looking,
  ): Promise<{ readonly incident: Incident | undefined } | { readonly refusal: Refusal }> {
    const named = line.incident ?? said.here;
    if (named !== undefined) {
      const { state, version } = await engine.read(named);
      const incident = state as Incident;
      if (version > 0 && isMember(incident, said.speaker.id)) return { incident };
      return spec.where === 'anywhere' && line.incident === undefined
        ? { incident: undefined }
        : refuse('no-such-incident', `There is no ${named}. "list" shows what is open.`);
    }
    if (spec.where === 'anywhere') return { incident: undefined };
    const all = await open.open();
    const [only] = all;
    if (all.length === 1 && only !== undefined) return { incident: only };
    if (all.length === 0)
      return refuse('nothing-open', 'No incident is open. "start" and a few words about what is wrong opens one.');
    const titles = isKnown(open, said.speaker);
    const some = all.slice(0, 5).map(({ lifecycle }) => (titles ? `${lifecycle.id} ${lifecycle.title}` : lifecycle.id));
    const more = all.length > MOST_TO_GUESS_AMONG ? `${all.length} are open` : some.join('; ');
    return refuse(
      'which-incident',
      `Which incident? Put its number behind the word, as in "${spec.usage.split(' ')[0]} ${all[0]?.lifecycle.id ?? 'INC-1'}". Open: ${more}.`,
    );
  }

  function unknownVerb(asked: string): Refusal {
    const near = nearest(asked, [...verbs.keys()], { most: 1 })[0];
    const shown = asked.length > 40 ? `${asked.slice(0, 40)}…` : asked;
    const meant =
      near === undefined
        ? '"help" shows all words.'
        : `Did you mean "${verbs.get(near) ?? near}"? "help" shows all words.`;
    return { code: 'unknown-word', say: `"${shown}" is not a word Muster knows. ${meant}` };
  }
}

/** What an ill incident decided is kept even when it cannot be shown: an answer must not fail for its card. */
function drawn(draw: () => Card): Card {
  try {
    return draw();
  } catch {
    return card('Done, and on record. How it stands cannot be shown just now.', { tone: 'warn' });
  }
}

/** How the words of this verb are read: its flags, its times, what a number in it means. */
const readingOf = ({ flags = {}, number, times, at, free }: CommandSpec) => ({
  flags,
  ...(free === true ? { number: 'text' as const, times: [] } : {}),
  ...(number === undefined ? {} : { number }),
  ...(times === undefined ? {} : { times }),
  ...(at === undefined ? {} : { at }),
});

/** What is written on a reply that says no. */
export function refused({ code, say }: Refusal, incident: IncidentId | null = null): Reply {
  return { ok: false, card: card(say, { tone: 'warn' }), code, incident };
}

function unknownFlag(flag: string, spec: CommandSpec): Refusal {
  const known = Object.keys(spec.flags ?? {});
  const near = nearest(flag, known, { most: 1 })[0];
  const meant =
    near === undefined
      ? `Known here: ${known.map((name) => `--${name}`).join(', ') || 'none'}.`
      : `Did you mean --${near}?`;
  return { code: 'unknown-flag', say: `--${flag} is not known here. ${meant} It is written: ${spec.usage}` };
}

/** The words as the command's schema sees them: flags by name, times, and what is left over. */
function rawOf(line: Line): Raw {
  const { text: left, words, mentions, since, at, until, by, in: after, flags } = line;
  const times = Object.fromEntries(
    Object.entries({ since, at, until, by, in: after, for: line.for }).filter(([, value]) => value !== undefined),
  );
  return { ...flags, text: left, words, mentions: mentions.map(({ id, name }) => name ?? id ?? ''), ...times };
}

function formFor(spec: CommandSpec, line: Line, why: string): Reply {
  const said = line.incident === undefined ? line.verb : `${line.verb} ${line.incident}`;
  const hint = /^(Invalid|Too small|Required)/.test(why) ? '' : why;
  return formReply(
    { title: hint === '' ? `Something is missing: ${spec.usage}` : hint, words: said, fields: spec.fields },
    line.incident ?? null,
    spec,
  );
}

function formReply(
  form: Extract<Answer, { form: unknown }>['form'],
  incident: IncidentId | null,
  spec?: CommandSpec,
): Reply {
  const examples = spec?.examples?.map((example) => `For example: ${example}`) ?? [];
  const blocks = [{ kind: 'form', words: form.words, fields: form.fields } as const, ...examples.map(text)];
  return { ok: false, card: card(form.title, { tone: 'plain', blocks }), code: 'missing', incident };
}

const STRANGER: Place = { known: false, responder: false, commander: false, small: false };
const isKnown = ({ book }: Desk, { id }: Speaker) => id !== null && Object.hasOwn(book.plan.people, id);

const zoneOf = (desk: Desk, speaker: Speaker) =>
  (speaker.id === null ? undefined : desk.book.plan.people[speaker.id]?.timezone) ?? desk.book.plan.plan.timezone;

export const speakerOf = (id: Speaker['id'], name: string): Speaker => ({
  id,
  name,
  by: id ?? `guest:${name}`,
});
