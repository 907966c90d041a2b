import type { PersonId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** One place to talk, on one platform. Nothing waits for it, and what is owed to it waits for nothing else. */
export type Room = {
  readonly platform: string;
  /** As the platform names it; null until it is open. */
  readonly reference: string | null;
  readonly attempt: number;
  readonly at: Instant;
  readonly card: string | null;
  /** The message in the channel of all incidents; empty where there is none, null while it is owed. */
  readonly announced: string | null;
  /** The message that shows a step, by the step's number. */
  readonly steps: Readonly<Record<number, string>>;
  readonly invited: readonly PersonId[];
  /** Number of the last event that the room knows of, and when it was told. */
  readonly toldUpTo: number;
  readonly toldAt: Instant;
  /** Revision of the postmortem that was shared; 0 while none was. */
  readonly shared: number;
  readonly archived: boolean;
  /** Why nothing can be said there now. */
  readonly lost: string | null;
  /** What was refused for good: a duty, or `step 3`. */
  readonly refused: readonly string[];
  /** How often in a row it was in doubt whether something was done. */
  readonly doubts: number;
};

/** `announced`: the message in the channel of all incidents; empty where there is none. */
export type Leaving = { readonly platform: string; readonly reference: string; readonly announced: string };

export type Rooms = {
  readonly open: Readonly<Record<string, Room>>;
  /** How many events there were: the number of the last one. */
  readonly heard: number;
  /** The last event that is said aloud, and the first one after which nothing was told yet. */
  readonly lastTellable: number;
  readonly tellSince: Instant;
  readonly joining: readonly PersonId[];
  /** Rooms that everybody could read, of an incident that is private now. */
  readonly leaving: readonly Leaving[];
};

/** Where no chat platform is set up. */
export const CONSOLE = 'console';

/** A room before it is open. */
export const closed = (platform: string, at: Instant): Room => ({
  platform,
  reference: null,
  attempt: 1,
  at,
  card: null,
  announced: null,
  steps: {},
  invited: [],
  toldUpTo: 0,
  toldAt: at,
  shared: 0,
  archived: false,
  lost: null,
  refused: [],
  doubts: 0,
});
