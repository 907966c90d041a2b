import type { Answer, Asked, AskedIn, CommandSpec, Desk, Raw } from '../command.ts';
import type { Refusal } from '../core/aggregate.ts';
import { refuse } from '../core/aggregate.ts';
import { alertStream } from '../core/alerts/source.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import { isKnownTo, isMember, placeOf } from '../core/incident/members.ts';
import type { Incident } from '../core/incident/state.ts';
import { withIllness } from '../core/incident/unread.ts';
import type { Place } from '../core/permissions.ts';
import { mayDo } from '../core/permissions.ts';
import { REACH } from '../core/reach/reach.ts';
import type { Reach } from '../core/reach/state.ts';
import type { Instant } from '../core/time.ts';
import { UPKEEP } from '../core/upkeep/upkeep.ts';
import type { Line } from '../core/words/line.ts';
import { readLine, verbOf } from '../core/words/line.ts';
import type { Engine } from './engine.ts';
import type { Reply, Said, Speaker } from '../ports/door.ts';
import { asFarAsUnderstood, drawn, formFor, formReply, refused, unknownFlag } from './reply.ts';
import { unknownWord } from './unknown-word.ts';

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
    const reply = await judge(said);
    if (reply.code === 'done' || said.delivery === undefined) return reply;
    // Another process may have kept this very delivery since we looked, and what it did may be why there is a no now.
    const twin = await delivered(said.delivery);
    return twin === undefined ? reply : (JSON.parse(twin) as Reply);
  };

  async function judge(said: Said): Promise<Reply> {
    const { entities = false } = said;
    const asked = verbOf({ line: said.words, entities }) || 'help';
    const verb = verbs.get(asked);
    const spec = verb === undefined ? undefined : words[verb];
    if (verb === undefined || spec === undefined) return unknownWord(asked, said, verbs);
    const at = await now();
    const open = await desk(said.speaker, undefined);
    const zone = zoneOf(open, said.speaker);
    const line = readLine({ line: said.words, entities, zone, now: at, ...readingOf(spec) });
    if (!line.ok) return refused(line.refusal);
    const [stray] = spec.free === true ? [] : line.unknownFlags;
    if (stray !== undefined) return refused(unknownFlag(stray, spec));
    // A stranger is refused before being told what is open.
    const first = mayDo(verb, {
      ...STRANGER,
      known: await isKnownThere({ line, said, open }),
      responder: true,
      commander: true,
    });
    if (!first.ok) return refused({ code: 'not-allowed', say: first.say });
    const found = await theIncident(spec, { line, said, open });
    if ('refusal' in found) return refused(found.refusal);
    const allowed = mayDo(verb, placeOf(found.incident, open.book, said.speaker.id));
    if (!allowed.ok) return refused({ code: 'not-allowed', say: allowed.say });
    return answer({ spec, verb, line, at, zone, said, incident: found.incident });
  }

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
      ...(said.via === undefined ? {} : { via: said.via }),
      desk: await desk(said.speaker, incident),
    };
    const turn = incident === undefined ? asked : ({ ...asked, incident } satisfies AskedIn<unknown>);
    return carryOut(await asFarAsUnderstood(() => spec.answer(turn), incident), said, incident);
  }

  async function carryOut(answered: Answer, said: Said, incident: Incident | undefined): Promise<Reply> {
    const here = incident?.lifecycle.id ?? null;
    if ('say' in answered) {
      const shown = incident === undefined ? answered.say : withIllness(answered.say, incident);
      return { ok: true, card: shown, code: 'said', incident: here };
    }
    if ('refuse' in answered) return refused(answered.refuse, here, answered.buttons);
    if ('form' in answered) return formReply(answered.form, here);
    const [stream, command] = orderOf(answered);
    const handled = await engine.handle({
      stream,
      command,
      by: said.speaker.by,
      ...(said.delivery === undefined ? {} : { delivery: said.delivery }),
      reply(state, events, at) {
        const shown = drawn(() =>
          'of' in answered
            ? answered.reply(state as Incident, events as readonly IncidentEvent[], at)
            : 'reach' in answered
              ? answered.cardAfter(state as Reach)
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

  /** The plan in force knows them, or that of the incident meant does: who is paged by it may answer. */
  async function isKnownThere({ line, said, open }: Looking): Promise<boolean> {
    if (isKnown(open, said.speaker)) return true;
    if (said.speaker.id === null) return false;
    const named = line.incident ?? said.here;
    const meant = named === undefined ? await open.open() : [(await engine.read(named)).state as Incident];
    return meant.some((incident) => isKnownTo(incident, said.speaker.id));
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
}

/** The stream that an answer changes, and the command to it. */
function orderOf(answered: Changing): readonly [stream: string, command: unknown] {
  if ('of' in answered) return [answered.of, answered.command];
  if ('reach' in answered) return [REACH, answered.reach];
  return 'alerts' in answered ? [alertStream(answered.source), answered.alerts] : [UPKEEP, answered.upkeep];
}
type Changing = Exclude<Answer, { readonly say: unknown } | { readonly refuse: unknown } | { readonly form: unknown }>;

/** How the words of this verb are read: its flags, its times, what a number in it means. */
const readingOf = ({ flags = {}, number, times, at, free }: CommandSpec) => ({
  flags,
  ...(free === true ? { number: 'text' as const, times: [] } : {}),
  ...(number === undefined ? {} : { number }),
  ...(times === undefined ? {} : { times }),
  ...(at === undefined ? {} : { at }),
});

/** The words as the command's schema sees them: flags by name, times, and what is left over. */
function rawOf(line: Line): Raw {
  const { text: left, words, mentions, since, at, until, by, in: after, flags } = line;
  const times = Object.fromEntries(
    Object.entries({ since, at, until, by, in: after, for: line.for }).filter(([, value]) => value !== undefined),
  );
  return { ...flags, text: left, words, mentions: mentions.map(({ id, name }) => name ?? id ?? ''), ...times };
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
