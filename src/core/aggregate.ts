import type { Live } from './oncall.ts';
import type { Book } from './book.ts';
import type { By } from './incident/events.ts';
import type { Instant } from './time.ts';

/**
 * Pages first, of them those of the worst incidents; then what is seen in the incident's channel; then housekeeping. Hours and
 * answers are in the lane of pages.
 */
export type Lane = 'urgent' | 'page' | 'room' | 'house';

/** Something that must happen by an hour. The key names one occurrence and holds no colon. */
export type Deadline = { readonly key: string; readonly at: Instant; readonly lane: Lane; readonly facet: string };

/**
 * How an effect may be repeated after a crash: a page is sent *at least once*; a channel is looked for before it is made
 * (*find or make*); words to the outside and automation *ask when in doubt*, their intent being recorded first.
 */
export type EffectClass = 'at least once' | 'find or make' | 'ask when in doubt';

/** Something that Muster owes the world, to be done at `at` or as soon after as possible. */
export type Owed<Effect> = {
  readonly key: string;
  readonly at: Instant;
  readonly lane: Lane;
  readonly class: EffectClass;
  readonly effect: Effect;
};

export type Outcome =
  /** `by`: who took it over, where there are several who might. */
  | { readonly outcome: 'accepted'; readonly reference: string; readonly by?: string }
  | { readonly outcome: 'failed'; readonly reason: string; readonly permanent: boolean }
  /** It may or may not have happened: the connection broke, or time ran out. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/** Not done yet, and nothing to put on record: to be tried again so much later. The world was busy or away. */
export type Postponed = { readonly outcome: 'postponed'; readonly afterMs: number; readonly reason: string };

/** How an effect went, and what is known of the world then. */
export type Settled = { readonly outcome: Outcome; readonly moment: Moment };

/** What a decision is told of the world: the hour, the person, and what was changed by chat since the plan was written. */
export type Moment = { readonly at: Instant; readonly by: By; readonly live: Live };

/** A no to a person: a stable code and a sentence that says what to do instead. */
export type Refusal = { readonly code: string; readonly say: string };
export type Decision<Change> =
  { readonly ok: true; readonly events: readonly Change[] } | { readonly ok: false; readonly refusal: Refusal };

export const refuse = (code: string, say: string) => ({ ok: false, refusal: { code, say } }) as const;
export const decided = <Change>(...events: readonly Change[]) => ({ ok: true, events }) as const;

/** What a state asks for, or one side of it. */
export interface Asking<State, Effect> {
  /** Still going on: listed among the open streams even while it asks for nothing. */
  live(state: State): boolean;
  deadlines(state: State): readonly Deadline[];
  outstanding(state: State): readonly Owed<Effect>[];
}

/** Thrown by `evolve` when a part of the state could not take the event in. The others did: `state` is what they made of it. */
export class PartlyUnderstood extends Error {
  override name = 'PartlyUnderstood';
  readonly state: unknown;
  constructor(state: unknown, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.state = state;
  }
}

/**
 * Anything that lives as a stream of events: an incident, or the plan's own life. All of it pure: the engine folds the
 * stream with `evolve`, keeps what `decide`, `pass` and `settle` answer, and writes down what `deadlines` and
 * `outstanding` ask for in the same transaction.
 */
export interface Aggregate<State, Change, Command, Effect> {
  /** Streams of this aggregate start with one of these. */
  readonly prefixes: readonly string[];
  readonly begin: State;
  /** The hash of the book that this event pins, if it does; `evolve` is handed that book. */
  pins(event: Change): string | undefined;
  evolve(state: State, event: Change & { readonly at: Instant; readonly by: By }, book: Book | undefined): State;
  decide(state: State, command: Command, moment: Moment): Decision<Change>;
  /** Still going on: listed among the open streams even while it asks for nothing. */
  live(state: State): boolean;
  deadlines(state: State): readonly Deadline[];
  outstanding(state: State): readonly Owed<Effect>[];
  /** The same, side by side where there are several: a side that throws takes nothing from the others. */
  readonly sides?: readonly Asking<State, Effect>[];
  /** A deadline of this state has passed. */
  pass(state: State, deadline: Deadline, moment: Moment): readonly Change[];
  /** Before an effect that *asks when in doubt*: the intent to record first; empty when it is recorded already. */
  intend(state: State, owed: Owed<Effect>): readonly Change[];
  /** What became of something that is owed. */
  settle(state: State, owed: Owed<Effect>, settled: Settled): readonly Change[];
  /**
   * The same for what is no longer owed under that key when its outcome comes: another process has settled it, or nobody needs
   * it now. Only what is still news, so that the log never says two things about one attempt; nothing at all where it is left
   * out.
   */
  late?(state: State, owed: Owed<Effect>, settled: Settled): readonly Change[];
}
