import { z } from 'zod';
import type { Refusal } from './core/aggregate.ts';
import type { AlertCommand } from './core/alerts/events.ts';
import type { Group } from './core/alerts/group.ts';
import type { Book } from './core/book.ts';
import type { Button, Card, Field } from './core/card.ts';
import type { IncidentEvent } from './core/incident/events.ts';
import type { IncidentCommand } from './core/incident/commands.ts';
import type { Incident } from './core/incident/state.ts';
import type { IncidentId, PersonId } from './core/ids.ts';
import { stepReply } from './core/incident/step-reply.ts';
import type { StepOrder } from './core/incident/step-order.ts';
import type { Live } from './core/oncall.ts';
import type { Preflighted } from './core/plan/preflight.ts';
import type { Way } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import type { ReachCommand } from './core/reach/events.ts';
import type { Reach } from './core/reach/state.ts';
import type { Speaker, Via } from './ports/door.ts';
import type { Upkeep, UpkeepCommand } from './core/upkeep/upkeep.ts';
import type { Line } from './core/words/line.ts';
import type { TimeWord } from './core/words/when.ts';

/** What a command may look at. It reads; it changes nothing. */
export interface Desk {
  /** The plan and playbooks in force now. An incident has its own: `incident.book`. */
  readonly book: Book;
  readonly live: Live;
  readonly upkeep: Upkeep;
  /** What was tested of the ways to people, and what is known of them. */
  readonly reach: Reach;
  /** Incidents that are open or restored, newest first, without the private ones that the speaker has no part in. */
  open(): Promise<readonly Incident[]>;
  /** The newest incidents whatever their phase, at most so many; private ones as in `open`. */
  recent(most: number): Promise<readonly Incident[]>;
  events(id: IncidentId): Promise<readonly IncidentEvent[]>;
  /** Incidents that alerts propose and nobody has answered yet, as the speaker may see them; oldest first. */
  proposals(): Promise<readonly Group[]>;
  /** One of them by its number, answered or not; undefined when it was never one or is long over. */
  proposal(id: string): Promise<Group | undefined>;
  /** The next free number; each call takes one. */
  nextId(kind: 'real' | 'drill'): Promise<IncidentId>;
  /** The words there are, with what the speaker may do here. */
  readonly words: readonly { readonly verb: string; readonly spec: CommandSpec; readonly may: boolean }[];
  /** The chat platforms that mirror a new incident; empty where there is the console alone. */
  readonly rooms: readonly string[];
  /** Whether anything is set up that carries messages to this address; a simulated phone counts. */
  carries(way: Pick<Way, 'medium' | 'to'>): boolean;
  /** What is missing in the set-up, one sentence each. */
  readonly missing: readonly string[];
  /** What would not work if something happened now, the worst first. */
  preflight(): Promise<readonly Preflighted[]>;
}

export type Asked<Args> = {
  readonly args: Args;
  readonly line: Line;
  readonly at: Instant;
  /** The zone in which times are said to this speaker. */
  readonly zone: string;
  readonly speaker: Speaker;
  /** The way by which the words came back, where Muster can tell. */
  readonly via?: Via;
  readonly desk: Desk;
};
/** The same, in an incident. */
export type AskedIn<Args> = Asked<Args> & { readonly incident: Incident };

export type Answer =
  | { readonly say: Card }
  /** A no, with lines of words that go on from it. */
  | { readonly refuse: Refusal; readonly buttons?: readonly Button[] }
  /** Something is missing: a form asks for it. */
  | { readonly form: { readonly title: string; readonly words: string; readonly fields: readonly Field[] } }
  /** Change an incident; the card is made of the state after it. */
  | {
      readonly of: IncidentId;
      readonly command: IncidentCommand;
      readonly reply: (after: Incident, events: readonly IncidentEvent[], at: Instant) => Card;
    }
  | { readonly upkeep: UpkeepCommand; readonly reply: () => Card }
  /** Change what is known of the ways to people; the card is made of the state after it. */
  | { readonly reach: ReachCommand; readonly cardAfter: (after: Reach) => Card }
  /** Answer a proposal of this source of alerts. */
  | { readonly source: string; readonly alerts: AlertCommand; readonly reply: () => Card };

