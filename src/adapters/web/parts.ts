import type { Lane } from '../../core/aggregate.ts';
import type { Book } from '../../core/book.ts';
import type { Card } from '../../core/card.ts';
import type { IncidentId, PersonId } from '../../core/ids.ts';
import type { By, IncidentEvent } from '../../core/incident/events.ts';
import type { Incident } from '../../core/incident/state.ts';
import type { Medium } from '../../core/media.ts';
import type { Instant } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

export type WebSpeaker = { readonly id: PersonId | null; readonly name: string; readonly by: By };
export type WebSaid = {
  readonly words: string;
  readonly speaker: WebSpeaker;
  readonly here?: IncidentId;
  readonly delivery?: string;
};
export type WebReply = {
  readonly ok: boolean;
  readonly code: string;
  readonly incident: IncidentId | null;
  readonly card: Card;
};

/** A message on a simulated phone. */
export type WebPhone = {
  readonly person: string;
  readonly medium: Medium;
  readonly to: string;
  readonly text: string;
  readonly at: Instant;
  readonly incident: string;
};

/** What the engine tells, as far as metrics, health and live pages are made of it. */
export type WebNotice =
  | { readonly kind: 'appended'; readonly stream: string; readonly events: readonly unknown[] }
  | { readonly kind: 'late'; readonly lane: Lane; readonly ms: number }
  | { readonly kind: 'performed'; readonly effect: string; readonly outcome: string }
  | { readonly kind: 'ill'; readonly stream: string }
  | { readonly kind: 'repaired'; readonly stream: string }
  | { readonly kind: 'fault'; readonly where: string }
  | { readonly kind: 'swept' | 'audited' };

/** The last edit of the plan, when it was refused. */
export type RefusedPlan = { readonly problems: number; readonly first: string; readonly at: Instant };

/** Everything that the web server needs of Muster. The composition hands it over; nothing here knows the engine. */
export interface WebParts {
  /** Signs links, sessions and tokens. */
  readonly secret: string;
  readonly version: string;
  /** The time on the wall, never accelerated: sign-in links, sessions and health are judged by it. */
  readonly wall: Clock;
  readonly log: Log;
  /** Address under which people reach the console, when it is another than the one listened on. */
  readonly publicUrl: string | undefined;
  readonly isSample: boolean;
  /** Pages go to simulated phones only. */
  readonly isSimulated: boolean;
  /** How many times faster than the wall's the clock of the incidents runs now; 0 while it stands. */
  clockSpeed(): number;
  /** The one door. Throws only when the world behind it fails. */
  say(said: WebSaid): Promise<WebReply>;
  /** Hears what the engine does until the returned function is called. */
  listen(hear: (notice: WebNotice) => void): () => void;
  /** The clock that incidents run by; it may be accelerated. Rejects when the store does not answer. */
  now(): Promise<Instant>;
  book(): Book;
  refusedPlan(): Promise<RefusedPlan | null>;
  /** What is not set up yet, one sentence each. */
  missing(): readonly string[];
  incident(id: IncidentId): Promise<Incident | undefined>;
  /** How many events the incident has: what was made from the same number is still right. */
  versionOf(id: IncidentId): Promise<number>;
  /** Whatever is open, and the newest of the others; newest first, private ones too. */
  incidents(): Promise<readonly Incident[]>;
  events(id: IncidentId): Promise<readonly IncidentEvent[]>;
  /** The postmortem as Markdown, once it was written. */
  postmortem(id: IncidentId): Promise<string | undefined>;
  /** Oldest first. */
  phones(): readonly WebPhone[];
}
