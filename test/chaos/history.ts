import type { Instant } from '../../src/core/time.ts';
import { fromMs, toMs } from '../../src/core/time.ts';
import type { Stretch } from './uptime.ts';

/** An event as the database has it. */
export type KeptEvent = {
  readonly version: number;
  readonly text: string;
  readonly hash: string;
  /** When it was written, by the database's own clock: real time, in ms since 1970. */
  readonly wroteAt: number;
  /** The same for all events of one append, different for the next append to this stream. */
  readonly append: string;
};

/** A message on a simulated phone. It was handed over after `after` and not later than `before`, in real ms since 1970. */
export type Handed = {
  readonly replica: number;
  readonly key: string;
  readonly after: number;
  readonly before: number;
};

/** A line of words that somebody said, and every answer to it, as text. An answer is an acknowledgement. */
export type SaidLine = {
  readonly delivery: string;
  readonly words: string;
  readonly as: string;
  /** A word that stands in this line and in no other, if it becomes part of an event. */
  readonly mark: string | undefined;
  readonly answers: readonly string[];
};

/** How the incidents' time ran: it showed `told` at the real ms `real`, and goes `speed` times as fast. */
export type Pace = { readonly told: Instant; readonly real: number; readonly speed: number };
export const realOf = ({ told, real, speed }: Pace, at: Instant) => real + (toMs(at) - toMs(told)) / speed;
export const toldOf = ({ told, real, speed }: Pace, at: number) => fromMs(toMs(told) + Math.round((at - real) * speed));

/** All that the checker looks at; it was read when everything was whole again and quiet. */
export type History = {
  readonly streams: ReadonlyMap<string, readonly KeptEvent[]>;
  /** Ids of deliveries that are on record. */
  readonly deliveries: ReadonlySet<string>;
  /** Texts by their hash: the plans that incidents pin. */
  readonly documents: ReadonlyMap<string, string>;
  readonly handed: readonly Handed[];
  readonly said: readonly SaidLine[];
  readonly pace: Pace;
  /** When Muster could not work. */
  readonly outages: readonly Stretch[];
  /** When each replica stood still (SIGSTOP). */
  readonly still: ReadonlyMap<number, readonly Stretch[]>;
  /** When it was read, in real ms. */
  readonly endedAt: number;
};

/** What is wrong, for a person to read; `rule` is the promise that was broken. */
export type Finding = { readonly rule: string; readonly say: string };