type Common = {
  /** One line for `help`. */
  readonly summary: string;
  /** How it is written, verb first: `update WORDS`. */
  readonly usage: string;
  readonly examples?: readonly string[];
  /** Other words for it; they are silent in `help`. */
  readonly aliases?: readonly string[];
  readonly flags?: Readonly<Record<string, 'value' | 'switch'>>;
  /** What a bare number behind the verb is; an incident unless said otherwise. */
  readonly number?: 'incident' | 'step' | 'text';
  /** Which times are read out of the words, as `since 9:40`; all of them unless said otherwise. */
  readonly times?: readonly TimeWord[];
  /** Whether `at 14:05` means the last or the next one; the last unless said otherwise. */
  readonly at?: 'past' | 'future';
  /** What follows is people's own text: numbers, times and dashes in it stay as they are. */
  readonly free?: true;
  /** Where `help` lists it. */
  readonly group: 'core' | 'steps' | 'plan';
};

/**
 * The words that a command is handed, for its zod schema: the text and words left over, times, mentioned people, and each
 * flag by its own name. What the schema misses is asked for in a form; `fields` says how.
 */
export type Raw = {
  readonly text: string;
  readonly words: readonly string[];
  readonly mentions: readonly string[];
  readonly since?: Instant;
  readonly at?: Instant;
  readonly until?: Instant;
  readonly by?: Instant;
  readonly in?: Instant;
  readonly [flag: string]: unknown;
};

export type CommandSpec = Common & {
  readonly where: 'anywhere' | 'incident';
  readonly args: z.ZodType;
  readonly fields: readonly Field[];
  readonly answer: (asked: AskedIn<unknown> | Asked<unknown>) => Answer | Promise<Answer>;
};

type Given<Args extends z.ZodType> = Common & { readonly args: Args; readonly fields?: readonly Field[] };

/** A word that needs no incident. A file in `commands/` exports it as its default; the file's name is the word. */
export const command = <Args extends z.ZodType>(
  spec: Given<Args> & { readonly run: (asked: Asked<z.output<Args>>) => Answer | Promise<Answer> },
): CommandSpec => ({
  ...spec,
  where: 'anywhere',
  fields: spec.fields ?? [],
  answer: (asked) => spec.run({ ...asked, args: asked.args as z.output<Args> }),
});

/** A word about one incident: the channel's own, the number that was said, or the only one open. */
export const incidentCommand = <Args extends z.ZodType>(
  spec: Given<Args> & { readonly run: (asked: AskedIn<z.output<Args>>) => Answer | Promise<Answer> },
): CommandSpec => ({
  ...spec,
  where: 'incident',
  fields: spec.fields ?? [],
  answer: (asked) => spec.run({ ...(asked as AskedIn<unknown>), args: asked.args as z.output<Args> }),
});

/** A word about one incident that only a person of the plan can say. */
export const personCommand = <Args extends z.ZodType>(
  spec: Given<Args> & {
    readonly run: (asked: AskedIn<z.output<Args>> & { readonly person: PersonId }) => Answer | Promise<Answer>;
  },
): CommandSpec =>
  incidentCommand({
    ...spec,
    run: (asked) => {
      const person = asked.speaker.id;
      if (person === null)
        return {
          refuse: { code: 'unknown-person', say: "Muster does not know you: ask the plan's owner to add you." },
        };
      return spec.run({ ...asked, person });
    },
  });

/**
 * A word about one step of the playbook: the step's number or name comes first, then what the word needs. `order` makes the
 * step order of them.
 */
export const stepCommand = (
  spec: Pick<Common, 'summary' | 'usage' | 'aliases' | 'examples'> & {
    readonly order: (step: string, rest: string) => StepOrder;
  },
): CommandSpec =>
  incidentCommand({
    ...spec,
    group: 'steps',
    number: 'step',
    times: [],
    args: z.object({ words: z.array(z.string()).min(1, 'Which step? "steps" shows their numbers.') }),
    fields: [{ name: 'step', label: 'Which step?' }],
    run({ incident, args, speaker }) {
      const [step = '', ...rest] = args.words;
      return {
        of: incident.lifecycle.id,
        command: { type: 'step', order: spec.order(step, rest.join(' ')) },
        reply: (after, events) => stepReply(after, events, speaker.id),
      };
    },
  });

/** For words in a folder of one's own, which cannot import what Muster has installed. */
export { z };
